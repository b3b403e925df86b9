/**
 * EnsureCooperative: sources and exchanges that never let others have the thread are wrapped in a `CooperativeExec`.
 *
 * Others are left alone, as is everything that is wrapped, or whose nearest exchange above yields by itself.
 */
import { CooperativeExec, type ExecutionPlan } from '@datafusion-ts/physical-plan';
import type { PhysicalOptimizerRule } from './physical-optimizer-rule.js';
import { mapPlanChildren } from './support/transform-plan.js';

export const ensureCooperative: PhysicalOptimizerRule = {
  name: 'EnsureCooperative',
  optimize: (plan) => wrap(plan, false),
};

function wrap(plan: ExecutionPlan, underCooperative: boolean): ExecutionPlan {
  const { schedulingType, evaluationType } = plan.properties;
  const yields = schedulingType === 'Cooperative';
  const isExchange = evaluationType === 'Eager';
  const node = mapPlanChildren(plan, (child) => wrap(child, yields || (underCooperative && !isExchange)));
  const isLeaf = plan.children().length === 0;
  return (isLeaf || isExchange) && !yields && !underCooperative ? new CooperativeExec(node) : node;
}
