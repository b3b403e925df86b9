import { type DFSchema, NotImplementedError } from '@datafusion-ts/common';
import { type Expr, type FieldAccess, lit, type RawFieldAccessExpr } from '@datafusion-ts/expr';
import type * as ast from '../../ast/index.js';
import type { Planner } from '../planner.js';
import type { PlannerContext } from '../planner-context.js';
import { astDebug } from '../support/ast-debug.js';
import { compoundIdentifierToExpr, identifierToExpr } from './identifier.js';

/**
 * `root['name']`, `root[1]`, `root[1:2:1]`, `f(x).name`. What a step means is up to the session's expression planners
 * (`get_field`, `array_element`, `array_slice`). Names right behind a bare root belong to its column name.
 */
export function fieldAccessToExpr(
  planner: Planner,
  sql: ast.CompoundFieldAccessExpr,
  schema: DFSchema,
  context: PlannerContext,
): Expr {
  const { root, rest } = splitRoot(planner, sql, schema, context);
  let result = root;
  for (const step of rest)
    result = applyStep(planner, { expr: result, access: accessOf(planner, step, schema, context) }, schema);
  return result;
}

function splitRoot(
  planner: Planner,
  sql: ast.CompoundFieldAccessExpr,
  schema: DFSchema,
  context: PlannerContext,
): { readonly root: Expr; readonly rest: readonly ast.AccessExpr[] } {
  if (sql.root.kind !== 'Identifier')
    return { root: planner.logicalExpr(sql.root, schema, context), rest: sql.accessChain };
  const idents = [sql.root.ident];
  let used = 0;
  for (const step of sql.accessChain) {
    if (step.kind !== 'Dot' || step.expr.kind !== 'Identifier') break;
    idents.push(step.expr.ident);
    used++;
  }
  const root =
    idents.length === 1
      ? identifierToExpr(planner, idents[0]!, schema, context)
      : compoundIdentifierToExpr(planner, idents, schema, context);
  return { root, rest: sql.accessChain.slice(used) };
}

function applyStep(planner: Planner, step: RawFieldAccessExpr, schema: DFSchema): Expr {
  let raw = step;
  for (const hook of planner.context.getExprPlanners()) {
    const answer = hook.planFieldAccess?.(raw, schema);
    if (answer?.kind === 'planned') return answer.expr;
    if (answer !== undefined) raw = answer.input;
  }
  throw new NotImplementedError(
    `GetFieldAccess not supported by ExprPlanner: ${raw.expr.toString()} ${raw.access.kind}`,
  );
}

function accessOf(planner: Planner, step: ast.AccessExpr, schema: DFSchema, context: PlannerContext): FieldAccess {
  switch (step.kind) {
    case 'Dot':
      return dotAccess(step.expr);
    case 'Index': {
      const name = textOf(step.index);
      if (name !== undefined) return { kind: 'NamedStructField', name };
      if (step.index.kind === 'JsonAccess') throw new NotImplementedError('JsonAccess');
      return { kind: 'ListIndex', key: planner.logicalExpr(step.index, schema, context) };
    }
    case 'Slice': {
      if (step.lowerBound === undefined) throw new NotImplementedError('Slice subscript requires a lower bound');
      if (step.upperBound === undefined) throw new NotImplementedError('Slice subscript requires an upper bound');
      return {
        kind: 'ListRange',
        start: planner.logicalExpr(step.lowerBound, schema, context),
        stop: planner.logicalExpr(step.upperBound, schema, context),
        stride: step.stride === undefined ? lit(1n) : planner.logicalExpr(step.stride, schema, context),
      };
    }
  }
}

function dotAccess(expr: ast.Expr): FieldAccess {
  const name = textOf(expr);
  if (name !== undefined) return { kind: 'NamedStructField', name };
  throw new NotImplementedError(`Dot access not supported for non-string expr: ${astDebug(expr)}`);
}

function textOf(expr: ast.Expr): string | undefined {
  if (expr.kind !== 'Value') return undefined;
  return expr.value.kind === 'SingleQuotedString' || expr.value.kind === 'DoubleQuotedString'
    ? expr.value.value
    : undefined;
}
