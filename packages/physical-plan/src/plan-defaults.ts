import { unknownStatistics, type ConfigOptions, type Statistics } from '@datafusion-ts/common';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { unspecifiedDistribution, type Distribution } from '@datafusion-ts/physical-expr';
import type { ExecutionPlan, OrderingRequirement } from './execution-plan.js';
import type { MetricsSet } from './metrics/metrics-set.js';

/** The defaults of the optional members of `ExecutionPlan`: callers ask through these functions, never directly. */

export const requiredInputDistribution = (plan: ExecutionPlan): readonly Distribution[] =>
  plan.requiredInputDistribution?.() ?? plan.children().map(() => unspecifiedDistribution);

export const requiredInputOrdering = (plan: ExecutionPlan): readonly (OrderingRequirement | undefined)[] =>
  plan.requiredInputOrdering?.() ?? plan.children().map(() => undefined);

export const maintainsInputOrder = (plan: ExecutionPlan): readonly boolean[] =>
  plan.maintainsInputOrder?.() ?? plan.children().map(() => false);

export const benefitsFromInputPartitioning = (plan: ExecutionPlan): readonly boolean[] =>
  plan.benefitsFromInputPartitioning?.() ??
  requiredInputDistribution(plan).map((distribution) => distribution.kind !== 'SinglePartition');

export const repartitioned = (
  plan: ExecutionPlan,
  targetPartitions: number,
  config: ConfigOptions,
): ExecutionPlan | undefined => plan.repartitioned?.(targetPartitions, config);

export const metricsOf = (plan: ExecutionPlan): MetricsSet | undefined => plan.metrics?.();

/** Makes a plan whose executions have ended as it was before the first: no metrics, no filters, no values of subqueries. */
export function resetPlan(plan: ExecutionPlan): void {
  // A loop: plans may be deeper than the stack.
  const waiting = [plan];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    node.metrics?.()?.clear();
    node.resetState?.();
    waiting.push(...node.children());
  }
}

/** What is known of the rows of a plan, or of one partition. */
export function statisticsOf(plan: ExecutionPlan, partition?: number): Statistics {
  if (partition !== undefined) return plan.partitionStatistics?.(partition) ?? unknownStatistics(plan.schema);
  let statistics = wholeStatistics.get(plan);
  if (statistics === undefined) {
    statistics = plan.partitionStatistics?.(undefined) ?? unknownStatistics(plan.schema);
    wholeStatistics.set(plan, statistics);
  }
  return statistics;
}

/** Rules ask every node, and each answer is made from those of all nodes below. */
const wholeStatistics = new WeakMap<ExecutionPlan, Statistics>();

export const supportsLimitPushdown = (plan: ExecutionPlan): boolean => plan.supportsLimitPushdown ?? false;

export const withFetch = (plan: ExecutionPlan, fetch: number | undefined): ExecutionPlan | undefined =>
  plan.withFetch?.(fetch);

export const cardinalityEffect = (plan: ExecutionPlan): 'Unknown' | 'Equal' | 'LowerEqual' | 'GreaterEqual' =>
  plan.cardinalityEffect ?? 'Unknown';

export const expressionsOf = (plan: ExecutionPlan): readonly PhysicalExpr[] => plan.expressions?.() ?? [];

/** Number of output partitions. */
export const outputPartitionCount = (plan: ExecutionPlan): number => plan.properties.partitioning.count;

/** True when what a node above makes of a child's columns and properties is the same over the other one. */
export const givesAlike = (a: ExecutionPlan, b: ExecutionPlan): boolean =>
  a.schema === b.schema && a.properties === b.properties;

/** The same node over other children; itself when they are the ones it has. */
export function withNewChildrenIfNecessary(plan: ExecutionPlan, children: readonly ExecutionPlan[]): ExecutionPlan {
  const current = plan.children();
  const same = current.length === children.length && current.every((child, i) => child === children[i]);
  return same ? plan : plan.withNewChildren(children);
}
