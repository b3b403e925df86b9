/** Expressions for DataFrames: those of `@datafusion-ts/expr` and calls of the built-in aggregate functions. */
import { aggregateFunction, lit, type AggregateUDF, type Expr } from '@datafusion-ts/expr';
import { allDefaultAggregateFunctions } from '@datafusion-ts/functions-aggregate';

export { alias, and, between, caseWhen, cast, col, inList, lit, not, or, when } from '@datafusion-ts/expr';

let byName: ReadonlyMap<string, AggregateUDF> | undefined;

/** The built-in aggregate function of that name. */
function builtIn(name: string): AggregateUDF {
  byName ??= new Map(allDefaultAggregateFunctions().map((func) => [func.name, func]));
  return byName.get(name)!;
}

const aggregateCall = (name: string, expr: Expr): Expr => aggregateFunction(builtIn(name), [expr]);

/** `min(expr)`. */
export const min = (expr: Expr): Expr => aggregateCall('min', expr);
/** `max(expr)`. */
export const max = (expr: Expr): Expr => aggregateCall('max', expr);
/** `sum(expr)`. */
export const sum = (expr: Expr): Expr => aggregateCall('sum', expr);
/** `avg(expr)`. */
export const avg = (expr: Expr): Expr => aggregateCall('avg', expr);
/** `count(expr)`; without an argument, of all rows. */
export const count = (expr: Expr = lit(1n)): Expr => aggregateCall('count', expr);
