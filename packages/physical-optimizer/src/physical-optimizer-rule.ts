import type { ConfigOptions } from '@datafusion-ts/common';
import type { ExecutionPlan } from '@datafusion-ts/physical-plan';

/** One way to make a physical plan valid or better without changing its rows. */
export interface PhysicalOptimizerRule {
  /** DataFusion's name, `EnforceSorting`. */
  readonly name: string;
  optimize(plan: ExecutionPlan, config: ConfigOptions): ExecutionPlan;
  /** False for the few rules that may change the schema; default true. */
  readonly schemaCheck?: boolean;
}
