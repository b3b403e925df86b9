/**
 * Two ways to a session with Spark's functions: into one that exists, or into a builder before there is one. Functions of
 * the same name (`concat`, `round`, `date_trunc`, …) are replaced, since a session knows one function a name.
 */
import type { FunctionSet, MutableFunctionRegistry } from '@datafusion-ts/expr';
import { sparkFunctions } from './functions.js';
import { sparkFunctionPlanner } from './planner.js';

/** Where functions can be registered: a registry, or a session (`SessionContext`) that has one. */
export type SparkTarget = MutableFunctionRegistry | { readonly state: { readonly functions: MutableFunctionRegistry } };

/** Gives a session, or a registry, all functions of the pack and Spark's meaning of `EXTRACT` and `SUBSTRING`. */
export function registerSparkFunctions(target: SparkTarget): void {
  const registry = 'state' in target ? target.state.functions : target;
  const { scalar, aggregate } = sparkFunctions();
  for (const func of scalar) registry.registerUdf(func);
  for (const func of aggregate) registry.registerUdaf(func);
  registry.registerExprPlanner(sparkFunctionPlanner(scalar));
}

/** A builder of sessions with the pack on top of what the builder has: call it after the default functions are in. */
export function withSparkFeatures<B extends { withFunctions(functions: FunctionSet): B }>(builder: B): B {
  const { scalar, aggregate } = sparkFunctions();
  return builder.withFunctions({ scalar, aggregate, exprPlanners: [sparkFunctionPlanner(scalar)] });
}
