/**
 * The seam between the runner and what it tests. The runner knows nothing of sessions, Arrow or files: an engine is
 * opened for each test file, is given SQL, and answers with column types and cells that are already text.
 */
import type { FileContext } from './contexts/file-context.js';

/**
 * DataFusion's column types in a `query` line: `B`oolean, `D`ate or time, `I`nteger, tim`P`estamp, `R`eal (floats and
 * decimals), `T`ext and `?` for all others.
 */
export type ColumnTypeChar = 'B' | 'D' | 'I' | 'P' | 'R' | 'T' | '?';

/** Rows with their column types. A cell is written by the rules of `normalize/cell-text.ts`; it may hold newlines. */
export interface SltRows {
  readonly kind: 'rows';
  readonly types: readonly ColumnTypeChar[];
  readonly rows: readonly (readonly string[])[];
}

/** A statement without a result, and how many rows it affected (0 for DDL). */
export interface SltComplete {
  readonly kind: 'complete';
  readonly affected: number;
}

/** What running SQL gives when it does not fail. */
export type SltOutput = SltRows | SltComplete;

/**
 * SQL that the engine refuses or fails at, with the text that `error` records are matched against. Anything else that an
 * engine throws is a fault of the engine, and fails the record even where an error is expected.
 */
export class SltSqlError extends Error {
  override readonly name = 'SltSqlError';
}

/** How one SQL text is to be run. */
export interface SltRunOptions {
  /** Aborted when the record's time limit is reached; the engine stops the query and rejects. */
  readonly signal: AbortSignal;
}

/** One session. */
export interface SltEngine {
  /** Runs one statement. Rejects with SltSqlError when the SQL is at fault. */
  run(sql: string, options: SltRunOptions): Promise<SltOutput>;
  close(): Promise<void>;
}

/** Where and how a session is opened. */
export interface SltSessionSetup {
  /** Path of the test file below `test_files`, with `/`. */
  readonly relativePath: string;
  /** What the file's session has beyond a default one. */
  readonly context: FileContext;
  /** The folder that relative paths in SQL start from; also the process's working directory. */
  readonly workingDirectory: string;
}

/** A way to make sessions. */
export interface SltEngineFactory {
  readonly name: string;
  /** Labels that `skipif` and `onlyif` see. */
  readonly labels: readonly string[];
  open(setup: SltSessionSetup): Promise<SltEngine>;
  /** Frees what sessions share. */
  shutdown(): Promise<void>;
}
