import { aggregateStatistics } from './aggregate-statistics.js';
import { combinePartialFinalAggregate } from './combine-partial-final-aggregate.js';
import { enforceDistribution } from './enforce-distribution/enforce-distribution.js';
import { enforceSorting } from './enforce-sorting/enforce-sorting.js';
import { ensureCooperative } from './ensure-cooperative.js';
import { filterPushdown, filterPushdownPost } from './filter-pushdown/filter-pushdown.js';
import { hashJoinBuffering } from './hash-join-buffering.js';
import { joinSelection } from './join-selection.js';
import { limitPushPastWindows } from './limit-push-past-windows.js';
import { limitPushdown } from './limit-pushdown.js';
import { limitedDistinctAggregation } from './limited-distinct-aggregation.js';
import { optimizeAggregateOrder } from './optimize-aggregate-order.js';
import { addOutputRequirements, removeOutputRequirements } from './output-requirements.js';
import type { PhysicalOptimizerRule } from './physical-optimizer-rule.js';
import { projectionPushdown } from './projection-pushdown/projection-pushdown.js';
import { sanityCheckPlan } from './sanity-check-plan.js';
import { pushdownSort } from './sort-pushdown-into-source.js';
import { topKAggregation } from './topk-aggregation.js';
import { topKRepartition } from './topk-repartition.js';
import { windowTopN } from './window-topn.js';

/** The rules of DataFusion 54.1, in their order. */
export function defaultPhysicalOptimizerRules(): readonly PhysicalOptimizerRule[] {
  return [
    addOutputRequirements,
    aggregateStatistics,
    joinSelection,
    limitedDistinctAggregation,
    filterPushdown,
    enforceDistribution,
    combinePartialFinalAggregate,
    enforceSorting,
    optimizeAggregateOrder,
    windowTopN,
    projectionPushdown,
    removeOutputRequirements,
    topKAggregation,
    limitPushPastWindows,
    hashJoinBuffering,
    limitPushdown,
    topKRepartition,
    projectionPushdown,
    pushdownSort,
    ensureCooperative,
    filterPushdownPost,
    sanityCheckPlan,
  ];
}
