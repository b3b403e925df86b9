import type { DisplayFormat } from '@datafusion-ts/physical-plan';
import type { FileGroup, PartitionedFile } from './partitioned-file.js';

/** Groups, and files a group, that EXPLAIN prints before `...`. */
const SHOWN = 5;

/** `{2 groups: [[a.csv:0..10], [a.csv:10..20]]}`; verbose prints everything. */
export function formatFileGroups(groups: readonly FileGroup[], format: DisplayFormat): string {
  const noun = groups.length === 1 ? 'group' : 'groups';
  return `{${groups.length} ${noun}: ${list(groups, limitOf(format), (group) => formatFileGroup(group, format))}}`;
}

/** `[a.csv, b.csv]`. */
export const formatFileGroup = (group: FileGroup, format: DisplayFormat): string =>
  list(group, limitOf(format), formatFile);

const limitOf = (format: DisplayFormat): number => (format === 'verbose' ? Number.POSITIVE_INFINITY : SHOWN);

function list<T>(items: readonly T[], limit: number, text: (item: T) => string): string {
  const shown = items.slice(0, limit).map(text);
  return `[${items.length > limit ? [...shown, '...'].join(', ') : shown.join(', ')}]`;
}

function formatFile(file: PartitionedFile): string {
  const range = file.range === undefined ? '' : `:${file.range.start}..${file.range.end}`;
  return `${file.meta.location}${range}`;
}
