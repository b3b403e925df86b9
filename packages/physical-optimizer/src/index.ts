export { PhysicalOptimizer } from './physical-optimizer.js';
export type { PhysicalOptimizerRule } from './physical-optimizer-rule.js';
export { defaultPhysicalOptimizerRules } from './default-rules.js';
