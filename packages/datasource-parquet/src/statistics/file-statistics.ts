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
import type { Bound } from './chunk-bounds.js';
import { extremeBound } from './extreme-bound.js';

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
  const figures = figuresOf(metadata, node);
  if (figures === undefined) return { ...UNKNOWN_COLUMN, byteSize };
  const { nullCount, distinctCount, valued } = figures;
  return {
    nullCount: nullCount === undefined ? ABSENT : exact(nullCount),
    distinctCount: distinctCount === undefined ? ABSENT : inexact(distinctCount),
    minValue: inTableType(precisionOf(extremeBound(node, valued, -1)), node, field),
    maxValue: inTableType(precisionOf(extremeBound(node, valued, 1)), node, field),
    sumValue: ABSENT,
    byteSize,
  };
}

interface Figures {
  /** Undefined when a row group does not say. */
  readonly nullCount: number | undefined;
  /** At least as many distinct values as in any row group; undefined when one does not say. */
  readonly distinctCount: number | undefined;
  /** Of the row groups that have a value that is not null. */
  readonly valued: readonly RawStatistics[];
}

/**
 * What the row groups say about a column; undefined when one says nothing. In one loop: a first query asks for all columns of
 * its tables, before V8 has compiled any function.
 */
function figuresOf({ rowGroups }: FileMetadata, { leafIndex }: LeafNode): Figures | undefined {
  let nullCount: number | undefined = 0;
  let distinctCount: number | undefined = 0;
  const valued: RawStatistics[] = [];
  for (const { columns, rowCount } of rowGroups) {
    const chunk = columns[leafIndex]!.statistics;
    if (chunk === undefined) return undefined;
    const { nullCount: nulls, distinctCount: distinct } = chunk;
    nullCount = nullCount === undefined || nulls === undefined ? undefined : nullCount + nulls;
    if (distinct === undefined) distinctCount = undefined;
    else if (distinctCount !== undefined && distinct > distinctCount) distinctCount = distinct;
    if (rowCount > 0 && nulls !== rowCount) valued.push(chunk);
  }
  return rowGroups.length === 0 ? undefined : { nullCount, distinctCount, valued };
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
  let bytes = 0;
  for (const { leafIndex } of leavesOf(node)) {
    for (const { columns } of metadata.rowGroups) bytes += columns[leafIndex]!.totalUncompressedSize;
  }
  return inexact(bytes);
}
