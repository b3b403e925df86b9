/** The machine-readable report of a run. */
import type { FileResult } from '../run/result.js';

/** Counts over all files. */
export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** A run as JSON has it. */
export interface JsonReport extends Totals {
  readonly files: readonly FileResult[];
}

/** The sums over files. */
export function totalsOf(files: readonly FileResult[]): Totals {
  const sum = (pick: (file: FileResult) => number): number => files.reduce((total, file) => total + pick(file), 0);
  return { passed: sum((f) => f.passed), failed: sum((f) => f.failed), skipped: sum((f) => f.skipped) };
}

/** The report of these files. */
export function jsonReport(files: readonly FileResult[]): JsonReport {
  return { files, ...totalsOf(files) };
}
