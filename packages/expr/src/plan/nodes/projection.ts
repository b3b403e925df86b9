import { type DFSchema, FunctionalDependencies, PlanError } from '@datafusion-ts/common';
import { exprlistToFields } from '../../builder/exprlist-to-fields.js';
import { expandQualifiedWildcard, expandWildcard } from '../../builder/wildcard.js';
import { displayExpr } from '../../display/display-expr.js';
import { schemaName } from '../../display/schema-name.js';
import type { Expr } from '../../expr/expr.js';
import type { LogicalPlan, Projection } from '../logical-plan.js';
import { schemaOf } from '../schema-of.js';
import { checkedSchema } from './checked-schema.js';

/** A projection; throws a SchemaError when two of its columns cannot be told apart. */
export function projection(exprs: readonly Expr[], input: LogicalPlan): Projection {
  return { kind: 'Projection', exprs, input, schema: projectionSchema(input, exprs) };
}

/** A projection whose columns are known already: as many as expressions. */
export function projectionWithSchema(exprs: readonly Expr[], input: LogicalPlan, schema: DFSchema): Projection {
  if (!exprs.some((e) => e.kind === 'Wildcard') && exprs.length !== schema.length) {
    throw new PlanError(
      `Projection has mismatch between number of expressions (${exprs.length}) and number of fields in schema (${schema.length})`,
    );
  }
  return { kind: 'Projection', exprs, input, schema };
}

/** The columns that expressions over a plan give, with the dependencies that survive. */
export function projectionSchema(input: LogicalPlan, exprs: readonly Expr[]): DFSchema {
  const fields = exprlistToFields(exprs, input);
  const schema = checkedSchema(fields, schemaOf(input).metadata);
  return schema.withFunctionalDependencies(projectedDependencies(exprs, input, schema.length));
}

/** Dependencies of the input whose columns are projected by name. */
function projectedDependencies(exprs: readonly Expr[], input: LogicalPlan, count: number): FunctionalDependencies {
  const schema = schemaOf(input);
  if (schema.functionalDependencies.isEmpty) return FunctionalDependencies.empty;
  const names = schema.fieldNames();
  const positions = exprs.flatMap((expr) => outputNames(expr, input)).map((name) => names.indexOf(name));
  return schema.functionalDependencies.project(positions, count);
}

function outputNames(expr: Expr, input: LogicalPlan): readonly string[] {
  if (expr.kind !== 'Wildcard') return [expr.kind === 'Alias' ? schemaName(expr.expr) : schemaName(expr)];
  const schema = schemaOf(input);
  const columns =
    expr.qualifier === undefined
      ? expandWildcard(schema, input, expr.options)
      : expandQualifiedWildcard(expr.qualifier, schema, expr.options);
  return columns.map(schemaName);
}

/** Throws a PlanError naming the first two expressions of one column name. */
export function validateUniqueNames(nodeName: string, exprs: readonly Expr[]): void {
  const seen = new Map<string, number>();
  exprs.forEach((expr, position) => {
    const name = schemaName(expr);
    const earlier = seen.get(name);
    if (earlier !== undefined) {
      throw new PlanError(
        `${nodeName} require unique expression names but the expression "${displayExpr(exprs[earlier]!)}" at position ${earlier} and "${displayExpr(expr)}" at position ${position} have the same name. Consider aliasing ("AS") one of them.`,
      );
    }
    seen.set(name, position);
  });
}
