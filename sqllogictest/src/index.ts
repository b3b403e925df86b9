/** The public surface of the runner: what is needed to run suites with another engine, or to build reports. */
export { SltSqlError } from './engine.js';
export type {
  ColumnTypeChar,
  SltComplete,
  SltEngine,
  SltEngineFactory,
  SltOutput,
  SltRows,
  SltRunOptions,
  SltSessionSetup,
} from './engine.js';
export type {
  ContextAsyncAbs,
  ContextColumn,
  ContextFile,
  ContextRegistration,
  ContextSql,
  ContextTable,
  ContextValue,
  FileContext,
} from './contexts/file-context.js';
export { applySqlContext } from './contexts/apply-sql-context.js';
export { contextOfFile } from './contexts/context-of-file.js';
export { parseSltFile, type ReadText } from './parser/parse-file.js';
export {
  isSqlRecord,
  SltParseError,
  type QueryRecord,
  type SltRecord,
  type SqlRecord,
  type StatementRecord,
} from './parser/record.js';
export { decimalCell, EMPTY_TEXT, floatCell, NULL_TEXT, shortestFloat32, stringCell } from './normalize/cell-text.js';
export { DEFAULT_SCALE, plainDecimal, SPARK_SCALE } from './normalize/plain-decimal.js';
export { runFile, type RunFileOptions } from './run/run-file.js';
export type { FileResult, RecordOutcome, RecordResult, RecordStatus } from './run/result.js';
export { jsonReport, type JsonReport, type Totals } from './report/json-report.js';
export { groupFailures, summaryText, type FailureGroup } from './report/summary.js';
export { runProgram, type Output, type ProgramEnvironment } from './cli/program.js';
