export { PruningPredicate, type PruningStatistics } from './pruning-predicate.js';
export { notTrue } from './not-true.js';
export { analyzeGuarantees, formatGuarantee, type LiteralGuarantee } from './literal-guarantee.js';
export type { RequiredColumn, StatisticsType } from './required-columns.js';
