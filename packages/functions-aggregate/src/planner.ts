import {
  aggregateFunction,
  type Expr,
  type ExprPlanner,
  lit,
  original,
  planned,
  type RawAggregateExpr,
  schemaName,
} from '@datafusion-ts/expr';

/**
 * Syntax of aggregate functions: `count(*)`, `count(t.*)` and `count()` count rows. They become `count(1)` under the name
 * they were written with, so that `SELECT count(*)` gives a column `count(*)`.
 */
export const aggregateFunctionPlanner: ExprPlanner = {
  name: 'aggregate_functions',
  planAggregate(raw) {
    if (raw.func.name !== 'count' || !countsRows(raw.args)) return original(raw);
    return planned(callOf({ ...raw, args: [lit(1n)] }).alias(schemaName(callOf(raw))));
  },
};

/** True for no arguments at all and for a lone wildcard. */
function countsRows(args: readonly Expr[]): boolean {
  return args.length === 0 || (args.length === 1 && args[0]!.kind === 'Wildcard');
}

function callOf({ func, args, ...clauses }: RawAggregateExpr): Expr {
  return aggregateFunction(func, args, clauses);
}
