/**
 * Adding, removing and weakening the operators that change partitioning. The context of a node says whether a chain of
 * order-keeping operators leads from it down to such an operator, which then may be exchanged for one that does not keep
 * the order.
 */
import {
  hashPartitioned,
  hashPartitioning,
  partitioningSatisfaction,
  roundRobinPartitioning,
} from '@datafusion-ts/physical-expr';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import {
  CoalescePartitionsExec,
  outputPartitionCount,
  RepartitionExec,
  requiredInputDistribution,
  SortPreservingMergeExec,
  type ExecutionPlan,
} from '@datafusion-ts/physical-plan';
import { PlanContext } from '../support/plan-context.js';
import { isCoalescePartitions, isRepartition, isSortPreservingMerge } from '../support/plan-kinds.js';

/** `data`: a partitioning operator is reachable below. */
export type DistributionContext = PlanContext<boolean>;

const isExchange = (plan: ExecutionPlan): boolean =>
  isRepartition(plan) || isCoalescePartitions(plan) || isSortPreservingMerge(plan);

const changesDistribution = ({ plan }: DistributionContext): boolean => isExchange(plan);

const keepsOrder = (plan: ExecutionPlan): boolean =>
  isSortPreservingMerge(plan) || (isRepartition(plan) && plan.preserveOrder);

/** The plans that are known to have, or not to have, an exchange that keeps the order of its input. */
export type KnownExchanges = Map<ExecutionPlan, boolean>;

/** True when a plan has an exchange that keeps the order of its input: all others lose it, or have none to keep. */
export function hasOrderKeeper(plan: ExecutionPlan, known: KnownExchanges): boolean {
  let found = known.get(plan);
  if (found === undefined) {
    found = keepsOrder(plan) || plan.children().some((child) => hasOrderKeeper(child, known));
    known.set(plan, found);
  }
  return found;
}

/** Refreshes what is known of the children. */
export function updateChildren(context: DistributionContext): DistributionContext {
  for (const child of context.children) child.data = reachesPartitioning(child);
  context.data = false;
  return context;
}

function reachesPartitioning(context: DistributionContext): boolean {
  if (isRepartition(context.plan)) return context.plan.partitioning.kind !== 'UnknownPartitioning';
  if (changesDistribution(context) || context.children.length === 0) return true;
  const required = requiredInputDistribution(context.plan);
  return context.children.some(
    (child, i) => child.data && (i === 0 || required[i]?.kind === 'UnspecifiedDistribution'),
  );
}

/** The node below all partitioning operators on top of it; they are added again where they are needed. */
export function withoutPartitioningOnTop(context: DistributionContext): DistributionContext {
  let node = context;
  while (changesDistribution(node)) node = node.onlyChild;
  return node;
}

/** Deals rows out by turns; a known order is kept for now. */
export function addRoundRobin(input: DistributionContext, target: number): DistributionContext {
  if (outputPartitionCount(input.plan) >= target) return input;
  return new PlanContext<boolean>(new RepartitionExec(input.plan, roundRobinPartitioning(target), true), true, [input]);
}

/** Brings equal keys together. Hashing by some of the keys does, when `allowSubset`. */
export function addHash(
  input: DistributionContext,
  keys: readonly PhysicalExpr[],
  target: number,
  allowSubset: boolean,
): DistributionContext {
  const { properties } = input.plan;
  const { partitioning } = properties;
  if (target === 1 && partitioning.count === 1) return input;
  const satisfied =
    partitioningSatisfaction(partitioning, hashPartitioned(keys), () => properties.equivalence, allowSubset) !==
    'NotSatisfied';
  if (satisfied && (allowSubset || target <= partitioning.count)) return input;
  return new PlanContext<boolean>(new RepartitionExec(input.plan, hashPartitioning(keys, target), true), true, [input]);
}

/** Makes one partition; a known order is kept for now. */
export function addMerge(input: DistributionContext): DistributionContext {
  if (outputPartitionCount(input.plan) <= 1) return input;
  const ordering = input.plan.properties.outputOrdering;
  const plan =
    ordering === undefined ? new CoalescePartitionsExec(input.plan) : new SortPreservingMergeExec(ordering, input.plan);
  return new PlanContext<boolean>(plan, true, [input]);
}

/** Exchanges operators that keep the order, which nobody needs, for the cheaper ones that do not. */
export function replaceOrderPreserving(context: DistributionContext): DistributionContext {
  context.children = context.children.map((child) => (child.data ? replaceOrderPreserving(child) : child));
  const { plan } = context;
  if (isSortPreservingMerge(plan)) {
    context.plan = new CoalescePartitionsExec(context.onlyChild.plan, plan.fetch);
    return context;
  }
  if (isRepartition(plan) && plan.preserveOrder) {
    context.plan = new RepartitionExec(context.onlyChild.plan, plan.partitioning);
    return context;
  }
  return context.updatePlanFromChildren();
}
