// Expressions
export type {
  AggregateFunction,
  BinaryExpr,
  Case,
  Expr,
  ExprKind,
  ExprNode,
  ExprOf,
  GroupingSet,
  Like,
  NullTreatment,
  SortExpr,
  Subquery,
  WildcardOptions,
  WindowFrame,
  WindowFrameBound,
  WindowFrameUnits,
  WindowFunction,
  WindowFunctionDefinition,
} from './expr/expr.js';
export type { AggregateClauses, ExprLike, ExprMethods, OverOptions } from './expr/expr-methods.js';
export { isExpr, makeExpr, toExpr } from './expr/make-expr.js';
export { scalarOf, type LiteralLike } from './expr/literal.js';
export {
  aggregateFunction,
  alias,
  and,
  between,
  binaryExpr,
  CaseBuilder,
  caseExpr,
  caseWhen,
  cast,
  col,
  columnExpr,
  conjunction,
  disjunction,
  existsExpr,
  groupingSet,
  groupingSets,
  ident,
  inList,
  inSubquery,
  isNullExpr,
  likeExpr,
  lit,
  litFalse,
  litTrue,
  negative,
  not,
  or,
  outerRef,
  placeholder,
  qualifiedCol,
  scalarFunction,
  scalarSubquery,
  splitBinary,
  splitConjunction,
  splitDisjunction,
  subqueryOf,
  tryCast,
  unnestExpr,
  when,
  wildcard,
  windowFunction,
  withSortExpr,
} from './expr/expr-fn.js';

// Traversal of expressions
export { exprChildren, groupingSetExprs, withExprChildren, withSortExprs } from './expr/expr-children.js';
export { EXPR_BITS, exprKinds, hasKinds, SUBQUERY_BITS } from './expr/expr-kinds.js';
export {
  existsExprNode,
  exprOps,
  replaceExpr,
  subqueriesOfExpr,
  subqueryOfNode,
  transformExpr,
  transformExprDown,
  transformExprDownUp,
  walkExpr,
  withSubquery,
} from './expr/expr-tree.js';

// Window frames
export {
  canAcceptMultiOrderBy,
  checkedWindowFrame,
  CURRENT_ROW,
  displayWindowFrame,
  displayWindowFrameUnits,
  isEverExpanding,
  isUnbounded,
  newWindowFrame,
  regularizeWindowOrderBy,
  reverseWindowFrame,
  ROW_OFFSET_TYPE,
  UNBOUNDED_FOLLOWING,
  UNBOUNDED_PRECEDING,
  windowFrameOf,
} from './window/window-frame.js';

// Plans
export type {
  Aggregate,
  Analyze,
  Copy,
  CreateExternalTable,
  CreateFunction,
  Ddl,
  DdlNode,
  DescribeTable,
  Distinct,
  DistinctOn,
  Dml,
  EmptyRelation,
  Explain,
  ExplainFormat,
  Extension,
  Filter,
  InsertOp,
  Join,
  Limit,
  LogicalPartitioning,
  LogicalPlan,
  ParamValues,
  PlanKind,
  Projection,
  RecursiveQuery,
  Repartition,
  Sort,
  Statement,
  StatementNode,
  StringifiedPlan,
  SubqueryAlias,
  SubqueryPlan,
  TableScan,
  Union,
  Unnest,
  UnnestOptions,
  UserDefinedLogicalNode,
  Values,
  Window,
  WriteOp,
} from './plan/logical-plan.js';
export type { TableProviderFilterPushDown, TableSource, TableType } from './plan/table-source.js';
export { schemaOf } from './plan/schema-of.js';

// Traversal of plans
export { expressionsOf, inputsOf, withPlanExpressions, withPlanInputs } from './plan/plan-children.js';
export { PLAN_BITS, planFacts, type PlanFacts } from './plan/plan-facts.js';
export {
  existsPlanNode,
  mapPlanExprs,
  mapPlanInputs,
  mapPlanSubqueries,
  planOps,
  planWithSubqueriesOps,
  subqueryPlansOf,
  transformPlanDown,
  transformPlanDownUp,
  transformPlanDownUpWithSubqueries,
  transformPlanDownWithSubqueries,
  transformPlanExprs,
  transformPlanUp,
  transformPlanUpWithSubqueries,
  walkPlan,
  walkPlanWithSubqueries,
  withSubqueryPlans,
} from './plan/plan-tree.js';

