import { PlanError } from '@datafusion-ts/common';
import type { ExprPlanner } from '../planner/expr-planner.js';
import type { AggregateUDF } from '../udf/aggregate-udf.js';
import type { HigherOrderUDF } from '../udf/higher-order-udf.js';
import type { ScalarUDF } from '../udf/scalar-udf.js';
import type { WindowUDF } from '../udf/window-udf.js';
import type { MutableFunctionRegistry } from './function-registry.js';
import { FunctionTable } from './function-table.js';

/** Functions to start a {@link MemoryFunctionRegistry} with. */
export interface FunctionSet {
  readonly scalar?: Iterable<ScalarUDF>;
  readonly aggregate?: Iterable<AggregateUDF>;
  readonly window?: Iterable<WindowUDF>;
  readonly higherOrder?: Iterable<HigherOrderUDF>;
  readonly exprPlanners?: Iterable<ExprPlanner>;
}

/** The functions of a session, in memory. */
export class MemoryFunctionRegistry implements MutableFunctionRegistry {
  readonly #scalar = new FunctionTable<ScalarUDF>();
  readonly #aggregate = new FunctionTable<AggregateUDF>();
  readonly #window = new FunctionTable<WindowUDF>();
  readonly #higherOrder = new FunctionTable<HigherOrderUDF>();
  readonly #planners: ExprPlanner[] = [];

  /** Goes up with every function or planner added or removed, so that what was derived from them can be told to be old. */
  get version(): number {
    const { version: scalar } = this.#scalar;
    return scalar + this.#aggregate.version + this.#window.version + this.#higherOrder.version + this.#planners.length;
  }

  constructor(functions: FunctionSet = {}) {
    this.registerAll(functions);
  }

  /** Adds every function of a set; its planners are asked before those of earlier sets. */
  registerAll(functions: FunctionSet): void {
    for (const func of functions.scalar ?? []) this.#scalar.add(func);
    for (const func of functions.aggregate ?? []) this.#aggregate.add(func);
    for (const func of functions.window ?? []) this.#window.add(func);
    for (const func of functions.higherOrder ?? []) this.#higherOrder.add(func);
    this.#planners.unshift(...(functions.exprPlanners ?? []));
  }

  udfNames(): readonly string[] {
    return this.#scalar.names();
  }
  udafNames(): readonly string[] {
    return this.#aggregate.names();
  }
  udwfNames(): readonly string[] {
    return this.#window.names();
  }
  higherOrderNames(): readonly string[] {
    return this.#higherOrder.names();
  }

  findUdf(name: string): ScalarUDF | undefined {
    return this.#scalar.get(name);
  }
  findUdaf(name: string): AggregateUDF | undefined {
    return this.#aggregate.get(name);
  }
  findUdwf(name: string): WindowUDF | undefined {
    return this.#window.get(name);
  }
  findHigherOrder(name: string): HigherOrderUDF | undefined {
    return this.#higherOrder.get(name);
  }

  udf(name: string): ScalarUDF {
    return this.findUdf(name) ?? unregistered('UDF', name);
  }
  udaf(name: string): AggregateUDF {
    return this.findUdaf(name) ?? unregistered('UDAF', name);
  }
  udwf(name: string): WindowUDF {
    return this.findUdwf(name) ?? unregistered('UDWF', name);
  }

  registerUdf(func: ScalarUDF): ScalarUDF | undefined {
    return this.#scalar.add(func);
  }
  registerUdaf(func: AggregateUDF): AggregateUDF | undefined {
    return this.#aggregate.add(func);
  }
  registerUdwf(func: WindowUDF): WindowUDF | undefined {
    return this.#window.add(func);
  }
  registerHigherOrder(func: HigherOrderUDF): HigherOrderUDF | undefined {
    return this.#higherOrder.add(func);
  }
  deregisterUdf(name: string): ScalarUDF | undefined {
    return this.#scalar.remove(name);
  }
  deregisterUdaf(name: string): AggregateUDF | undefined {
    return this.#aggregate.remove(name);
  }
  deregisterUdwf(name: string): WindowUDF | undefined {
    return this.#window.remove(name);
  }
  deregisterHigherOrder(name: string): HigherOrderUDF | undefined {
    return this.#higherOrder.remove(name);
  }

  get exprPlanners(): readonly ExprPlanner[] {
    return this.#planners;
  }
  /** Newer planners are asked first. */
  registerExprPlanner(planner: ExprPlanner): void {
    this.#planners.unshift(planner);
  }
}

function unregistered(kind: string, name: string): never {
  throw new PlanError(
    `There is no ${kind} named "${name}" in the registry. Use session context \`register_${kind.toLowerCase()}\` function to register a custom ${kind}`,
  );
}
