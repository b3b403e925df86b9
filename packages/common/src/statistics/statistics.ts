/** What is known about the rows of a table, a file or the output of an operator, for cost decisions and shortcuts. */
import type { ScalarValue } from '../scalar-value.js';
import type { Schema } from '../schema.js';
import { debugScalar } from '../scalar/format.js';
import { fixedWidthOf } from './fixed-width.js';
import {
  ABSENT,
  displayPrecision,
  exact,
  inexact,
  mapPrecision,
  multiplyPrecision,
  precisionValue,
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
  if (column === UNKNOWN_COLUMN) return column;
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

/**
 * Sets the byte size from the row count when all columns have a fixed width; otherwise the known one becomes an
 * estimate.
 */
export function calculateTotalByteSize(statistics: Statistics, schema: Schema): Statistics {
  let rowWidth = 0;
  for (const { dataType } of schema.fields) {
    const width = fixedWidthOf(dataType);
    if (width === undefined) return { ...statistics, totalByteSize: toInexact(statistics.totalByteSize) };
    rowWidth += width;
  }
  return { ...statistics, totalByteSize: multiplyPrecision(statistics.numRows, exact(rowWidth)) };
}

/** Statistics after OFFSET `skip` and LIMIT `fetch` on each of `partitions` alike partitions. */
export function statisticsWithFetch(
  statistics: Statistics,
  fetch: number | undefined,
  skip: number,
  partitions = 1,
): Statistics {
  const before = precisionValue(statistics.numRows);
  const limit = fetch ?? Number.MAX_SAFE_INTEGER;
  if (before !== undefined && before > skip && before <= limit && skip === 0) return statistics;
  const numRows = rowsWithFetch(statistics.numRows, fetch, skip, partitions);
  const after = precisionValue(numRows);
  const share = before === undefined || after === undefined || before === 0 ? 0 : after / before;
  const scaled = (bytes: Precision<number>): Precision<number> =>
    toInexact(mapPrecision(bytes, (count) => Math.floor(count * share)));
  const columnStatistics = statistics.columnStatistics.map((column) => ({
    ...columnToInexact(column),
    byteSize: scaled(column.byteSize),
  }));
  const others = after === 0 ? inexact(0) : scaled(statistics.totalByteSize);
  return { numRows, totalByteSize: sumOfSizes(columnStatistics) ?? others, columnStatistics };
}

function rowsWithFetch(
  rows: Precision<number>,
  fetch: number | undefined,
  skip: number,
  partitions: number,
): Precision<number> {
  if (rows.kind === 'Absent') return fetch === undefined ? ABSENT : inexact(fetch * partitions);
  if (rows.value <= skip) return { kind: rows.kind, value: 0 };
  return { kind: rows.kind, value: Math.min(rows.value - skip, fetch ?? Infinity) * partitions };
}

/** Sum of the columns' sizes, as an estimate; undefined unless all are known. */
function sumOfSizes(columns: readonly ColumnStatistics[]): Precision<number> | undefined {
  let sum = 0;
  for (const { byteSize } of columns) {
    if (byteSize.kind === 'Absent') return undefined;
    sum += byteSize.value;
  }
  return columns.length === 0 ? undefined : inexact(sum);
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
