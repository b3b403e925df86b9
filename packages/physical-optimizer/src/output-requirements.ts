/**
 * OutputRequirements: remembers what the result of the query must be.
 *
 * The first run puts an `OutputRequirementExec` above the sort that gives the query its order (or on top, when there is
 * none), so that rules in between may move or drop that sort as long as the order is kept. The last run takes the node
 * out again.
 *
 * Example: `SortExec` becomes `OutputRequirementExec: order_by=[(a@0, asc)], dist_by=SinglePartition` over `SortExec`.
 */
import { singlePartition, unspecifiedDistribution } from '@datafusion-ts/physical-expr';
import {
  maintainsInputOrder,
  OutputRequirementExec,
  requiredInputDistribution,
  requiredInputOrdering,
  withNewChildrenIfNecessary,
  type ExecutionPlan,
} from '@datafusion-ts/physical-plan';
import type { PhysicalOptimizerRule } from './physical-optimizer-rule.js';
import { isSort, isSortPreservingMerge } from './support/plan-kinds.js';
import { transformPlanUp } from './support/transform-plan.js';

/** Adds the node that holds the requirements of the query. */
export const addOutputRequirements: PhysicalOptimizerRule = {
  name: 'OutputRequirements',
  optimize: (plan) => requireTopOrdering(plan) ?? new OutputRequirementExec(plan, undefined, unspecifiedDistribution),
};

/** Takes the node out again. */
export const removeOutputRequirements: PhysicalOptimizerRule = {
  name: 'OutputRequirements',
  optimize: (plan) => transformPlanUp(plan, (node) => (node instanceof OutputRequirementExec ? node.input : node)),
};

/** The plan with the node above its topmost sort; undefined when the query asks for no order. */
function requireTopOrdering(plan: ExecutionPlan): ExecutionPlan | undefined {
  const [child, ...more] = plan.children();
  if (child === undefined || more.length > 0) return undefined;
  if (isSort(plan))
    return new OutputRequirementExec(plan, plan.ordering, requiredInputDistribution(plan)[0]!, plan.fetch);
  if (isSortPreservingMerge(plan)) return new OutputRequirementExec(plan, plan.ordering, singlePartition, plan.fetch);
  // An operator that itself needs an order is why a sort below it exists: that sort is not the query's.
  const own = requiredInputOrdering(plan)[0];
  if (maintainsInputOrder(plan)[0] !== true || own?.soft === false) return undefined;
  const below = requireTopOrdering(child);
  return below === undefined ? undefined : withNewChildrenIfNecessary(plan, [below]);
}
