/** What a footer says about the columns of a table. */
import {
  ABSENT,
  calculateTotalByteSize,
  exact,
  fixedWidthOf,
  inexact,
  sameType,
  UNKNOWN_COLUMN,
  type ColumnStatistics,
  type DataType,
  type Field,
  type Precision,
  type ScalarValue,
  type Schema,
  type Statistics,
} from '@datafusion-ts/common';
import { castScalar } from '@datafusion-ts/compute';
import type { FileMetadata, RawStatistics } from '../metadata/file-metadata.js';
import type { ParquetReadOptions } from '../parquet-read-options.js';
import { leavesOf, type ColumnNode, type LeafNode } from '../schema/column-node.js';
import { readSchemaOf } from '../schema/read-schema-of.js';
import { extremeBound, type Bound } from './chunk-bounds.js';

/** Statistics of one file for the columns of a table; columns that the file lacks are unknown. */
export function fileStatistics(metadata: FileMetadata, tableSchema: Schema, options: ParquetReadOptions): Statistics {
  const rows = metadata.rowGroups.reduce((sum, group) => sum + group.rowCount, 0);
  const { schema, nodes } = readSchemaOf(metadata, options);
  const columnStatistics = tableSchema.fields.map((field) => {
    const index = schema.indexOf(field.name);
    return index < 0 ? missingColumn(rows) : columnStatisticsOf(metadata, nodes[index]!, field, rows);
  });
  return calculateTotalByteSize({ numRows: exact(rows), totalByteSize: ABSENT, columnStatistics }, tableSchema);
}

/** All null. */
function missingColumn(rows: number): ColumnStatistics {
  return { ...UNKNOWN_COLUMN, nullCount: exact(rows) };
}

function columnStatisticsOf(metadata: FileMetadata, node: ColumnNode, field: Field, rows: number): ColumnStatistics {
  // Bounds of another type say nothing: a cast may fail, or change the order.
  if (node.kind === 'Leaf' && !isReadAs(node.type, field.dataType)) return UNKNOWN_COLUMN;
  const byteSize = byteSizeOf(metadata, node, field, rows);
  if (node.kind !== 'Leaf') return { ...UNKNOWN_COLUMN, byteSize };
  const chunks = metadata.rowGroups.map(({ columns }) => columns[node.leafIndex]!.statistics);
  if (chunks.length === 0 || chunks.some((chunk) => chunk === undefined)) return { ...UNKNOWN_COLUMN, byteSize };
  const groups = metadata.rowGroups.filter(({ rowCount }) => rowCount > 0);
  const bounded = groups.map(({ columns }) => columns[node.leafIndex]!.statistics);
  const nullCounts = chunks.map((chunk) => chunk!.nullCount);
  const nullCount = nullCounts.every((count) => count !== undefined)
    ? exact(nullCounts.reduce((a, b) => a! + b!, 0)!)
    : ABSENT;
  const allNull = bounded.map((chunk, i) => chunk!.nullCount === groups[i]!.rowCount);
  const valued = bounded.filter((chunk, i) => chunk !== undefined && !allNull[i]) as readonly RawStatistics[];
  return {
    ...UNKNOWN_COLUMN,
    nullCount,
    distinctCount: largest(chunks.map((chunk) => chunk!.distinctCount)),
    minValue: inTableType(precisionOf(extremeBound(node, valued, -1)), node, field),
    maxValue: inTableType(precisionOf(extremeBound(node, valued, 1)), node, field),
    byteSize,
  };
}

/** At least as many distinct values as in any row group; unknown when one does not say. */
function largest(counts: readonly (number | undefined)[]): Precision<number> {
  const known = counts.filter((count) => count !== undefined);
  return known.length < counts.length ? ABSENT : inexact(Math.max(...known));
}

const precisionOf = (bound: Bound | undefined): Precision<ScalarValue> => {
  if (bound === undefined) return ABSENT;
  return bound.isExact ? exact(bound.value) : inexact(bound.value);
};

/** Whether values of a file's type are read as a table's without a change but of how texts or bytes are kept. */
function isReadAs(from: DataType, to: DataType): boolean {
  const both = (pattern: RegExp): boolean => pattern.test(from.kind) && pattern.test(to.kind);
  return sameType(from, to) || both(/Utf8/) || both(/^(Large)?Binary(View)?$/) || to.kind === 'Dictionary';
}

function inTableType(precision: Precision<ScalarValue>, node: LeafNode, field: Field): Precision<ScalarValue> {
  if (precision.kind === 'Absent' || sameType(node.type, field.dataType)) return precision;
  const value = castScalar(precision.value, field.dataType, { safe: true });
  return value.isNull ? ABSENT : { kind: precision.kind, value };
}

/** Bytes in memory: known for fixed widths, else about what the pages take uncompressed. */
function byteSizeOf(metadata: FileMetadata, node: ColumnNode, field: Field, rows: number): Precision<number> {
  const width = fixedWidthOf(field.dataType);
  if (width !== undefined && field.dataType.kind !== 'Boolean') return exact(rows * width);
  const leaves = leavesOf(node);
  const bytes = metadata.rowGroups.reduce(
    (sum, { columns }) =>
      sum + leaves.reduce((part, { leafIndex }) => part + columns[leafIndex]!.totalUncompressedSize, 0),
    0,
  );
  return inexact(bytes);
}
