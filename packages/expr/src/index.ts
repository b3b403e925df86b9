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

// Display
export {
  displayExpr,
  displayExprs,
  displaySort,
  displaySorts,
  nullTreatmentText,
  sortDirection,
} from './display/display-expr.js';
export { operatorPrecedence, operatorText } from './display/operator-text.js';
export { aggregateSchemaName, defaultAggregateSchemaName, schemaName, schemaNameOfSorts, schemaNames } from './display/schema-name.js';

// User-defined functions
export type { AggregateUDF, StateFieldsArgs } from './udf/aggregate-udf.js';
export type { Documentation } from './udf/documentation.js';
export type { HigherOrderArg, HigherOrderUDF } from './udf/higher-order-udf.js';
export type { ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, SimplifyContext } from './udf/scalar-udf.js';
export type { PartitionEvaluator, PartitionEvaluatorArgs, RowRange, WindowUDF } from './udf/window-udf.js';
