import type { OptimizerRule } from './optimizer-rule.js';

/** The rules of DataFusion 54.1, in their order. */
export function defaultOptimizerRules(): readonly OptimizerRule[] {
  return [];
}
