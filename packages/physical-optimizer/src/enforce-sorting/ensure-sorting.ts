import {
  AggregateExec,
  BoundedWindowAggExec,
  GlobalLimitExec,
  LocalLimitExec,
  maintainsInputOrder,
  mayBeOrdered,
  outputPartitionCount,
  requiredInputOrdering,
  SortPreservingMergeExec,
  usesBoundedMemory,
  WindowAggExec,
  type ExecutionPlan,
} from '@datafusion-ts/physical-plan';
import { addSortAbove } from '../support/add-sort.js';
import { PlanContext } from '../support/plan-context.js';
import { isSort, isSortPreservingMerge, isUnion } from '../support/plan-kinds.js';
import { firstAlternative, hasManyPartitions, meetsOrdering } from '../support/requirements.js';
import { bestFittingWindow, isWindow, windowIsPartitioned, type WindowExec } from '../support/window-fit.js';
import {
  needsSinglePartition,
  removeReachableSort,
  removeUnneededSort,
  updateSortContext,
  type SortContext,
} from './sort-context.js';

/** Sorts the inputs of a node where it needs an order they do not have, and removes sorts that serve nobody. */
export function ensureSorting(context: SortContext): SortContext {
  const node = updateSortContext(context, false);
  if (node.children.length === 0) return node;
  const removed = removeSatisfiedSort(node);
  if (removed !== undefined) return removed;
  if (takesOrderOf(node.plan, node.children)) return node;
  const required = requiredInputOrdering(node.plan);
  node.children = node.children.map((child, i) => settleChild(node.plan, child, i, required[i]));
  if (isWindow(node.plan) && node.onlyChild.data) return fitWindowToInput(node, node.plan);
  node.updatePlanFromChildren();
  if (isSortPreservingMerge(node.plan) && outputPartitionCount(node.onlyChild.plan) <= 1)
    return withoutMerge(node, node.plan);
  return updateSortContext(node, false);
}

/** An aggregation over its own input, below which there is no sort to remove: it makes do with the order there is. */
const takesOrderOf = (plan: ExecutionPlan, [child]: readonly SortContext[]): boolean =>
  plan instanceof AggregateExec && plan.takesOrderAsFound && child?.data === false && child.plan === plan.input;

function settleChild(
  parent: ExecutionPlan,
  context: SortContext,
  index: number,
  required: ReturnType<typeof requiredInputOrdering>[number],
): SortContext {
  // Without a sort below there is none to remove.
  if (required === undefined && !context.data) return context;
  const ordered = (): boolean => context.plan.properties.outputOrdering !== undefined;
  if (required !== undefined) {
    const wanted = firstAlternative(required);
    if (meetsOrdering(context.plan, wanted)) return context;
    const child = ordered() ? removeUnneededSort(context, index, parent) : context;
    return updateSortContext(addSortAbove(child, wanted, undefined, false), true);
  }
  // Another operator imposes an order of its own, or none: a sort below has no effect.
  const ineffective = maintainsInputOrder(parent)[index] !== true || isUnion(parent) || !ordered();
  return ineffective ? removeUnneededSort(context, index, parent) : context;
}

/** A sort whose input is ordered already becomes a merge, a limit or nothing. */
function removeSatisfiedSort(node: SortContext): SortContext | undefined {
  const { plan: sort } = node;
  if (!isSort(sort)) return undefined;
  const { input, fetch } = sort;
  if (sort.ordering.length > 0 && !mayBeOrdered(input.properties, sort.ordering[0]!.expr)) return undefined;
  const ordering = sort.properties.outputOrdering;
  if (ordering !== undefined && !input.properties.equivalence.orderingSatisfy(ordering)) return undefined;
  const child = node.onlyChild;
  child.data = false;
  if (!sort.preservePartitioning && hasManyPartitions(input)) {
    return new PlanContext<boolean>(new SortPreservingMergeExec(sort.ordering, input, fetch), false, [child]);
  }
  if (fetch === undefined) {
    for (const below of child.children) below.data = false;
    return child;
  }
  const limit =
    outputPartitionCount(sort) === 1 ? new GlobalLimitExec(input, 0, fetch) : new LocalLimitExec(input, fetch);
  return new PlanContext<boolean>(limit, false, [child]);
}

/** A merge of one partition does nothing; its fetch becomes a limit. */
function withoutMerge(node: SortContext, merge: SortPreservingMergeExec): SortContext {
  const child = node.onlyChild;
  if (merge.fetch === undefined) return child;
  return new PlanContext<boolean>(new LocalLimitExec(child.plan, merge.fetch), false, [child]);
}

/** Tries the window over its input without the sort below, perhaps reversed; puts a sort back when that does not do. */
function fitWindowToInput(node: SortContext, window: WindowExec): SortContext {
  const child = removeReachableSort(node.onlyChild, needsSinglePartition(window, 0));
  const exprs = window.windowExprs;
  const partitioned = windowIsPartitioned(exprs);
  node.data = false;
  const fitted = bestFittingWindow(exprs, child.plan, window.partitionKeys().length > 0);
  if (fitted !== undefined) {
    node.children = [child];
    node.plan = fitted;
    return node;
  }
  const required = requiredInputOrdering(window)[0];
  const sorted = required === undefined ? child : addSortAbove(child, firstAlternative(required), undefined, false);
  node.children = [sorted];
  node.plan = exprs.every(usesBoundedMemory)
    ? new BoundedWindowAggExec(exprs, sorted.plan, { kind: 'Sorted' }, partitioned)
    : new WindowAggExec(exprs, sorted.plan, partitioned);
  return node;
}
