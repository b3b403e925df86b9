import {
  displayType,
  ExecutionError,
  type Field,
  PlanError,
  rewritten,
  sameType,
  type ScalarValue,
  unchanged,
} from '@datafusion-ts/common';
import type { Expr } from '../expr/expr.js';
import { lit } from '../expr/expr-fn.js';
import { replaceExpr } from '../expr/expr-tree.js';
import type { LogicalPlan, ParamValues } from '../plan/logical-plan.js';
import { valuesNode } from '../plan/nodes/values.js';
import { mapPlanExprs, transformPlanUpWithSubqueries } from '../plan/plan-tree.js';
import { schemaOf } from '../plan/schema-of.js';
import { recomputeSchema } from '../plan/with-new-exprs.js';
import { restoreName, saveName } from '../utils/name-preserver.js';
import { inferPlaceholderTypes } from './infer-types.js';

/** Binding of values to placeholders: `$1`, `$2` … by position, `$name` by name. */

/** The plan with every placeholder replaced by its value; a PREPARE becomes the query inside, its types checked. */
export function withParamValues(plan: LogicalPlan, values: ParamValues): LogicalPlan {
  const bound = replaceParamsWithValues(plan, values);
  if (bound.kind !== 'Statement' || bound.statement.kind !== 'Prepare') return bound;
  verifyParamFields(values, bound.statement.fields);
  return bound.statement.input;
}

/** The plan with every placeholder replaced by its value, subqueries included. Throws for placeholders without one. */
export function replaceParamsWithValues(plan: LogicalPlan, values: ParamValues): LogicalPlan {
  return transformPlanUpWithSubqueries(plan, (node) => {
    const result = mapPlanExprs(node, (expr) => {
      const { expr: typed, hasPlaceholder } = inferPlaceholderTypes(expr, schemaOf(node));
      if (!hasPlaceholder) return unchanged(expr);
      return rewritten(restoreName(withValues(typed, values), saveName(typed, node)));
    });
    return result.changed ? rewritten(withNewTypes(result.node)) : result;
  }).node;
}

function withValues(expr: Expr, values: ParamValues): Expr {
  return replaceExpr(expr, (node) => (node.kind === 'Placeholder' ? lit(paramValue(values, node.id)) : undefined));
}

function withNewTypes(plan: LogicalPlan): LogicalPlan {
  return plan.kind === 'Values' ? valuesNode(plan.rows) : recomputeSchema(plan);
}

/** The value bound to a placeholder, by its text with the dollar sign. */
export function paramValue(values: ParamValues, id: string): ScalarValue {
  if (id === '$' || id === '') throw new PlanError('Empty placeholder id');
  const name = id.slice(1);
  if (values.kind === 'Map') {
    const value = values.values.get(name);
    if (value === undefined) throw new ExecutionError(`No value found for placeholder with name ${id}`);
    return value;
  }
  if (!/^\d+$/.test(name)) throw new ExecutionError('Failed to parse placeholder id: invalid digit found in string');
  const value = values.values[Number(name) - 1];
  if (value === undefined) throw new ExecutionError(`No value found for placeholder with id ${id}`);
  return value;
}

/** Throws a PlanError unless there are as many values as fields, of their types. */
export function verifyParamFields(values: ParamValues, fields: readonly Field[]): void {
  if (values.kind === 'Map') return;
  if (values.values.length !== fields.length) {
    throw new PlanError(`Expected ${fields.length} parameters, got ${values.values.length}`);
  }
  fields.forEach(({ dataType }, i) => {
    const actual = values.values[i]!.dataType;
    if (!sameType(dataType, actual)) {
      throw new PlanError(
        `Expected parameter of type ${displayType(dataType)}, got ${displayType(actual)} at index ${i}`,
      );
    }
  });
}
