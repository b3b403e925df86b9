/**
 * Sorts that may be removed. The context of a node says whether a sort below imposes the node's order through operators
 * that keep it: such a sort can go when nobody needs the order.
 */
import {
  CoalescePartitionsExec,
  maintainsInputOrder,
  RepartitionExec,
  requiredInputDistribution,
  requiredInputOrdering,
  SortPreservingMergeExec,
  type ExecutionPlan,
} from '@datafusion-ts/physical-plan';
import { PlanContext } from '../support/plan-context.js';
import { isLimit, isRepartition, isSort, isSortPreservingMerge } from '../support/plan-kinds.js';
import { hasManyPartitions } from '../support/requirements.js';

/** `data`: a sort is reachable below. */
export type SortContext = PlanContext<boolean>;

/** Refreshes what is known of the children, and says it of the node itself. */
export function updateSortContext(context: SortContext, data: boolean): SortContext {
  for (const child of context.children) child.data = reachesSort(child);
  context.data = data;
  return context;
}

function reachesSort({ plan, children }: SortContext): boolean {
  if (isSort(plan)) return true;
  // A limit decides which rows there are: the order below it matters.
  if (isLimit(plan) || !children.some((child) => child.data)) return false;
  const required = requiredInputOrdering(plan);
  const maintains = maintainsInputOrder(plan);
  return children.some(
    (child, i) => child.data && (isSortPreservingMerge(plan) || (maintains[i] === true && required[i] === undefined)),
  );
}

export const needsSinglePartition = (plan: ExecutionPlan, index: number): boolean =>
  requiredInputDistribution(plan)[index]?.kind === 'SinglePartition';

/** The child of `parent` without the sort that gives it an order nobody needs. */
export function removeUnneededSort(child: SortContext, index: number, parent: ExecutionPlan): SortContext {
  const node = child.data ? removeReachableSort(child, needsSinglePartition(parent, index)) : child;
  node.data = false;
  return node;
}

/** Removes the sorts a node reaches, and the order keeping of the operators in between. */
export function removeReachableSort(context: SortContext, singlePartition: boolean): SortContext {
  const node = isSort(context.plan) ? withoutSort(context) : withoutSortsBelow(context);
  return singlePartition && hasManyPartitions(node.plan) ? mergePartitions(node) : node;
}

/** A sort with fetch chooses rows: it stays. */
const withoutSort = (context: SortContext): SortContext =>
  context.plan.fetch === undefined ? context.onlyChild : context;

function withoutSortsBelow(context: SortContext): SortContext {
  const { plan } = context;
  const connected = context.children.some((child) => child.data);
  context.children = context.children.map((child, i) =>
    child.data ? removeReachableSort(child, needsSinglePartition(plan, i)) : child,
  );
  let node = context.updatePlanFromChildren();
  if (connected || node.children.length === 0) node = updateSortContext(node, false) as typeof node;
  return withoutOrderKeeping(node);
}

function withoutOrderKeeping(node: SortContext): SortContext {
  if (isSortPreservingMerge(node.plan)) return node.onlyChild;
  if (isRepartition(node.plan)) node.plan = new RepartitionExec(node.onlyChild.plan, node.plan.partitioning);
  return node;
}

function mergePartitions(node: SortContext): SortContext {
  const { plan } = node;
  const ordering = plan.properties.outputOrdering;
  const merged =
    ordering === undefined ? new CoalescePartitionsExec(plan) : new SortPreservingMergeExec(ordering, plan, plan.fetch);
  return updateSortContext(new PlanContext<boolean>(merged, false, [node]), false);
}
