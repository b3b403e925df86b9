import type { PhysicalOptimizerRule } from './physical-optimizer-rule.js';

/** The rules of DataFusion 54.1, in their order. */
export function defaultPhysicalOptimizerRules(): readonly PhysicalOptimizerRule[] {
  return [];
}
