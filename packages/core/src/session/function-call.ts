import { PlanError } from '@datafusion-ts/common';
import {
  aggregateFunction,
  newWindowFrame,
  scalarFunction,
  windowFunction,
  type Expr,
  type FunctionRegistry,
} from '@datafusion-ts/expr';

/** A call of a function by name: a scalar function when there is one, else an aggregate or window function. */
export function functionCall(functions: FunctionRegistry, name: string, args: readonly Expr[]): Expr {
  const scalar = functions.findUdf(name);
  if (scalar !== undefined) return scalarFunction(scalar, args);
  const aggregate = functions.findUdaf(name);
  if (aggregate !== undefined) return aggregateFunction(aggregate, args);
  const window = functions.findUdwf(name);
  if (window === undefined) throw new PlanError(`Invalid function '${name}'.`);
  return windowFunction({
    func: { kind: 'WindowUDF', func: window },
    args,
    partitionBy: [],
    orderBy: [],
    windowFrame: newWindowFrame(undefined),
    distinct: false,
  });
}
