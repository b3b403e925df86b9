import type { TableFunctionImpl } from '@datafusion-ts/catalog';
import type { FunctionSet } from '@datafusion-ts/expr';
import { aggregateFunctionPlanner, allDefaultAggregateFunctions } from '@datafusion-ts/functions-aggregate';
import { allTableFunctions } from '@datafusion-ts/functions-table';

/** Every built-in function. */
export function defaultFunctions(): FunctionSet {
  return { aggregate: allDefaultAggregateFunctions(), exprPlanners: [aggregateFunctionPlanner] };
}

/** The built-in functions that stand where tables stand. */
export function defaultTableFunctions(): readonly TableFunctionImpl[] {
  return allTableFunctions();
}
