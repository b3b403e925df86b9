/**
 * PushdownSort: asks scans to read in an order that helps the sort above them.
 *
 * A source that can give the exact order makes the sort superfluous; one that only reads promising parts first lets a
 * top-k stop early, so the sort stays. The request passes operators that keep rows and their order.
 *
 * Example: `ORDER BY id DESC LIMIT 3` over a Parquet file with ascending row groups reads the last group first.
 */
import { Column, remapColumns, type LexOrdering } from '@datafusion-ts/physical-expr';
import {
  CoalesceBatchesExec,
  CoalescePartitionsExec,
  CooperativeExec,
  ProjectionExec,
  RepartitionExec,
  SortExec,
  type ExecutionPlan,
} from '@datafusion-ts/physical-plan';
import type { PhysicalOptimizerRule } from './physical-optimizer-rule.js';
import { isSort } from './support/plan-kinds.js';
import { transformPlanDown } from './support/transform-plan.js';

export const pushdownSort: PhysicalOptimizerRule = {
  name: 'PushdownSort',
  optimize: (plan, config) => (config.optimizer.enableSortPushdown ? transformPlanDown(plan, pushIntoInput) : plan),
};

/** A plan reading in the order asked for, exactly or as far as it can. */
type Ordered = { readonly kind: 'Exact' | 'Inexact'; readonly plan: ExecutionPlan } | undefined;

function pushIntoInput(plan: ExecutionPlan): ExecutionPlan {
  if (!isSort(plan)) return plan;
  const ordered = pushOrder(plan.input, plan.ordering);
  if (ordered === undefined) return plan;
  if (ordered.kind === 'Exact' && plan.fetch === undefined) return ordered.plan;
  const { fetch, preservePartitioning, filter } = plan;
  return new SortExec(plan.ordering, ordered.plan, { fetch, preservePartitioning, filter });
}

function pushOrder(plan: ExecutionPlan, ordering: LexOrdering): Ordered {
  if (plan.tryPushdownSort !== undefined) return plan.tryPushdownSort(ordering);
  if (plan instanceof ProjectionExec) return pushThrough(plan, beforeProjection(plan, ordering), plan.input);
  // Which rows come first does not matter where they are brought together, fetch or not.
  if (plan instanceof CooperativeExec || plan instanceof CoalesceBatchesExec || plan instanceof CoalescePartitionsExec)
    return pushThrough(plan, ordering, plan.input);
  // Rows from several inputs mix, and what they were read for with them.
  if (plan instanceof RepartitionExec && plan.maintainsInputOrder()[0] === true)
    return pushThrough(plan, ordering, plan.input);
  return undefined;
}

function pushThrough(plan: ExecutionPlan, ordering: LexOrdering | undefined, input: ExecutionPlan): Ordered {
  const ordered = ordering === undefined ? undefined : pushOrder(input, ordering);
  return ordered === undefined ? undefined : { kind: ordered.kind, plan: plan.withNewChildren([ordered.plan]) };
}

function beforeProjection({ exprs }: ProjectionExec, ordering: LexOrdering): LexOrdering | undefined {
  const moved = ordering.map(({ expr, options }) => ({
    expr: remapColumns(expr, ({ index }) => {
      const source = exprs[index]?.expr;
      return source instanceof Column ? source : undefined;
    }),
    options,
  }));
  return moved.every((key): key is LexOrdering[number] => key.expr !== undefined) ? moved : undefined;
}
