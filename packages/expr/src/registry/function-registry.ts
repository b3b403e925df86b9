import type { AggregateUDF } from '../udf/aggregate-udf.js';
import type { HigherOrderUDF } from '../udf/higher-order-udf.js';
import type { ScalarUDF } from '../udf/scalar-udf.js';
import type { WindowUDF } from '../udf/window-udf.js';
import type { ExprPlanner } from '../planner/expr-planner.js';

/** Functions by name (and alias), as a session knows them. Lookups of unknown names throw PlanErrors. */
export interface FunctionRegistry {
  /** Names of scalar functions, aliases included. */
  udfNames(): readonly string[];
  udafNames(): readonly string[];
  udwfNames(): readonly string[];
  /** Names of functions that take lambdas. */
  higherOrderNames(): readonly string[];

  /** The function, or undefined. */
  findUdf(name: string): ScalarUDF | undefined;
  findUdaf(name: string): AggregateUDF | undefined;
  findUdwf(name: string): WindowUDF | undefined;
  findHigherOrder(name: string): HigherOrderUDF | undefined;

  udf(name: string): ScalarUDF;
  udaf(name: string): AggregateUDF;
  udwf(name: string): WindowUDF;

  readonly exprPlanners: readonly ExprPlanner[];
}

/** A registry that takes new functions; registering under a name in use replaces and returns the old one. */
export interface MutableFunctionRegistry extends FunctionRegistry {
  registerUdf(func: ScalarUDF): ScalarUDF | undefined;
  registerUdaf(func: AggregateUDF): AggregateUDF | undefined;
  registerUdwf(func: WindowUDF): WindowUDF | undefined;
  registerHigherOrder(func: HigherOrderUDF): HigherOrderUDF | undefined;
  deregisterUdf(name: string): ScalarUDF | undefined;
  deregisterUdaf(name: string): AggregateUDF | undefined;
  deregisterUdwf(name: string): WindowUDF | undefined;
  deregisterHigherOrder(name: string): HigherOrderUDF | undefined;
  registerExprPlanner(planner: ExprPlanner): void;
}
