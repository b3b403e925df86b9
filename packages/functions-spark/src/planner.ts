import { original, planned, scalarFunction, type Expr, type ExprPlanner, type ScalarUDF } from '@datafusion-ts/expr';

/**
 * Syntax in Spark's meaning: `EXTRACT` is Spark's `date_part`, and `SUBSTRING(… FROM … FOR …)` its `substring`, which
 * counts a negative start from the end. Asked before the planners of the default functions.
 */
export function sparkFunctionPlanner(functions: readonly ScalarUDF[]): ExprPlanner {
  const call = (name: string, args: readonly Expr[]): ReturnType<NonNullable<ExprPlanner['planExtract']>> => {
    const func = functions.find((each) => each.name === name);
    return func === undefined ? original(args) : planned(scalarFunction(func, args));
  };
  return {
    name: 'spark_functions',
    planExtract: (args) => call('date_part', args),
    planSubstring: (args) => call('substring', args),
  };
}
