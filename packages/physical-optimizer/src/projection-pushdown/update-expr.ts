import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import {
  Column,
  remapColumns,
  transformExprDown,
  type LexOrdering,
  type LexRequirement,
} from '@datafusion-ts/physical-expr';
import type { ProjectionExpr } from '@datafusion-ts/physical-plan';

/** An expression over a projection's output as one over its input: columns become what computes them. */
export const throughProjection = (expr: PhysicalExpr, projection: readonly ProjectionExpr[]): PhysicalExpr =>
  transformExprDown(expr, (node) => (node instanceof Column ? projection[node.index]!.expr : undefined));

/** An expression over a projection's input as one over its output; undefined when a column it reads is not given out. */
export const overProjection = (expr: PhysicalExpr, projection: readonly ProjectionExpr[]): PhysicalExpr | undefined =>
  remapColumns(expr, (column) => {
    const index = projection.findIndex((item) => item.expr instanceof Column && item.expr.equals(column));
    return index === -1 ? undefined : new Column(projection[index]!.alias, index);
  });

/** Likewise for sort keys, all or none. */
export function orderingOverProjection(
  ordering: LexOrdering,
  projection: readonly ProjectionExpr[],
): LexOrdering | undefined {
  const moved = ordering.map(({ expr, options }) => ({ expr: overProjection(expr, projection), options }));
  return moved.every((key): key is LexOrdering[number] => key.expr !== undefined) ? moved : undefined;
}

/** Likewise for required keys, all or none. */
export function requirementOverProjection(
  requirement: LexRequirement,
  projection: readonly ProjectionExpr[],
): LexRequirement | undefined {
  const moved = requirement.map((key) => ({ ...key, expr: overProjection(key.expr, projection) }));
  return moved.every((key): key is LexRequirement[number] => key.expr !== undefined) ? moved : undefined;
}
