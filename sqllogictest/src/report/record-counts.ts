/**
 * Counts of passing records by file, kept in the repository: the guard that nothing that once passed fails again. The
 * file is a JSON object from paths below `test_files` to counts; counts may only rise.
 */
import type { SuiteResult } from './skip-list.js';

/** Passing records by path below `test_files`. */
export type RecordCounts = Readonly<Record<string, number>>;

/** A file that passes fewer records than recorded. */
export interface CountDrop {
  readonly path: string;
  readonly recorded: number;
  readonly passed: number;
}

/** The counts of a run. */
export function countsOf(files: readonly SuiteResult[]): RecordCounts {
  return Object.fromEntries(files.map(({ relativePath, result }) => [relativePath, result.passed]));
}

/** Files of `now` that fell behind `recorded`. Files that were not run are not compared. */
export function countDrops(recorded: RecordCounts, now: RecordCounts): readonly CountDrop[] {
  return Object.entries(now).flatMap(([path, passed]) => {
    const before = recorded[path] ?? 0;
    return passed < before ? [{ path, recorded: before, passed }] : [];
  });
}

/** How many records pass more than recorded. */
export function countRise(recorded: RecordCounts, now: RecordCounts): number {
  return Object.entries(now).reduce((rise, [path, passed]) => rise + Math.max(0, passed - (recorded[path] ?? 0)), 0);
}

/** `recorded` with the counts of `now`, as the text of the file, in the order of paths. */
export function mergedCountsText(recorded: RecordCounts, now: RecordCounts): string {
  const merged = { ...recorded, ...now };
  const sorted = Object.keys(merged).sort();
  return `${JSON.stringify(Object.fromEntries(sorted.map((path) => [path, merged[path]])), null, 1)}\n`;
}
