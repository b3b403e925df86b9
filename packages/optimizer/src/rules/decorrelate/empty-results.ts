/**
 * What aggregates give over no rows, and what expressions over them give then.
 *
 * A correlated `count(*)` becomes a grouping that has no row where the subquery counted none; the value it would have had
 * is put back with these.
 */
import { DFSchema, ScalarValue, type DFSchema as Schema } from '@datafusion-ts/common';
import {
  dataTypeOf,
  exprEquals,
  lit,
  replaceExpr,
  schemaName,
  schemaOf,
  type Aggregate,
  type Expr,
} from '@datafusion-ts/expr';
import type { OptimizerConfig } from '../../optimizer-config.js';
import { simplifyCoerced } from '../../simplify/simplify-expr.js';
import { SimplifyInfo } from '../../simplify/simplify-info.js';

/** Values over no rows by name of the column that has them. */
export type EmptyResults = ReadonlyMap<string, Expr>;

/** Values of an aggregation's columns over no rows. */
export function emptyResultsOfAggregates(plan: Aggregate, config: OptimizerConfig): EmptyResults {
  const schema = schemaOf(plan.input);
  const results = new Map<string, Expr>();
  for (const expr of plan.aggrExprs) {
    const value = replaceExpr(expr, (node) =>
      node.kind === 'AggregateFunction' ? valueOverNothing(node, schema) : undefined,
    );
    results.set(schemaName(expr), simplified(value.unalias(), schema, config));
  }
  return results;
}

function valueOverNothing(call: Extract<Expr, { readonly kind: 'AggregateFunction' }>, schema: Schema): Expr {
  const type = dataTypeOf(call, schema);
  return lit(call.func.defaultValue?.(type) ?? ScalarValue.null(type));
}

/** Values of projected expressions, as far as they depend on the given ones. */
export function emptyResultsOfProjection(
  exprs: readonly Expr[],
  schema: Schema,
  input: EmptyResults,
  config: OptimizerConfig,
): EmptyResults {
  const results = new Map<string, Expr>();
  for (const expr of exprs) {
    const value = withResults(expr, input);
    if (exprEquals(value, expr)) continue;
    const name = expr.kind === 'Alias' ? expr.name : expr.kind === 'Column' ? expr.column.name : schemaName(expr);
    results.set(name, simplified(value.unalias(), schema, config));
  }
  return results;
}

/** Columns replaced by their values over no rows. */
export function withResults(expr: Expr, results: EmptyResults): Expr {
  return replaceExpr(expr, (node) => (node.kind === 'Column' ? results.get(node.column.name) : undefined));
}

/** Simplified over the given columns; over none when it has none. */
export function simplified(expr: Expr, schema: Schema | undefined, config: OptimizerConfig): Expr {
  return simplifyCoerced(expr, new SimplifyInfo(schema ?? DFSchema.empty, config));
}
