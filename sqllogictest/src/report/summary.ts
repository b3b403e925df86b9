/** Failures grouped by shape, largest group first: what to fix next. */
import type { FileResult, RecordResult } from '../run/result.js';
import { failureShape } from './failure-shape.js';

/** Failures of one shape. */
export interface FailureGroup {
  readonly shape: string;
  readonly count: number;
  /** How many files it occurs in. */
  readonly files: number;
  /** The first failure of the group. */
  readonly example: { readonly path: string; readonly record: RecordResult };
}

/** All groups, largest first. */
export function groupFailures(files: readonly FileResult[]): readonly FailureGroup[] {
  const groups = new Map<string, { count: number; paths: Set<string>; example: FailureGroup['example'] }>();
  for (const { path, records } of files) {
    for (const record of records) {
      if (record.status !== 'failed') continue;
      const shape = failureShape(record.message);
      const group = groups.get(shape) ?? { count: 0, paths: new Set(), example: { path, record } };
      group.count++;
      group.paths.add(path);
      groups.set(shape, group);
    }
  }
  return [...groups]
    .map(([shape, { count, paths, example }]) => ({ shape, count, files: paths.size, example }))
    .sort((left, right) => right.count - left.count || (left.shape < right.shape ? -1 : 1));
}

/** The `top` largest groups as text. */
export function summaryText(files: readonly FileResult[], top: number): string {
  const groups = groupFailures(files);
  const lines = groups.slice(0, top).map(({ shape, count, files: inFiles, example }) => {
    const sql = example.record.sql.replace(/\s+/g, ' ').slice(0, 140);
    return `${String(count).padStart(6)} in ${inFiles} files  ${shape}\n         ${example.path}:${example.record.line}  ${sql}`;
  });
  const more = groups.length - top;
  return [...lines, ...(more > 0 ? [`       … ${more} more shapes`] : [])].join('\n');
}
