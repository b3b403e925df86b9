/**
 * What the main process and its workers say to each other. Everything is JSON.
 */
import type { RecordOutcome, RecordResult } from '../run/result.js';

/** A file to run. All paths are absolute. */
export interface FileJob {
  readonly id: number;
  /** The file to read records from. */
  readonly source: string;
  /** Its path below `test_files`. */
  readonly relativePath: string;
  /** Overlay folder the SQL's relative paths start from. */
  readonly workingDirectory: string;
  readonly workspaceRoot: string;
  readonly engine: string;
  readonly timeLimitMs: number;
  /** Whether outcomes are wanted with the results. */
  readonly outcomes: boolean;
}

/** To a worker. */
export type WorkerRequest = { readonly kind: 'run'; readonly job: FileJob } | { readonly kind: 'exit' };

/** From a worker. `index` counts the file's records that run SQL. */
export type WorkerReport =
  | { readonly kind: 'begun'; readonly id: number }
  | {
      readonly kind: 'record';
      readonly id: number;
      readonly index: number;
      readonly result: RecordResult;
      readonly outcome?: RecordOutcome;
    }
  | { readonly kind: 'done'; readonly id: number; readonly seconds: number; readonly usable: boolean };
