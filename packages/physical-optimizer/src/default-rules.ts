import { combinePartialFinalAggregate } from './combine-partial-final-aggregate.js';
import { enforceDistribution } from './enforce-distribution/enforce-distribution.js';
import { enforceSorting } from './enforce-sorting/enforce-sorting.js';
import { addOutputRequirements, removeOutputRequirements } from './output-requirements.js';
import type { PhysicalOptimizerRule } from './physical-optimizer-rule.js';

/** The rules of DataFusion 54.1, in their order. */
export function defaultPhysicalOptimizerRules(): readonly PhysicalOptimizerRule[] {
  return [addOutputRequirements, enforceDistribution, combinePartialFinalAggregate, enforceSorting, removeOutputRequirements];
}
