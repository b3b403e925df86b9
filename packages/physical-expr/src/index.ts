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
export { filterFacts } from './equivalence/filter-facts.js';
export { EquivalenceGroup, type EquivalenceClass } from './equivalence/equivalence-group.js';
export { OrderedColumns } from './equivalence/ordered-columns.js';
export { OrderingEquivalenceClass } from './equivalence/ordering-equivalence.js';
export { EquivalenceProperties, formatConstExpr, reverseOrdering } from './equivalence/equivalence-properties.js';
export { ProjectionMapping, type ProjectionTarget } from './equivalence/projection-mapping.js';
export { projectExpr, projectProperties } from './equivalence/project-properties.js';
export {
  joinEquivalenceGroup,
  joinEquivalenceProperties,
  offsetColumns,
  type JoinKeys,
} from './equivalence/join-properties.js';
export { calculateUnion } from './equivalence/union-properties.js';
export { isOrderAware, type OrderAwareExpr, type OrderProperties } from './equivalence/sort-properties.js';
// Expressions
export { ExprNode } from './expressions/expr-node.js';
export { col, Column } from './expressions/column.js';
export { lit, Literal } from './expressions/literal.js';
export { binary, BinaryExpr } from './expressions/binary.js';
export { not, NotExpr } from './expressions/not.js';
export { NegativeExpr } from './expressions/negative.js';
export { IsNotNullExpr, IsNullExpr } from './expressions/null-tests.js';
export { CastExpr, castTo, TryCastExpr } from './expressions/cast.js';
export { CaseExpr, type WhenThen } from './expressions/case.js';
export { InListExpr } from './expressions/in-list.js';
export { LikeExpr } from './expressions/like.js';
export { ScalarFunctionExpr } from './expressions/scalar-function.js';
export {
  HigherOrderFunctionExpr,
  type HigherOrderArgExpr,
  type LambdaArg,
} from './expressions/higher-order-function.js';
export { DynamicFilterPhysicalExpr } from './expressions/dynamic-filter.js';
export { dynamicFiltersOf } from './utils/dynamic-filters.js';
export { shownPredicate } from './utils/shown-predicate.js';
export { HashTableLookupExpr, type KeyMembership } from './expressions/hash-table-lookup.js';
export { ScalarSubqueryExpr, type ScalarSubqueryResult } from './expressions/scalar-subquery.js';
export { NoOp, UnKnownColumn } from './expressions/no-op.js';
// Lowering from logical expressions
export { createPhysicalExpr, createPhysicalExprs, type ExecutionProps } from './planner/create-physical-expr.js';
export { createScalarFunctionExpr } from './planner/create-scalar-function-expr.js';
// Aggregates and windows: descriptions; operators evaluate them
export { AggregateFunctionExpr, type AggregateExprParts } from './aggregate.js';
export {
  windowExpressions,
  type AggregateWindowExpr,
  type StandardWindowExpr,
  type WindowExpr,
} from './window/window-expr.js';
export {
  aggregateWindowExpr,
  reverseWindowExpr,
  standardWindowExpr,
  type StandardWindowCall,
  type WindowSpec,
} from './window/create-window-expr.js';
// Statistics
export { filterStatistics } from './analysis/filter-statistics.js';
// Helpers
export { containsExpr, dedupExprs, equalExprBags, equalExprs, indexOfExpr, isExprSubset } from './utils/expr-lists.js';
export {
  exprExists,
  isVolatileExpr,
  mapExprChildren,
  transformExprDown,
  transformExprUp,
  visitExpr,
} from './utils/transform.js';
// Projections
export {
  columnProjection,
  formatProjection,
  plainColumnIndices,
  projectedSchema,
  type ProjectionExpr,
} from './projection.js';
export { isInfallible } from './utils/infallible.js';
export { conjunction, conjunctionOpt, disjunction, splitConjunction, splitDisjunction } from './utils/conjunction.js';
export {
  collectColumnEqualities,
  collectColumns,
  visitColumns,
  columnIndices,
  reassignExprColumns,
  remapColumns,
} from './utils/columns.js';
