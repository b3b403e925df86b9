/**
 * Sorts partitions before they are merged instead of after: `SortExec` over `CoalescePartitionsExec` becomes
 * `SortPreservingMergeExec` over a `SortExec` that keeps partitions. Also removes a `CoalescePartitionsExec` below another
 * when no operator between needs one partition.
 */
import { samePartitioning, type LexOrdering } from '@datafusion-ts/physical-expr';
import {
  CoalescePartitionsExec,
  outputPartitionCount,
  SortPreservingMergeExec,
  type ExecutionPlan,
} from '@datafusion-ts/physical-plan';
import { addSortWhereNeeded } from '../support/add-sort.js';
import { PlanContext } from '../support/plan-context.js';
import { isCoalescePartitions, isRepartition, isSort, isSortPreservingMerge } from '../support/plan-kinds.js';
import { needsSinglePartition } from './sort-context.js';

/** `data`: a `CoalescePartitionsExec` is reachable below through operators that work on any partitions. */
export type CoalesceContext = PlanContext<boolean>;

export function parallelizeSorts(context: CoalesceContext): CoalesceContext {
  const node = updateCoalesceContext(context);
  const { plan } = node;
  if (node.children[0]?.data !== true) return node;
  if ((isSort(plan) || isSortPreservingMerge(plan)) && outputPartitionCount(plan) <= 1) {
    return sortThenMerge(node, plan.ordering, plan.fetch);
  }
  if (!isCoalescePartitions(plan)) return node;
  const child = removeBottleneck(node).onlyChild;
  return new PlanContext<boolean>(new CoalescePartitionsExec(child.plan, plan.fetch), true, [child]);
}

function sortThenMerge(node: CoalesceContext, ordering: LexOrdering, fetch: number | undefined): CoalesceContext {
  const child = addSortWhereNeeded(removeBottleneck(node).onlyChild, ordering, fetch, false);
  return new PlanContext<boolean>(new SortPreservingMergeExec(ordering, child.plan, fetch), false, [child]);
}

function updateCoalesceContext(context: CoalesceContext): CoalesceContext {
  const { plan, children } = context;
  context.data =
    children.length > 0 &&
    (isCoalescePartitions(plan) || children.some((child, i) => child.data && !needsSinglePartition(plan, i)));
  return context;
}

/** Removes the reachable coalescing below a node, and exchanges that have no effect without it. */
function removeBottleneck(context: CoalesceContext): CoalesceContext {
  const { plan } = context;
  const [first] = context.children;
  if (first !== undefined && isCoalescePartitions(first.plan)) {
    context.children[0] = belowRepeatedExchange(first.onlyChild, plan);
  } else {
    context.children = context.children.map((child) => (child.data ? removeBottleneck(child) : child));
  }
  const node = context.updatePlanFromChildren();
  return isIdleExchange(node.plan) ? node.onlyChild : node;
}

function belowRepeatedExchange(context: CoalesceContext, plan: ExecutionPlan): CoalesceContext {
  let node = context;
  while (
    isRepartition(plan) &&
    isRepartition(node.plan) &&
    samePartitioning(node.plan.properties.partitioning, plan.properties.partitioning)
  ) {
    node = node.onlyChild;
  }
  return node;
}

function isIdleExchange(plan: ExecutionPlan): boolean {
  if (!isRepartition(plan)) return false;
  const input = plan.input.properties.partitioning;
  return (
    samePartitioning(input, plan.partitioning) ||
    (plan.partitioning.kind === 'RoundRobinBatch' && plan.partitioning.count === input.count)
  );
}
