/**
 * Columns from values written as text, for readers of text formats. A span is where a value's text begins and ends, a pair
 * of u32 addresses; begin 0 is null. Kernels read what is written plainly; a value they refuse (a long number, an exponent,
 * another form of date) is read by the caller, one at a time.
 */
import type { DataType, ScalarData } from '@datafusion-ts/common';
import {
  allocBitmap,
  clearBit,
  countNulls,
  flatVector,
  kernels,
  mem,
  setBit,
  type Arena,
  type ColumnVector,
} from '@datafusion-ts/compute';

/** One column's spans: the pair of row `r` lies at `address + r * stride`. */
export interface Spans {
  readonly address: number;
  readonly stride: number;
  readonly count: number;
  /** Texts without bytes are null. */
  readonly emptyNull: boolean;
  /** Whether all texts are known to be ASCII; asked for columns of text. Default: they are looked at. */
  readonly isAscii?: () => boolean;
}

/**
 * Bytes from the spans of a column to those of the next when columns lie one after the other, of so many rows each: a line
 * of the cache more than they take, because columns a power of two apart would push each other out of it.
 */
export const columnBytesOf = (rows: number): number => ((rows * 8 + 63) & ~63) + 64;

/** The value of a row that the kernel refused; undefined gives up the column. */
export type ReadExact = (row: number) => ScalarData | undefined;

/** Digits of a decimal that 8 bytes hold. */
const NARROW_DIGITS = 18;

/** Reads rows from `from` on; gives the first row that it refuses, or the number of rows. */
type ReadRows = (from: number, to: number, validity: number) => number;
type StoreValue = (row: number, to: number, value: ScalarData) => void;

const storeBigInt: StoreValue = (row, to, value) => (mem.i64[(to >>> 3) + row] = value as bigint);
const storeDouble: StoreValue = (row, to, value) => (mem.f64[(to >>> 3) + row] = value as number);
const storeInt: Readonly<Record<number, StoreValue>> = {
  1: (row, to, value) => (mem.i8[to + row] = value as number),
  2: (row, to, value) => (mem.i16[(to >>> 1) + row] = value as number),
  4: (row, to, value) => (mem.i32[(to >>> 2) + row] = value as number),
  8: storeBigInt,
};
const integerWidths: Readonly<Partial<Record<DataType['kind'], number>>> = { Int8: 1, Int16: 2, Int32: 4, Int64: 8 };

/** Whether `decodeSpans` knows a type. */
export function decodesSpans(type: DataType): boolean {
  switch (type.kind) {
    case 'Boolean':
    case 'Utf8':
    case 'LargeUtf8':
    case 'Utf8View':
    case 'Int8':
    case 'Int16':
    case 'Int32':
    case 'Int64':
    case 'Float64':
    case 'Date32':
      return true;
    case 'Decimal128':
      return type.precision <= NARROW_DIGITS && type.scale >= 0;
    default:
      return false;
  }
}

/**
 * The column of a type that `decodesSpans` accepts, in memory of `arena`; long texts stay where their spans point.
 * Undefined when `exact` gives a value up.
 */
export function decodeSpans(spans: Spans, type: DataType, exact: ReadExact, arena: Arena): ColumnVector | undefined {
  const { address, stride, count } = spans;
  const emptyNull = spans.emptyNull ? 1 : 0;
  const width = integerWidths[type.kind];
  if (width !== undefined) {
    const read: ReadRows = (from, to, validity) =>
      kernels().parseInts(address, stride, from, count, emptyNull, width, to, validity);
    return fill(count, type, width, read, storeInt[width]!, exact, arena);
  }
  switch (type.kind) {
    case 'Float64': {
      const read: ReadRows = (from, to, validity) =>
        kernels().parseFloats(address, stride, from, count, emptyNull, to, validity);
      return fill(count, type, 8, read, storeDouble, exact, arena);
    }
    case 'Date32': {
      const read: ReadRows = (from, to, validity) =>
        kernels().parseDates(address, stride, from, count, emptyNull, to, validity);
      return fill(count, type, 4, read, storeInt[4]!, exact, arena);
    }
    case 'Decimal128': {
      const { precision, scale } = type;
      const read: ReadRows = (from, to, validity) =>
        kernels().parseDecimals(address, stride, from, count, emptyNull, precision, scale, to, validity);
      return fill(count, type, 8, read, storeBigInt, exact, arena);
    }
    case 'Boolean':
      return fill(
        count,
        type,
        0,
        readBooleans(spans),
        (row, to, value) => value === true && setBit(to, row),
        exact,
        arena,
      );
    default: {
      const ascii = spans.isAscii?.() === true ? 1 : 0;
      const read: ReadRows = (from, to, validity) =>
        kernels().parseViews(address, stride, from, count, emptyNull, ascii, to, validity);
      return fill(count, type, 16, read, () => undefined, exact, arena);
    }
  }
}

/** A column of values of `width` bytes, 0 for bits. */
function fill(
  count: number,
  type: DataType,
  width: number,
  read: ReadRows,
  store: StoreValue,
  exact: ReadExact,
  arena: Arena,
): ColumnVector | undefined {
  const values = width === 0 ? allocBitmap(count, false, arena) : arena.alloc(count * width);
  const validity = allocBitmap(count, true, arena);
  for (let row = read(0, values, validity); row < count; row = read(row + 1, values, validity)) {
    const value = exact(row);
    if (value === undefined) return undefined;
    store(row, values, value);
  }
  const nullCount = countNulls(validity, count);
  const parts = { validity: nullCount === 0 ? 0 : validity, nullCount, values };
  return flatVector(type, count, width === 0 ? parts : { ...parts, width });
}

/** `true` and `false`, in lower case. */
function readBooleans({ address, stride, count, emptyNull }: Spans): ReadRows {
  return (from, to, validity) => {
    const { u8, u32 } = mem;
    for (let row = from; row < count; row++) {
      const span = (address + row * stride) >>> 2;
      const start = u32[span]!;
      const length = u32[span + 1]! - start;
      if (start === 0 || (emptyNull && length === 0)) clearBit(validity, row);
      else if (length === 4 && u32At(u8, start) === TRUE) setBit(to, row);
      else if (length !== 5 || u32At(u8, start) !== FALS || u8[start + 4] !== 101) return row;
    }
    return count;
  };
}

/** The first four bytes of `true` and `false`. */
const TRUE = 0x65757274;
const FALS = 0x736c6166;
const u32At = (u8: Uint8Array, at: number): number =>
  (u8[at]! | (u8[at + 1]! << 8) | (u8[at + 2]! << 16) | (u8[at + 3]! << 24)) >>> 0;
