// Analysis: names and types
export { Analyzer, defaultAnalyzerRules, type AnalyzerRule } from './analyzer/analyzer.js';
export { typeCoercion } from './analyzer/type-coercion.js';
export { coerceExpr } from './coerce-single-expr.js';
// Optimization
export { applyRule, Optimizer } from './optimizer.js';
export { defaultOptimizerRules } from './default-rules.js';
export type { OptimizerRule } from './optimizer-rule.js';
export type { OptimizerConfig, PlanObserver } from './optimizer-config.js';
export { simplifyExpr } from './simplify/simplify-expr.js';
