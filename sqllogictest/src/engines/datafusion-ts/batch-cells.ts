/**
 * From a batch of the engine to the cells of a test file. Booleans, strings, floats and decimals at the top level follow
 * `normalize/cell-text.ts`; everything else is the engine's own display with `NULL` for nulls at any depth.
 */
import type { DataType } from '@datafusion-ts/common';
import {
  defaultFormatOptions,
  formatDecimal,
  getScalar,
  isNull,
  makeFormatter,
  mem,
  textReader,
  type Batch,
  type ColumnVector,
  type FormatOptions,
} from '@datafusion-ts/compute';
import type { ColumnTypeChar } from '../../engine.js';
import { decimalCell, floatCell, NULL_TEXT, stringCell } from '../../normalize/cell-text.js';
import { DEFAULT_SCALE, SPARK_SCALE } from '../../normalize/plain-decimal.js';

type CellAt = (row: number) => string;

const FORMAT: FormatOptions = { ...defaultFormatOptions, null: NULL_TEXT };

/** The runner's letter for a column of this type. */
export function columnTypeChar(type: DataType): ColumnTypeChar {
  switch (type.kind) {
    case 'Boolean':
      return 'B';
    case 'Int8':
    case 'Int16':
    case 'Int32':
    case 'Int64':
    case 'UInt8':
    case 'UInt16':
    case 'UInt32':
    case 'UInt64':
      return 'I';
    case 'Float16':
    case 'Float32':
    case 'Float64':
    case 'Decimal128':
    case 'Decimal256':
      return 'R';
    case 'Utf8':
    case 'LargeUtf8':
    case 'Utf8View':
      return 'T';
    case 'Date32':
    case 'Date64':
    case 'Time32':
    case 'Time64':
      return 'D';
    case 'Timestamp':
      return 'P';
    case 'Dictionary':
      return columnTypeChar(type.valueType) === 'T' ? 'T' : '?';
    default:
      return '?';
  }
}

/** The type that decides how cells look: that of the values for dictionaries. */
const displayed = (type: DataType): DataType => (type.kind === 'Dictionary' ? displayed(type.valueType) : type);

/** Text of the values of one column that are not null. */
function valueCell(column: ColumnVector, type: DataType, scale: number): CellAt {
  const number: (row: number) => number = (row) => getScalar(column, row).value as number;
  switch (type.kind) {
    case 'Utf8':
    case 'LargeUtf8':
    case 'Utf8View': {
      const read = textReader(column, FORMAT);
      return (row) => stringCell(read(row) ?? '');
    }
    case 'Float16':
      return (row) => floatCell(number(row), 16, scale);
    case 'Float32':
      return (row) => floatCell(number(row), 32, scale);
    case 'Float64':
      return (row) => floatCell(number(row), 64, scale);
    case 'Decimal128':
    case 'Decimal256':
      return (row) => decimalCell(formatDecimal(getScalar(column, row).value as bigint, type.scale));
    default:
      return makeFormatter(column, FORMAT);
  }
}

function columnCells(column: ColumnVector, spark: boolean): CellAt {
  const type = displayed(column.type);
  const text = valueCell(column, type, spark ? SPARK_SCALE : DEFAULT_SCALE);
  // A union has no nulls of its own; its display shows the member that is set, null or not.
  if (type.kind === 'Union') return text;
  return (row) => (isNull(column, row) ? NULL_TEXT : text(row));
}

/** Cells of the rows of a batch. `spark`: floats with 15 decimal places. */
export function batchCells(batch: Batch, spark: boolean): string[][] {
  const columns = batch.columns.map((column) => columnCells(column, spark));
  const { selection } = batch;
  return Array.from({ length: batch.rowCount }, (_, index) => {
    const row = selection === undefined ? index : (mem.u32[(selection.rows >>> 2) + index] as number);
    return columns.map((cell) => cell(row));
  });
}