// Making plans
export { recomputeSchema, withNewExpressions, withNewExprs } from './plan/with-new-exprs.js';
export {
  LogicalPlanBuilder,
  logicalTableSource,
  tableScanOf,
  type LogicalPlanBuilderOptions,
} from './builder/logical-plan-builder.js';
export { projection, projectionSchema, projectionWithSchema, validateUniqueNames } from './plan/nodes/projection.js';
export { makeFilter } from './plan/nodes/filter.js';
export { windowNode } from './plan/nodes/window.js';
export {
  addGroupByExprsFromDependencies,
  aggregate,
  aggregateOutputExprs,
  aggregateWithSchema,
  groupOutputCount,
} from './plan/nodes/aggregate.js';
export {
  distinctExprs,
  enumerateGroupingSets,
  expandGroupingSet,
  groupingIdType,
  groupingSetExprCount,
  groupingSetToExprList,
  INTERNAL_GROUPING_ID,
  maxGroupingSetDuplicateOrdinal,
} from './plan/nodes/grouping-sets.js';
export { buildJoinSchema, joinNode, type JoinParts } from './plan/nodes/join.js';
export { unionByName, unionNode, unionStrict } from './plan/nodes/union.js';
export { subqueryAlias, uniqueFieldAliases } from './plan/nodes/subquery-alias.js';
export { tableScan, type ScanOptions } from './plan/nodes/table-scan.js';
export { valuesNode, valuesWithSchema } from './plan/nodes/values.js';
export { distinctAll, distinctOn, distinctOnWithSorts } from './plan/nodes/distinct-on.js';
export { DEFAULT_UNNEST_OPTIONS, unnestNode } from './plan/nodes/unnest.js';
export { coerceExprsForSchema, coercePlanForSchema, recursiveQuery } from './plan/nodes/recursive-query.js';
export {
  analyzeNode,
  copyNode,
  countSchema,
  describeNode,
  describeSchema,
  dmlNode,
  explainNode,
  explainSchema,
} from './plan/nodes/statements.js';
export { checkedSchema } from './plan/nodes/checked-schema.js';
export { fetchOf, literalLimit, skipOf } from './plan/limit-literal.js';
export { filtersByPushDown, supportsFiltersPushdown } from './plan/filter-push-down.js';

// Steps of the builder
export { columnizeExpr } from './builder/columnize.js';
export { exprlistToFields } from './builder/exprlist-to-fields.js';
export { expandQualifiedWildcard, expandWildcard } from './builder/wildcard.js';
export {
  fallbackSchemas,
  normalizeCol,
  normalizeCols,
  normalizeColumn,
  normalizeColumnWithSchemas,
  normalizeColWithSchemas,
  normalizeSorts,
  stripOuterReference,
  unnormalizeCol,
  unnormalizeCols,
} from './builder/normalize.js';
export { usingColumns } from './builder/using-columns.js';
export {
  checkedKeyPair,
  findValidEquijoinKeyPair,
  splitEqAndNonEq,
  type JoinKeyPair,
  type SplitCondition,
} from './builder/join-keys.js';
export { type JoinKeys, type JoinOptions } from './builder/join.js';
export { requalifySidesIfNeeded } from './builder/set-operations.js';
export { rewriteSortColsByAggs } from './builder/sort-rewrite.js';
export { windowPlan } from './builder/window-plan.js';

// Types of expressions
export {
  dataTypeOf,
  exprTypeOf,
  metadataOf,
  nullableOf,
  qualifierOf,
  toField,
  toQualifiedField,
  type ExprType,
  type QualifiedExprField,
} from './schema/expr-schema.js';
export {
  aggregateField,
  aggregateReturnField,
  higherOrderField,
  scalarFunctionField,
  scalarReturnField,
  windowField,
} from './schema/call-field.js';
export { coerceCallFields } from './schema/coerce-call.js';
export { castTo } from './schema/cast-to.js';

// Searching and changing expressions
export {
  allColumnsFromSchema,
  canHash,
  columnExprsOf,
  columnExprsOf as qualifiedColumns,
  exprAsColumnExpr,
  exprAsOutputColumn,
  exprListToColumns,
  exprToColumns,
  findColumnExprs,
  hasColumns,
  onlyOrError,
  replaceColumns,
  tryAsColumn,
} from './utils/columns.js';
export {
  containsAggregate,
  containsOuter,
  containsSubquery,
  findAggregateExprs,
  findExprs,
  findOutReferenceExprs,
  findPlaceholders,
  findWindowExprs,
  isVolatile,
  isVolatileNode,
} from './utils/find-exprs.js';
export { resolveAliases, unaliasNested } from './utils/unalias.js';
export { namesMatter, qualifiedNameOf, restoreName, saveName, type SavedName } from './utils/name-preserver.js';
export {
  allOuterReferences,
  containsOuterReference,
  exprHasOuterReference,
  planHasSubqueries,
} from './utils/outer-references.js';
export {
  compareSortExpr,
  compareWindowSortKeys,
  generateSortKey,
  groupWindowExprBySortKeys,
  type WindowSortKey,
  type WindowSortKeyItem,
} from './utils/window-keys.js';

