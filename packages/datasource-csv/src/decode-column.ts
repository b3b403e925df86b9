/**
 * Turns the text of one field over many records into a column. Kernels read what is written plainly; a value they refuse
 * (a long number, an exponent, another form of date) is read by the parsers that casts use, and an error names its row.
 */
import { ArrowError, displayType, ScalarValue, type DataType, type ScalarData } from '@datafusion-ts/common';
import {
  allocBitmap,
  constantVector,
  countNulls,
  flatVector,
  kernels,
  makeBuilder,
  mem,
  parseDecimalLiteral,
  parseValue,
  type Arena,
  type ColumnVector,
} from '@datafusion-ts/compute';
import type { RecordSplitter, Records } from './record-splitter.js';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Digits of a decimal that 8 bytes hold. */
const NARROW_DIGITS = 18;

/** Reads rows from `from` on; gives the first row that it refuses, or the number of rows. */
type ReadRows = (from: number, to: number, validity: number) => number;
/** Stores a value that was read the exact way. */
type StoreValue = (row: number, to: number, value: ScalarData) => void;

const storeBigInt: StoreValue = (row, to, value) => {
  mem.i64[(to >>> 3) + row] = value as bigint;
};

const storeInt: Readonly<Record<number, StoreValue>> = {
  1: (row, to, value) => (mem.i8[to + row] = value as number),
  2: (row, to, value) => (mem.i16[(to >>> 1) + row] = value as number),
  4: (row, to, value) => (mem.i32[(to >>> 2) + row] = value as number),
  8: storeBigInt,
};

/** Decodes the columns of one table of records. */
export class ColumnDecoder {
  readonly #splitter: RecordSplitter;
  readonly #records: Records;
  readonly #nullPattern: RegExp | undefined;
  readonly #arena: Arena;

  /** Fields that match `nullPattern` are null; without one, empty fields are. Columns lie in `arena` and in the records. */
  constructor(splitter: RecordSplitter, records: Records, nullPattern: RegExp | undefined, arena: Arena) {
    this.#splitter = splitter;
    this.#records = records;
    this.#nullPattern = nullPattern;
    this.#arena = arena;
  }

