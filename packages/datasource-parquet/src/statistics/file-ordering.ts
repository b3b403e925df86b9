/** The order that a file says its rows have. */
import type { Schema } from '@datafusion-ts/common';
import { Column, type LexOrdering } from '@datafusion-ts/physical-expr';
import type { FileMetadata, SortingColumn } from '../metadata/file-metadata.js';
import type { ParquetReadOptions } from '../parquet-read-options.js';
import { readSchemaOf } from '../schema/read-schema-of.js';

/** The sorting columns that all row groups share, as far as they are columns of the table; undefined when there are none. */
export function fileOrdering(
  metadata: FileMetadata,
  tableSchema: Schema,
  options: ParquetReadOptions,
): LexOrdering | undefined {
  const [first, ...rest] = metadata.rowGroups;
  if (first === undefined || first.sortingColumns.length === 0) return undefined;
  if (!rest.every(({ sortingColumns }) => sameSorting(first.sortingColumns, sortingColumns))) return undefined;
  const { nodes } = readSchemaOf(metadata, options);
  const ordering: LexOrdering[number][] = [];
  for (const { columnIndex, descending, nullsFirst } of first.sortingColumns) {
    const node = nodes.find((candidate) => candidate.kind === 'Leaf' && candidate.leafIndex === columnIndex);
    const index = node === undefined ? -1 : tableSchema.indexOf(node.field.name);
    if (node === undefined || index < 0) break;
    ordering.push({ expr: new Column(node.field.name, index), options: { descending, nullsFirst } });
  }
  return ordering.length === 0 ? undefined : ordering;
}

function sameSorting(a: readonly SortingColumn[], b: readonly SortingColumn[]): boolean {
  const sameKey = (x: SortingColumn, y: SortingColumn | undefined): boolean =>
    x.columnIndex === y?.columnIndex && x.descending === y.descending && x.nullsFirst === y.nullsFirst;
  return a.length === b.length && a.every((key, i) => sameKey(key, b[i]));
}
