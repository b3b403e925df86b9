import {
  lit,
  original,
  planned,
  schemaName,
  windowFunction,
  type Expr,
  type ExprPlanner,
  type RawWindowExpr,
} from '@datafusion-ts/expr';

/**
 * Syntax of window functions: `count(*) OVER …` and `count() OVER …` count rows. They become `count(1)` under the name
 * they were written with.
 */
export const windowFunctionPlanner: ExprPlanner = {
  name: 'window_functions',
  planWindow(raw) {
    if (raw.func.kind !== 'AggregateUDF' || raw.func.func.name !== 'count' || !countsRows(raw.args))
      return original(raw);
    return planned(callOf({ ...raw, args: [lit(1n)] }).alias(schemaName(callOf(raw))));
  },
};

/** True for no arguments at all and for a lone wildcard. */
function countsRows(args: readonly Expr[]): boolean {
  return args.length === 0 || (args.length === 1 && args[0]!.kind === 'Wildcard');
}

const callOf = (raw: RawWindowExpr): Expr => windowFunction(raw);
