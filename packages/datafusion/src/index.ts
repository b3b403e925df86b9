// Sessions with everything built in
export { defaultSessionStateBuilder, SessionContext } from './session-context.js';
export { defaultFunctions, defaultTableFunctions } from './default-functions.js';
export { defaultFileFormats } from './default-formats.js';
// Queries and extension points
export * from '@datafusion-ts/core';
// Expressions
export {
  alias,
  and,
  avg,
  between,
  caseWhen,
  cast,
  col,
  count,
  inList,
  lit,
  max,
  min,
  not,
  or,
  sum,
  when,
} from './expr-fn.js';
export {
  createAsyncUdf,
  createUdaf,
  createUdf,
  createUdwf,
  displayIndent,
  type AggregateLiteral,
  type AggregateUDF,
  type AsyncLiteral,
  type AsyncScalarUDF,
  type Expr,
  LogicalPlanBuilder,
  type LogicalPlan,
  type PlainInputValue,
  type PlainRow,
  type PlainValue,
  type ScalarLiteral,
  type ScalarUDF,
  type SortExpr,
  type TableProviderFilterPushDown,
  type TypeLike,
  type WindowLiteral,
  type WindowUDF,
} from '@datafusion-ts/expr';
export { createHigherOrderUdf, type HigherOrderLiteral } from '@datafusion-ts/functions-nested';
export { createUdtf, type TableFunctionLiteral } from '@datafusion-ts/functions-table';
export { Signature } from '@datafusion-ts/expr-common';
export { displayPlanIndent } from '@datafusion-ts/physical-plan';
// Types and errors
export * from '@datafusion-ts/common';
// Runtime
export {
  FairSpillPool,
  GreedyMemoryPool,
  InMemoryObjectStore,
  LocalFileSystem,
  RuntimeEnv,
  RuntimeEnvBuilder,
  TrackConsumersPool,
  UnboundedMemoryPool,
  type ByteRange,
  type ListResult,
  type MemoryPool,
  type ObjectMeta,
  type ObjectStore,
  type TaskContext,
} from '@datafusion-ts/execution';
export { residentMemory } from '@datafusion-ts/datasource';
export { loadNodeSqlParser, nativeFrontend } from '@datafusion-ts/sql';
export type { NodeSqlParserDialect, SqlFrontend, Statement as SqlStatement } from '@datafusion-ts/sql';
