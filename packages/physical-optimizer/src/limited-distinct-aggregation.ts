/**
 * LimitedDistinctAggregation: `SELECT DISTINCT … LIMIT n` stops as soon as `n` groups were seen.
 *
 * Applies where groups come in any order and nothing is computed for them. A partial and a final step with the same keys
 * both get the limit; other operators in between end the search.
 *
 * Example: `GlobalLimitExec: fetch=5` over `AggregateExec: gby=[a]` gives `AggregateExec: gby=[a], lim=[5]`.
 */
import {
  AggregateExec,
  GlobalLimitExec,
  requiredInputOrdering,
  withNewChildrenIfNecessary,
  type ExecutionPlan,
} from '@datafusion-ts/physical-plan';
import type { PhysicalOptimizerRule } from './physical-optimizer-rule.js';
import { isLimit } from './support/plan-kinds.js';
import { transformPlanDown } from './support/transform-plan.js';

export const limitedDistinctAggregation: PhysicalOptimizerRule = {
  name: 'LimitedDistinctAggregation',
  optimize: (plan, config) =>
    config.optimizer.enableDistinctAggregationSoftLimit ? transformPlanDown(plan, limitGroups) : plan,
};

function limitGroups(plan: ExecutionPlan): ExecutionPlan {
  if (!isLimit(plan) || plan.fetch === undefined) return plan;
  if (!(plan.input instanceof AggregateExec) || plan.input.aggregates.length > 0) return plan;
  if (plan.properties.outputOrdering !== undefined || requiredInputOrdering(plan)[0] !== undefined) return plan;
  const limit = plan.fetch + (plan instanceof GlobalLimitExec ? plan.skip : 0);
  return withNewChildrenIfNecessary(plan, [limitChain(plan.input, limit, undefined)]);
}

/** Limits the aggregations directly below each other; `above` is the one before. */
function limitChain(plan: ExecutionPlan, limit: number, above: AggregateExec | undefined): ExecutionPlan {
  if (!(plan instanceof AggregateExec) || !plan.isUnorderedUnfilteredGroupByDistinct()) return plan;
  if (above !== undefined && !above.groupBy.equals(plan.groupBy)) return plan;
  return plan.withNewChildren([limitChain(plan.input, limit, plan)]).withNewLimitOptions({ limit });
}
