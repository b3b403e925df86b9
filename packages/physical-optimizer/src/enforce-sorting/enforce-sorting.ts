/**
 * EnforceSorting: every operator gets its input in the order it needs, with as few and as cheap sorts as possible.
 *
 * 1. Bottom up, sorts are added where an order is missing and removed where nobody needs theirs (`ensure-sorting`).
 * 2. Sorts of merged partitions become merges of sorted partitions (`parallelize-sorts`).
 * 3. A sort goes when the operators below can keep an order that is there (`order-preserving-variants`).
 * 4. Top down, sorts move below operators that keep their order, or are dropped there (`sort-pushdown`).
 * 5. Sorts of unbounded rows ordered by the first keys work group by group (`partial-sort`).
 *
 * Example: `SortExec` over four partitions becomes `SortPreservingMergeExec` over `SortExec: preserve_partitioning=[true]`.
 */
import type { ConfigOptions } from '@datafusion-ts/common';
import type { ExecutionPlan } from '@datafusion-ts/physical-plan';
import type { PhysicalOptimizerRule } from '../physical-optimizer-rule.js';
import { PlanContext, transformContextUp } from '../support/plan-context.js';
import { isCoalescePartitions, isRepartition, isSort } from '../support/plan-kinds.js';
import { hasNode, transformPlanUp } from '../support/transform-plan.js';
import { ensureSorting } from './ensure-sorting.js';
import { replaceWithOrderPreserving } from './order-preserving-variants.js';
import { parallelizeSorts } from './parallelize-sorts.js';
import { replaceWithPartialSort } from './partial-sort.js';
import { pushDownSorts } from './sort-pushdown.js';

export const enforceSorting: PhysicalOptimizerRule = {
  name: 'EnforceSorting',
  optimize(plan, config) {
    const sorted = rewriteUp(plan, ensureSorting);
    const kept = hasNode(sorted, isMerge) ? combineWithMerges(sorted, config) : sorted;
    // The orders that are needed are there now: what follows makes sorts cheaper.
    if (!hasNode(kept, isSort)) return kept;
    const moved = pushDownSorts(kept);
    return hasNode(moved, isUnbounded) ? transformPlanUp(moved, replaceWithPartialSort) : moved;
  },
};

/** Operators that bring rows of several partitions together, or spread them. */
const isMerge = (plan: ExecutionPlan): boolean => isCoalescePartitions(plan) || isRepartition(plan);

const isUnbounded = ({ properties }: ExecutionPlan): boolean => properties.boundedness.kind !== 'Bounded';

function combineWithMerges(plan: ExecutionPlan, config: ConfigOptions): ExecutionPlan {
  const parallel = config.optimizer.repartitionSorts ? rewriteUp(plan, parallelizeSorts) : plan;
  return hasNode(parallel, isSort) ? rewriteUp(parallel, (node) => keepOrders(node, config)) : parallel;
}

const rewriteUp = (plan: ExecutionPlan, rewrite: (node: PlanContext<boolean>) => PlanContext<boolean>): ExecutionPlan =>
  transformContextUp(
    PlanContext.of<boolean>(plan, () => false),
    rewrite,
  ).plan;

const keepOrders = (node: PlanContext<boolean>, config: ConfigOptions): PlanContext<boolean> =>
  replaceWithOrderPreserving(node, { repartition: false, merge: true }, config);