// Invariants
export { assertValidPlan, type InvariantLevel } from './invariants/assert-valid-plan.js';
export { checkSubqueryExpr } from './invariants/check-subquery.js';
export { maxRows } from './plan/max-rows.js';
export { isSingleRowFilter } from './plan/single-row-filter.js';

// Equality
export { exprEquals, exprKey, exprListEquals, planEquals, planKey, sortEquals, sortKey } from './equality/expr-key.js';
export { fieldKey, schemaKey } from './equality/schema-key.js';
export { scalarKey } from './equality/scalar-key.js';

// Placeholders
export { inferPlaceholderTypes } from './placeholder/infer-types.js';
export { paramValue, replaceParamsWithValues, verifyParamFields, withParamValues } from './placeholder/param-values.js';
export { parameterFields, parameterNames } from './placeholder/parameters.js';

// Display
export { debugExpr } from './display/debug-expr.js';
export {
  displayExpr,
  displayExprs,
  displaySort,
  displaySorts,
  nullTreatmentText,
  sortDirection,
} from './display/display-expr.js';
export { humanDisplay } from './display/human-display.js';
export { operatorPrecedence, operatorText } from '@datafusion-ts/expr-common';
export {
  aggregateSchemaName,
  defaultAggregateSchemaName,
  schemaName,
  schemaNameOfSorts,
  schemaNames,
} from './display/schema-name.js';
export { displayDdl, displayPlanNode, displayStatement, writeOpText } from './display/display-plan.js';
export { displayIndent, displayIndentSchema, displaySchema } from './display/display-indent.js';
export { displayGraphviz } from './display/display-graphviz.js';
export { displayPgJson } from './display/display-pgjson.js';

// Registry of functions
export type { FunctionRegistry, MutableFunctionRegistry } from './registry/function-registry.js';
export { MemoryFunctionRegistry, type FunctionSet } from './registry/memory-function-registry.js';
export { invalidFunction, suggestValidFunction } from './registry/suggest.js';

// User-defined functions
export type { AggregateStatisticsArgs, AggregateUDF, StateFieldsArgs } from './udf/aggregate-udf.js';
export { isAsyncUdf, type AsyncScalarFunctionArgs, type AsyncScalarUDF } from './udf/async-scalar-udf.js';
export { createAsyncUdf } from './udf/create-async-udf.js';
export type { Documentation } from './udf/documentation.js';
export type { HigherOrderArg, HigherOrderUDF } from './udf/higher-order-udf.js';
export type {
  Preimage,
  ReturnFieldArgs,
  ScalarFunctionArgs,
  ScalarUDF,
  SimplifyContext,
  StructFields,
} from './udf/scalar-udf.js';
export type {
  EarlierRows,
  PartitionEvaluator,
  PartitionEvaluatorArgs,
  RowRange,
  RowReach,
  WindowRows,
  WindowUDF,
} from './udf/window-udf.js';

export type { AggregateLiteral } from './udf/plain/aggregate-literal.js';
export type { AsyncCallContext, AsyncLiteral } from './udf/plain/async-literal.js';
export { fromPlain, scalarFromPlain } from './udf/plain/from-plain.js';
export { plainColumn, plainReader, vectorFromPlain, type PlainReader } from './udf/plain/plain-column.js';
export {
  typeOf,
  unknownKeyOf,
  volatilityOf,
  type PlainArgs,
  type PlainInputOf,
  type PlainInputValue,
  type PlainOf,
  type PlainRow,
  type PlainValue,
  type TypeLike,
  type VolatilityLike,
} from './udf/plain/plain-type.js';
export { describeLiteral, signatureOf, type CallableLiteral, type ScalarLiteral } from './udf/plain/scalar-literal.js';
export type { PlainColumns, PlainFrame, PlainPartition, WindowLiteral } from './udf/plain/window-literal.js';
export { plainOf, toPlain, type DecimalForm } from './udf/plain/to-plain.js';
export { callUser, userError } from './udf/plain/user-error.js';
export { createUdaf, createUdf, createUdwf, defaultStateFields, formatStateName } from './udf/create-udf.js';

// Hooks of SQL planning (owned by the sql planner)
export {
  original,
  planned,
  type AggregateFunctionParts,
  type ExprPlanner,
  type FieldAccess,
  type PlannerResult,
  type RawAggregateExpr,
  type RawBinaryExpr,
  type RawDictionaryExpr,
  type RawFieldAccessExpr,
  type RawWindowExpr,
} from './planner/expr-planner.js';
export type { RelationPlanner, RelationPlannerContext, TypePlanner } from './planner/type-planner.js';
