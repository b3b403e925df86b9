import { compareScalars, type ScalarValue } from '@datafusion-ts/common';
import type { FileGroup, PartitionedFile } from '@datafusion-ts/datasource';
import { Column, type LexOrdering } from '@datafusion-ts/physical-expr';

/**
 * Whether the rows of every group are in an order that each of their files is in: always with one file a group, with more
 * when statistics say that each file ends before the next begins.
 */
export function groupsKeepOrder(groups: readonly FileGroup[], ordering: LexOrdering, fileColumns: number): boolean {
  return groups.every((group) =>
    group.every((file, i) => {
      const order = i === 0 ? -1 : compareEdges([group[i - 1]!, 'last'], [file, 'first'], ordering, fileColumns);
      return order !== undefined && order <= 0;
    }),
  );
}

/**
 * The files in at most as many groups as there may be, in each of which every file ends before the next begins: a file,
 * by its first values, goes to the group with the fewest files that it can follow. Undefined when statistics do not say
 * what files begin and end with, or more groups are needed.
 */
export function splitByStatistics(
  files: readonly PartitionedFile[],
  ordering: LexOrdering,
  fileColumns: number,
  count: number,
): readonly FileGroup[] | undefined {
  const compare = (a: readonly [PartitionedFile, Edge], b: readonly [PartitionedFile, Edge]): number | undefined =>
    compareEdges(a, b, ordering, fileColumns);
  if (files.some((file) => compare([file, 'first'], [file, 'last']) === undefined)) return undefined;
  const sorted = [...files].sort((a, b) => compare([a, 'first'], [b, 'first'])!);
  const groups: PartitionedFile[][] = Array.from({ length: count }, () => []);
  for (const file of sorted) {
    const fitting = groups.filter(
      (group) => group.length === 0 || compare([group.at(-1)!, 'last'], [file, 'first'])! < 0,
    );
    if (fitting.length === 0) return undefined;
    fitting.reduce((a, b) => (b.length < a.length ? b : a)).push(file);
  }
  return groups.filter((group) => group.length > 0);
}

type Edge = 'first' | 'last';

/** How the first or last rows of two files compare in an order; undefined when that is not known. */
function compareEdges(
  [a, aEdge]: readonly [PartitionedFile, Edge],
  [b, bEdge]: readonly [PartitionedFile, Edge],
  ordering: LexOrdering,
  fileColumns: number,
): number | undefined {
  for (const { expr, options } of ordering) {
    if (!(expr instanceof Column)) return undefined;
    const value = (file: PartitionedFile, side: Edge): ScalarValue | undefined =>
      expr.index >= fileColumns
        ? file.partitionValues[expr.index - fileColumns]
        : edge(file, expr.index, (side === 'first') === options.descending ? 'maxValue' : 'minValue');
    const [left, right] = [value(a, aEdge), value(b, bEdge)];
    const order = left === undefined || right === undefined ? undefined : compareScalars(left, right);
    if (order === undefined) return undefined;
    if (order !== 0) return options.descending ? -order : order;
  }
  return 0;
}

/** The first or last value of a column without nulls; undefined when it is not known exactly. */
function edge(file: PartitionedFile, column: number, side: 'minValue' | 'maxValue'): ScalarValue | undefined {
  const facts = file.statistics?.columnStatistics[column];
  if (facts === undefined || facts.nullCount.kind !== 'Exact' || Number(facts.nullCount.value) !== 0) return undefined;
  const value = facts[side];
  return value.kind === 'Exact' ? value.value : undefined;
}
