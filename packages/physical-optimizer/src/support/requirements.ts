import { requirementCompatible, type LexRequirement } from '@datafusion-ts/physical-expr';
import {
  maintainsInputOrder,
  mayBeOrdered,
  outputPartitionCount,
  type ExecutionPlan,
  type OrderingRequirement,
} from '@datafusion-ts/physical-plan';
import { isSort, isSortPreservingMerge } from './plan-kinds.js';

/** The first way to meet an ordering requirement: the one rules aim at. */
export const firstAlternative = (requirement: OrderingRequirement): LexRequirement => requirement.alternatives[0]!;

/** A requirement that must be met, in one way. */
export const hardRequirement = (requirement: LexRequirement): OrderingRequirement => ({
  alternatives: [requirement],
  soft: false,
});

/** True of a sort by the required keys, and perhaps more. */
const isSortedBy = (plan: ExecutionPlan, requirement: LexRequirement): boolean =>
  (isSort(plan) || isSortPreservingMerge(plan)) &&
  requirement.length <= plan.ordering.length &&
  requirement.every((key, i) => requirementCompatible(plan.ordering[i]!, key));

/** True when the rows of a plan come in the required order. */
export const meetsOrdering = (plan: ExecutionPlan, requirement: LexRequirement): boolean =>
  requirement.length === 0 ||
  isSortedBy(plan, requirement) ||
  (mayBeOrdered(plan.properties, requirement[0]!.expr) &&
    plan.properties.equivalence.orderingSatisfyRequirement(requirement));

/** True when an operator keeps the order of its input number `index`. */
export const keepsOrderOf = (plan: ExecutionPlan, index: number): boolean => maintainsInputOrder(plan)[index] === true;

/** True when a plan has several output partitions. */
export const hasManyPartitions = (plan: ExecutionPlan): boolean => outputPartitionCount(plan) > 1;
