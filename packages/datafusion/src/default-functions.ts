import type { TableFunctionImpl } from '@datafusion-ts/catalog';
import { InternalError } from '@datafusion-ts/common';
import type { AggregateUDF, ExprPlanner, FunctionSet, ScalarUDF } from '@datafusion-ts/expr';
import { allDefaultFunctions, coreFunctionPlanner } from '@datafusion-ts/functions';
import { aggregateFunctionPlanner, allDefaultAggregateFunctions } from '@datafusion-ts/functions-aggregate';
import {
  allDefaultHigherOrderFunctions,
  allDefaultNestedFunctions,
  fieldAccessPlanner,
  nestedFunctionPlanner,
} from '@datafusion-ts/functions-nested';
import { allTableFunctions } from '@datafusion-ts/functions-table';
import { allDefaultWindowFunctions, windowFunctionPlanner } from '@datafusion-ts/functions-window';

/** Every built-in function, and the planners that give syntax (`[1, 2]`, `EXTRACT`, `count(*)`) its functions. */
export function defaultFunctions(): FunctionSet {
  const scalar: readonly ScalarUDF[] = [...allDefaultFunctions(), ...allDefaultNestedFunctions()];
  const aggregate = allDefaultAggregateFunctions();
  return {
    scalar,
    aggregate,
    window: allDefaultWindowFunctions(),
    higherOrder: allDefaultHigherOrderFunctions(),
    exprPlanners: defaultExprPlanners(scalar, aggregate),
  };
}

function defaultExprPlanners(scalar: readonly ScalarUDF[], aggregate: readonly AggregateUDF[]): readonly ExprPlanner[] {
  const findScalar = byName(scalar);
  const findAggregate = byName(aggregate);
  return [
    coreFunctionPlanner(findScalar),
    nestedFunctionPlanner(findScalar),
    fieldAccessPlanner(findScalar, () => findAggregate('nth_value')),
    aggregateFunctionPlanner,
    windowFunctionPlanner,
  ];
}

/** Looks a function up by name or alias; the table is made with the first look-up. */
function byName<F extends { readonly name: string; readonly aliases?: readonly string[] }>(
  functions: readonly F[],
): (name: string) => F {
  let table: Map<string, F> | undefined;
  return (name) => {
    table ??= new Map(
      functions.flatMap((func) => [func.name, ...(func.aliases ?? [])].map((key) => [key, func] as const)),
    );
    const func = table.get(name);
    if (func === undefined) throw new InternalError(`Unable to find expected '${name}' function`);
    return func;
  };
}

/** The built-in functions that stand where tables stand. */
export function defaultTableFunctions(): readonly TableFunctionImpl[] {
  return allTableFunctions();
}
