/**
 * What a sqllogictest file says, record by record: the vocabulary shared by the parser, the runner and `--complete`.
 */

/** The place of a directive: the file it stands in (an included file names itself) and its line, from 1. */
export interface Location {
  readonly file: string;
  readonly line: number;
}

/** Half-open range of line indexes (from 0) in the file of the record's location. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}

/** `skipif LABEL` or `onlyif LABEL` ahead of a record. */
export interface Condition {
  readonly kind: 'skipif' | 'onlyif';
  readonly label: string;
}

/** How the rows of a query are ordered before they are compared. */
export type SortMode = 'nosort' | 'rowsort' | 'valuesort';

/** What an error must look like: anything, a regular expression found in it, or its exact text. */
export type ExpectedError =
  | { readonly kind: 'any' }
  | { readonly kind: 'regex'; readonly pattern: string }
  | { readonly kind: 'text'; readonly text: string };

/** What a statement must do. */
export type StatementExpectation =
  | { readonly kind: 'ok' }
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'error'; readonly error: ExpectedError };

/** What a query must do: give rows of these column types, or fail. */
export type QueryExpectation =
  | {
      readonly kind: 'rows';
      readonly types: string;
      readonly sortMode: SortMode | undefined;
      readonly label: string | undefined;
      readonly lines: readonly string[];
    }
  | { readonly kind: 'error'; readonly error: ExpectedError };

/** `retry N backoff T`: further attempts after a failure, and the pause between them in milliseconds. */
export interface RetryPolicy {
  readonly attempts: number;
  readonly backoffMs: number;
}

interface Executed {
  readonly location: Location;
  readonly conditions: readonly Condition[];
  readonly connection: string | undefined;
  readonly sql: string;
  readonly retry: RetryPolicy | undefined;
  /** The lines of the whole record, and of its expected output (from `----` on; empty where there is none). */
  readonly lines: LineRange;
  readonly output: LineRange;
}

/** SQL that is run for its effect. */
export interface StatementRecord extends Executed {
  readonly kind: 'statement';
  readonly expected: StatementExpectation;
}

/** SQL that is run for its rows. */
export interface QueryRecord extends Executed {
  readonly kind: 'query';
  readonly expected: QueryExpectation;
}

/** A record that runs SQL; only these are counted as passed, failed or skipped. */
export type SqlRecord = StatementRecord | QueryRecord;

/** A directive that changes how the following records are run. */
export type ControlRecord =
  | { readonly kind: 'halt'; readonly location: Location; readonly conditions: readonly Condition[] }
  | { readonly kind: 'sleep'; readonly location: Location; readonly milliseconds: number }
  | { readonly kind: 'hash-threshold'; readonly location: Location; readonly threshold: number }
  | { readonly kind: 'sort-mode'; readonly location: Location; readonly mode: SortMode }
  | { readonly kind: 'result-mode'; readonly location: Location; readonly mode: 'rowwise' | 'valuewise' }
  | { readonly kind: 'substitution'; readonly location: Location; readonly on: boolean };

/** Anything the runner acts on, in file order, includes already expanded. */
export type SltRecord = SqlRecord | ControlRecord;

/** Whether the record runs SQL and so has a result of its own. */
export function isSqlRecord(record: SltRecord): record is SqlRecord {
  return record.kind === 'statement' || record.kind === 'query';
}

/** A mistake in a test file, with its place. */
export class SltParseError extends Error {
  override readonly name = 'SltParseError';
  constructor(
    readonly location: Location,
    detail: string,
  ) {
    super(`${location.file}:${location.line}: ${detail}`);
  }
}
