/** Computes an expression without columns now, by the same code that would compute it later. */
import { DFSchema, Schema, type ScalarValue } from '@datafusion-ts/common';
import { Arena, Batch, getScalar } from '@datafusion-ts/compute';
import { existsExprNode, hasColumns, isVolatile, type Expr } from '@datafusion-ts/expr';
import { createPhysicalExpr } from '@datafusion-ts/physical-expr';
import type { ConfigOptions } from '@datafusion-ts/common';

const NO_COLUMNS = new Schema([]);
const UNFOLDABLE: readonly Expr['kind'][] = [
  'Literal',
  'Placeholder',
  'ScalarSubquery',
  'Exists',
  'InSubquery',
  'SetComparison',
  'OuterReferenceColumn',
  'AggregateFunction',
  'WindowFunction',
  'Wildcard',
  'GroupingSet',
  'Unnest',
  'Lambda',
  'LambdaVariable',
  'HigherOrderFunction',
  'ScalarVariable',
];

/** True when an expression's value can be computed without any row. */
export function isFoldable(expr: Expr): boolean {
  if (UNFOLDABLE.includes(expr.kind) || hasColumns(expr) || isVolatile(expr)) return false;
  return !existsExprNode(expr, (node) => node.kind !== 'Literal' && UNFOLDABLE.includes(node.kind));
}

/** The value of a foldable expression; throws what evaluation throws. */
export function foldConstant(expr: Expr, config: ConfigOptions): ScalarValue {
  const arena = new Arena();
  try {
    const physical = createPhysicalExpr(expr, DFSchema.empty, { config });
    return getScalar(physical.evaluate(new Batch(NO_COLUMNS, [], 1), arena), 0);
  } finally {
    arena.release();
  }
}
