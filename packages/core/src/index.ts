// Sessions
export { SessionContext, type Parameters, type QueryOptions } from './session/session-context.js';
export { SessionState } from './session/session-state.js';
export { SessionStateBuilder, type SessionStateOptions } from './session/session-state-builder.js';
export { Catalogs, type TableFallback } from './session/catalogs.js';
export { workingDirectory, type FileFormatLoader } from './session/file-formats.js';
export type { FunctionFactory, RegisterFunction } from './session/function-factory.js';
export type { FileOptions } from './session/file-options.js';
export type { ReadOptions } from './session/read-files.js';
export type { SqlOptions } from './session/sql-options.js';
// Queries
export { DataFrame, type ExecuteOptions } from './data-frame/data-frame.js';
export type { RecordBatchStream } from './data-frame/record-batch-stream.js';
export type { WriteOptions, WriteTableOptions } from './data-frame/write.js';
export { toJsValue, type Row, type RowOptions } from './data-frame/rows.js';
// Planning
export { PhysicalPlanner } from './planner/physical-planner.js';
export type { ExtensionPlanner } from './planner/extension-planner.js';
// What sessions are extended with
export type {
  CatalogProvider,
  ScanArgs,
  SchemaProvider,
  TableFunctionImpl,
  TableProvider,
} from '@datafusion-ts/catalog';
export { MemTable, ViewTable } from '@datafusion-ts/catalog';
export type { AnalyzerRule, OptimizerRule } from '@datafusion-ts/optimizer';
export type { PhysicalOptimizerRule } from '@datafusion-ts/physical-optimizer';
export type { BatchStream, ExecutionPlan } from '@datafusion-ts/physical-plan';
// Printing
export { boxedTable } from './display/boxed-table.js';
export { formatOptionsOf } from './data-frame/format-table.js';
