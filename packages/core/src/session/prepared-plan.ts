import type { Field } from '@datafusion-ts/common';
import type { LogicalPlan } from '@datafusion-ts/expr';

/** What PREPARE leaves behind: types of the parameters and the plan that waits for their values. */
export interface PreparedPlan {
  readonly fields: readonly Field[];
  readonly plan: LogicalPlan;
}
