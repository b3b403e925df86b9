import type { TableFunctionImpl } from '@datafusion-ts/catalog';
import type { FunctionSet } from '@datafusion-ts/expr';
import { allAggregateFunctions } from '@datafusion-ts/functions-aggregate';

/** Every built-in function. */
export function defaultFunctions(): FunctionSet {
  return { aggregate: allAggregateFunctions() };
}

/** The built-in functions that stand where tables stand. */
export function defaultTableFunctions(): readonly TableFunctionImpl[] {
  return [];
}
