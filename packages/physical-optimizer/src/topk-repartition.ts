/**
 * TopKRepartition: takes the first rows of each partition before an exchange by hash, not only behind it.
 *
 * Below a sort with fetch and an exchange whose keys are the first sort keys, every partition's own first rows are enough:
 * the same sort is put below the exchange as well, which then moves few rows.
 *
 * Example: `SortExec: TopK(fetch=3)` over `RepartitionExec: Hash([a])` gets `SortExec: TopK(fetch=3)` below the exchange.
 */
import { equalExprs } from '@datafusion-ts/physical-expr';
import { RepartitionExec, SortExec, type ExecutionPlan } from '@datafusion-ts/physical-plan';
import type { PhysicalOptimizerRule } from './physical-optimizer-rule.js';
import { isSort } from './support/plan-kinds.js';
import { transformPlanDown } from './support/transform-plan.js';

export const topKRepartition: PhysicalOptimizerRule = {
  name: 'TopKRepartition',
  optimize: (plan, config) =>
    config.optimizer.enableTopkRepartition ? transformPlanDown(plan, sortBelowExchange) : plan,
};

function sortBelowExchange(plan: ExecutionPlan): ExecutionPlan {
  if (!isSort(plan) || plan.fetch === undefined) return plan;
  const { input: exchange, ordering, fetch } = plan;
  if (!(exchange instanceof RepartitionExec) || exchange.partitioning.kind !== 'Hash' || isSort(exchange.input))
    return plan;
  const { exprs } = exchange.partitioning;
  const keys = ordering.slice(0, exprs.length).map((key) => key.expr);
  if (!equalExprs(exprs, keys)) return plan;
  const below = new SortExec(ordering, exchange.input, { fetch, preservePartitioning: true });
  return plan.withNewChildren([exchange.withNewChildren([below])]);
}
