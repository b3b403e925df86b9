/**
 * Results of records and files: what workers send, what reports and guards read.
 */
import type { ColumnTypeChar } from '../engine.js';

/** How a record ended. */
export type RecordStatus = 'passed' | 'failed' | 'skipped';

/** One record's result, as in the JSON report. */
export interface RecordResult {
  /** Line of the directive in the file it stands in, from 1. */
  readonly line: number;
  readonly kind: 'statement' | 'query';
  /** Whether the SQL is an EXPLAIN. */
  readonly explain: boolean;
  readonly status: RecordStatus;
  readonly sql: string;
  /** Why it failed or was skipped; empty for passed records. */
  readonly message: string;
}

/** What the engine did with a record's SQL; needed only to rewrite expectations. */
export type RecordOutcome =
  | { readonly kind: 'rows'; readonly types: readonly ColumnTypeChar[]; readonly lines: readonly string[] }
  | { readonly kind: 'complete'; readonly affected: number }
  | { readonly kind: 'error'; readonly text: string };

/** One file's results, as in the JSON report. */
export interface FileResult {
  /** The file as it was found from the command line's paths. */
  readonly path: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly seconds: number;
  readonly records: readonly RecordResult[];
}

/** A file's result with its counts taken from its records. */
export function fileResult(path: string, seconds: number, records: readonly RecordResult[]): FileResult {
  const count = (status: RecordStatus): number => records.filter((record) => record.status === status).length;
  return { path, passed: count('passed'), failed: count('failed'), skipped: count('skipped'), seconds, records };
}
