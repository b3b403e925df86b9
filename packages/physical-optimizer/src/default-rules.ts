import { combinePartialFinalAggregate } from './combine-partial-final-aggregate.js';
import { enforceDistribution } from './enforce-distribution/enforce-distribution.js';
import { enforceSorting } from './enforce-sorting/enforce-sorting.js';
import { joinSelection } from './join-selection.js';
import { limitPushdown } from './limit-pushdown.js';
import { addOutputRequirements, removeOutputRequirements } from './output-requirements.js';
import type { PhysicalOptimizerRule } from './physical-optimizer-rule.js';
import { projectionPushdown } from './projection-pushdown/projection-pushdown.js';

/** The rules of DataFusion 54.1, in their order. */
export function defaultPhysicalOptimizerRules(): readonly PhysicalOptimizerRule[] {
  return [
    addOutputRequirements,
    joinSelection,
    enforceDistribution,
    combinePartialFinalAggregate,
    enforceSorting,
    projectionPushdown,
    removeOutputRequirements,
    limitPushdown,
    projectionPushdown,
  ];
}
