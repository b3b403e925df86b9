import { type Expr, type ExprPlanner, lit, original, planned, schemaName, windowFunction } from '@datafusion-ts/expr';

/**
 * Syntax of window functions: `count(*) OVER …`, `count(t.*) OVER …` and `count() OVER …` count rows. They become
 * `count(1) OVER …` under the name they were written with.
 */
export const windowFunctionPlanner: ExprPlanner = {
  name: 'window_functions',
  planWindow(raw) {
    if (raw.func.func.name !== 'count' || !countsRows(raw.args)) return original(raw);
    return planned(windowFunction({ ...raw, args: [lit(1n)] }).alias(schemaName(windowFunction(raw))));
  },
};

/** True for no arguments at all and for a lone wildcard. */
function countsRows(args: readonly Expr[]): boolean {
  return args.length === 0 || (args.length === 1 && args[0]!.kind === 'Wildcard');
}
