import type { Transformed } from '@datafusion-ts/common';
import type { LogicalPlan } from '@datafusion-ts/expr';
import type { OptimizerConfig } from './optimizer-config.js';

/**
 * One way to make a logical plan better without changing its result or its columns' names and types.
 *
 * With an `applyOrder` the driver walks the plan (subqueries included) and offers every node; without one, `rewrite` gets
 * the whole plan and walks itself.
 */
export interface OptimizerRule {
  /** DataFusion's name, `push_down_filter`. */
  readonly name: string;
  readonly applyOrder?: 'topDown' | 'bottomUp';
  /** The new plan, or the same one with `changed` false. */
  rewrite(plan: LogicalPlan, config: OptimizerConfig): Transformed<LogicalPlan>;
}
