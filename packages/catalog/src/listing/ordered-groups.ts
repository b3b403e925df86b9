import { compareScalars, type ScalarValue } from '@datafusion-ts/common';
import type { FileGroup, PartitionedFile } from '@datafusion-ts/datasource';
import { Column, type LexOrdering } from '@datafusion-ts/physical-expr';

/**
 * Whether the rows of every group are in an order that each of their files is in: always with one file a group, with more
 * when statistics say that each file ends before the next begins.
 */
export function groupsKeepOrder(groups: readonly FileGroup[], ordering: LexOrdering): boolean {
  return groups.every((group) => group.every((file, i) => i === 0 || endsBefore(group[i - 1]!, file, ordering)));
}

function endsBefore(a: PartitionedFile, b: PartitionedFile, ordering: LexOrdering): boolean {
  for (const { expr, options } of ordering) {
    if (!(expr instanceof Column)) return false;
    const last = edge(a, expr.index, options.descending ? 'minValue' : 'maxValue');
    const first = edge(b, expr.index, options.descending ? 'maxValue' : 'minValue');
    const order = last === undefined || first === undefined ? undefined : compareScalars(last, first);
    if (order === undefined) return false;
    if (order !== 0) return options.descending ? order > 0 : order < 0;
  }
  return true;
}

/** The first or last value of a column without nulls; undefined when it is not known exactly. */
function edge(file: PartitionedFile, column: number, side: 'minValue' | 'maxValue'): ScalarValue | undefined {
  const facts = file.statistics?.columnStatistics[column];
  if (facts === undefined || facts.nullCount.kind !== 'Exact' || Number(facts.nullCount.value) !== 0) return undefined;
  const value = facts[side];
  return value.kind === 'Exact' ? value.value : undefined;
}