  /** The column of wanted field `slot`, which is field `column` of the file. */
  decode(slot: number, column: number, type: DataType): ColumnVector {
    const { stride, count } = this.#records;
    const spans = this.#records.spans + slot * 8;
    if (this.#nullPattern !== undefined) this.#markNulls(spans, column, this.#nullPattern);
    const emptyNull = this.#nullPattern === undefined ? 1 : 0;
    switch (type.kind) {
      case 'Null':
        return constantVector(ScalarValue.null(), count);
      case 'Utf8':
      case 'LargeUtf8':
      case 'Utf8View': {
        const read: ReadRows = (from, to, validity) =>
          kernels().parseViews(spans, stride, from, count, emptyNull, to, validity);
        return this.#column(column, type, 16, read, undefined);
      }
      case 'Int8':
      case 'Int16':
      case 'Int32':
      case 'Int64': {
        const width = type.kind === 'Int8' ? 1 : type.kind === 'Int16' ? 2 : type.kind === 'Int32' ? 4 : 8;
        const read: ReadRows = (from, to, validity) =>
          kernels().parseInts(spans, stride, from, count, emptyNull, width, to, validity);
        return this.#column(column, type, width, read, storeInt[width]);
      }
      case 'Float64': {
        const read: ReadRows = (from, to, validity) =>
          kernels().parseFloats(spans, stride, from, count, emptyNull, to, validity);
        return this.#column(column, type, 8, read, (row, to, value) => (mem.f64[(to >>> 3) + row] = value as number));
      }
      case 'Date32': {
        const read: ReadRows = (from, to, validity) =>
          kernels().parseDates(spans, stride, from, count, emptyNull, to, validity);
        return this.#column(column, type, 4, read, storeInt[4]);
      }
      case 'Decimal128':
        if (type.precision <= NARROW_DIGITS && type.scale >= 0) {
          const { precision, scale } = type;
          const read: ReadRows = (from, to, validity) =>
            kernels().parseDecimals(spans, stride, from, count, emptyNull, precision, scale, to, validity);
          return this.#column(column, type, 8, read, storeBigInt);
        }
    }
    return this.#generic(spans, column, type, emptyNull !== 0);
  }

  #column(column: number, type: DataType, width: number, read: ReadRows, store: StoreValue | undefined): ColumnVector {
    const { count } = this.#records;
    const values = this.#arena.alloc(count * width);
    const validity = allocBitmap(count, true, this.#arena);
    for (let row = read(0, values, validity); row < count; row = read(row + 1, values, validity)) {
      const value = parseValue(type, this.#text(row, column));
      if (value === undefined || store === undefined) throw this.#fail(row, column, type);
      store(row, values, value);
    }
    const nullCount = countNulls(validity, count);
    return flatVector(type, count, { validity: nullCount === 0 ? 0 : validity, nullCount, values, width });
  }

  /** Any type with a text form, value by value. */
  #generic(spans: number, column: number, type: DataType, emptyNull: boolean): ColumnVector {
    const { stride, count } = this.#records;
    const builder = makeBuilder(type, count, this.#arena);
    const valueType = type.kind === 'Dictionary' ? type.valueType : type;
    for (let row = 0; row < count; row++) {
      const span = (spans + row * stride) >>> 2;
      const [start, end] = [mem.u32[span]!, mem.u32[span + 1]!];
      if (start === 0 || (emptyNull && start === end)) {
        builder.appendNull();
        continue;
      }
      const value = parseField(valueType, this.#decodeText(start, end, row, column));
      if (value === undefined) throw this.#fail(row, column, type);
      builder.append(new ScalarValue(type, value));
    }
    return builder.finish();
  }

  /** Makes the spans of fields that match the pattern null. */
  #markNulls(spans: number, column: number, pattern: RegExp): void {
    const { stride, count } = this.#records;
    for (let row = 0; row < count; row++) {
      const span = (spans + row * stride) >>> 2;
      const start = mem.u32[span]!;
      if (start !== 0 && pattern.test(this.#decodeText(start, mem.u32[span + 1]!, row, column))) mem.u32[span] = 0;
    }
  }

  #text(row: number, column: number): string {
    const { spans, stride } = this.#records;
    const slot = this.#splitter.slotOf(column);
    const span = (spans + row * stride + slot * 8) >>> 2;
    return this.#decodeText(mem.u32[span]!, mem.u32[span + 1]!, row, column);
  }

  #decodeText(start: number, end: number, row: number, column: number): string {
    try {
      return decoder.decode(mem.u8.slice(start, end));
    } catch (error) {
      const line = this.#records.firstLine + row;
      throw new ArrowError('Csv error', `Encountered invalid UTF-8 data for line ${line} and field ${column + 1}`, {
        cause: error,
      });
    }
  }

  /** The error for a field that is no value of the type. */
  #fail(row: number, column: number, type: DataType): ArrowError {
    const cells = this.#splitter.fieldsOf(this.#records, row);
    const line = this.#records.firstLine + row - 1;
    return new ArrowError(
      'Parser error',
      `Error while parsing value '${cells[column] ?? ''}' as type '${displayType(type)}' for column ${column} at line ${line}. Row data: '[${cells.join(',')}]'`,
    );
  }
}

/** As Arrow's readers do: digits of decimals behind the scale are cut off. */
function parseField(type: DataType, text: string): ScalarData | undefined {
  if (
    type.kind !== 'Decimal32' &&
    type.kind !== 'Decimal64' &&
    type.kind !== 'Decimal128' &&
    type.kind !== 'Decimal256'
  )
    return parseValue(type, text);
  const value = parseDecimalLiteral(text, type.scale);
  if (value === undefined) throw new ArrowError('Parser error', `can't parse the string value ${text} to decimal`);
  const limit = 10n ** BigInt(type.precision);
  if (value >= limit || value <= -limit) throw new ArrowError('Parser error', `parse decimal overflow (${text})`);
  return value;
}
