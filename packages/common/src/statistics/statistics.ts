/** What is known about the rows of a table, a file or the output of an operator, for cost decisions and shortcuts. */
import type { ScalarValue } from '../scalar-value.js';
import type { Schema } from '../schema.js';
import { debugScalar } from '../scalar/format.js';
import { fixedWidthOf } from './fixed-width.js';
import {
  ABSENT,
  displayPrecision,
  exact,
  mapPrecision,
  multiplyPrecision,
  toInexact,
  type Precision,
} from './precision.js';

/** What is known about one column. */
export interface ColumnStatistics {
  readonly nullCount: Precision<number>;
  readonly maxValue: Precision<ScalarValue>;
  readonly minValue: Precision<ScalarValue>;
  readonly sumValue: Precision<ScalarValue>;
  readonly distinctCount: Precision<number>;
  /** Bytes of the column's values in memory. */
  readonly byteSize: Precision<number>;
}

/** What is known about a set of rows; one entry of `columnStatistics` a column. */
export interface Statistics {
  readonly numRows: Precision<number>;
  readonly totalByteSize: Precision<number>;
  readonly columnStatistics: readonly ColumnStatistics[];
}

/** Nothing known about a column. */
export const UNKNOWN_COLUMN: ColumnStatistics = Object.freeze({
  nullCount: ABSENT,
  maxValue: ABSENT,
  minValue: ABSENT,
  sumValue: ABSENT,
  distinctCount: ABSENT,
  byteSize: ABSENT,
});

/** Nothing known about rows of this schema. */
export function unknownStatistics(schema: Schema): Statistics {
  return { numRows: ABSENT, totalByteSize: ABSENT, columnStatistics: schema.fields.map(() => UNKNOWN_COLUMN) };
}

/** Every figure as an estimate. */
export function statisticsToInexact(statistics: Statistics): Statistics {
  return {
    numRows: toInexact(statistics.numRows),
    totalByteSize: toInexact(statistics.totalByteSize),
    columnStatistics: statistics.columnStatistics.map(columnToInexact),
  };
}

/** Every figure of a column as an estimate. */
export function columnToInexact(column: ColumnStatistics): ColumnStatistics {
  return {
    nullCount: toInexact(column.nullCount),
    maxValue: toInexact(column.maxValue),
    minValue: toInexact(column.minValue),
    sumValue: toInexact(column.sumValue),
    distinctCount: toInexact(column.distinctCount),
    byteSize: toInexact(column.byteSize),
  };
}

/** The statistics of the columns at `projection`; all columns when undefined. */
export function projectStatistics(statistics: Statistics, projection: readonly number[] | undefined): Statistics {
  if (projection === undefined) return statistics;
  return { ...statistics, columnStatistics: projection.map((i) => statistics.columnStatistics[i] ?? UNKNOWN_COLUMN) };
}

/** Sets the byte size from row count and types, as an estimate where text or nested values are involved. */
export function calculateTotalByteSize(statistics: Statistics, schema: Schema): Statistics {
  let rowWidth = 0;
  for (const { dataType } of schema.fields) {
    const width = fixedWidthOf(dataType);
    if (width === undefined) return { ...statistics, totalByteSize: ABSENT };
    rowWidth += width;
  }
  return { ...statistics, totalByteSize: multiplyPrecision(statistics.numRows, exact(rowWidth)) };
}

/** Statistics after OFFSET `skip` and LIMIT `fetch` on each of `partitions` partitions. */
export function statisticsWithFetch(
  statistics: Statistics,
  fetch: number | undefined,
  skip: number,
  partitions = 1,
): Statistics {
  const rows = statistics.numRows;
  const limit = (fetch ?? Number.MAX_SAFE_INTEGER) * partitions;
  if (rows.kind === 'Absent') {
    return {
      ...statisticsToInexact(statistics),
      numRows: fetch === undefined ? ABSENT : { kind: 'Inexact', value: limit },
    };
  }
  const left = Math.max(0, rows.value - skip);
  if (skip === 0 && rows.value <= limit) return statistics;
  const kept = Math.min(left, limit);
  const numRows: Precision<number> = rows.kind === 'Exact' ? exact(kept) : { kind: 'Inexact', value: kept };
  if (left === 0) return { ...emptied(statistics), numRows };
  const share = rows.value === 0 ? 0 : kept / rows.value;
  return {
    numRows,
    totalByteSize: toInexact(mapPrecision(statistics.totalByteSize, (bytes) => Math.floor(bytes * share))),
    columnStatistics: statistics.columnStatistics.map((column) => ({
      ...columnToInexact(column),
      byteSize: toInexact(mapPrecision(column.byteSize, (bytes) => Math.floor(bytes * share))),
    })),
  };
}

function emptied(statistics: Statistics): Statistics {
  return { ...statisticsToInexact(statistics), totalByteSize: exact(0) };
}

/** `Rows=…, Bytes=…, [(Col[0]: Min=… Max=… Null=…)]` as EXPLAIN prints it. */
export function displayStatistics(statistics: Statistics): string {
  const columns = statistics.columnStatistics.map((column, i) => `(Col[${i}]:${columnText(column)})`);
  return `Rows=${displayPrecision(statistics.numRows)}, Bytes=${displayPrecision(statistics.totalByteSize)}, [${columns.join(',')}]`;
}

function columnText(column: ColumnStatistics): string {
  const parts: readonly (readonly [string, string])[] = [
    ['Min', displayPrecision(column.minValue, debugScalar)],
    ['Max', displayPrecision(column.maxValue, debugScalar)],
    ['Sum', displayPrecision(column.sumValue, debugScalar)],
    ['Null', displayPrecision(column.nullCount)],
    ['Distinct', displayPrecision(column.distinctCount)],
    ['ScanBytes', displayPrecision(column.byteSize)],
  ];
  return parts.map(([name, text]) => (text === 'Absent' ? '' : ` ${name}=${text}`)).join('');
}
