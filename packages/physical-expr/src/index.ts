// Orderings and partitionings
export {
  ASC_NULLS_LAST,
  collapseOrdering,
  collapseRequirement,
  compatibleSortOptions,
  evaluateSortKeys,
  formatOrdering,
  formatOrderingSql,
  formatSortExpr,
  formatSortOptions,
  formatSortRequirement,
  isOrderingPrefix,
  orderingToRequirement,
  requirementCompatible,
  requirementToOrdering,
  reverseSortExpr,
  reverseSortOptions,
  sameOrdering,
  sameSortExpr,
  sameSortOptions,
  sortExpr,
  type LexOrdering,
  type LexRequirement,
  type PhysicalSortRequirement,
} from './sort-expr.js';
export {
  formatDistribution,
  formatPartitioning,
  hashPartitioned,
  hashPartitioning,
  partitioningSatisfaction,
  projectPartitioning,
  roundRobinPartitioning,
  samePartitioning,
  singlePartition,
  unknownPartitioning,
  unspecifiedDistribution,
  type Distribution,
  type Partitioning,
  type PartitioningSatisfaction,
} from './partitioning.js';
// Equivalences
export { constExpr, HETEROGENEOUS, uniform, type AcrossPartitions, type ConstExpr } from './equivalence/const-expr.js';
export { EquivalenceGroup, type EquivalenceClass } from './equivalence/equivalence-group.js';
export { OrderingEquivalenceClass } from './equivalence/ordering-equivalence.js';
export { EquivalenceProperties, formatConstExpr, reverseOrdering } from './equivalence/equivalence-properties.js';
export { ProjectionMapping, type ProjectionTarget } from './equivalence/projection-mapping.js';
export { projectExpr, projectProperties } from './equivalence/project-properties.js';
export { joinEquivalenceGroup, joinEquivalenceProperties, offsetColumns, type JoinKeys } from './equivalence/join-properties.js';
export { calculateUnion } from './equivalence/union-properties.js';
export {
  addSortProperties,
  isOrderAware,
  negateSortProperties,
  ordered,
  SINGLETON,
  subSortProperties,
  UNORDERED,
  type ExprProperties,
  type OrderAwareExpr,
  type SortProperties,
} from './equivalence/sort-properties.js';
// Expressions
export { col, Column } from './expressions/column.js';
// Helpers
export { containsExpr, dedupExprs, equalExprBags, equalExprs, indexOfExpr, isExprSubset } from './utils/expr-lists.js';
export {
  exprExists,
  isVolatileExpr,
  mapExprChildren,
  transformExprDown,
  transformExprUp,
  walkExpr,
} from './utils/transform.js';
// Projections
export { columnProjection, formatProjection, plainColumnIndices, projectedSchema, type ProjectionExpr } from './projection.js';
