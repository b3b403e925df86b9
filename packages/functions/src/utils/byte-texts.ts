/** Texts as bytes of UTF-8 in the engine memory: read and written without JavaScript's strings. */
import { ResourcesExhaustedError, type DataType } from '@datafusion-ts/common';
import {
  byteLengthAt,
  bytesAddressAt,
  flatten,
  isNull,
  mem,
  nullVector,
  StringBuilder,
  type Arena,
  type ColumnVector,
} from '@datafusion-ts/compute';
import type { ScalarFunctionArgs } from '@datafusion-ts/expr';
import { evaluateOnce, type Call, type NullHandling } from './rows.js';

/** Texts of a column as bytes in the engine memory. */
export interface Texts {
  isNull(row: number): boolean;
  address(row: number): number;
  /** Bytes. */
  length(row: number): number;
}

/** The texts (or bytes) of a column of any encoding. */
export function textsOf(column: ColumnVector, arena: Arena): Texts {
  const flat = flatten(column, arena);
  if (flat.type.kind === 'FixedSizeBinary') {
    const { values, width } = flat;
    return { isNull: (row) => isNull(flat, row), address: (row) => values + row * width, length: () => width };
  }
  const none = flat.type.kind === 'Null';
  return {
    isNull: (row) => none || isNull(flat, row),
    address: (row) => bytesAddressAt(flat, row),
    length: (row) => byteLengthAt(flat, row),
  };
}

/** Bytes of the first `count` characters of a text, or all bytes when it has fewer. */
export function bytesOfChars(address: number, length: number, count: number): number {
  const { u8 } = mem;
  let at = 0;
  for (let left = count; at < length && left > 0; left--) {
    at++;
    while (at < length && (u8[address + at]! & 0xc0) === 0x80) at++;
  }
  return at;
}

/** Characters in a piece of text. */
export function charsIn(address: number, length: number): number {
  const { u8 } = mem;
  let count = 0;
  for (let i = 0; i < length; i++) if ((u8[address + i]! & 0xc0) !== 0x80) count++;
  return count;
}

/** Writes the value of a row. */
export type WriteRow = (row: number, builder: StringBuilder) => void;

/** Makes the function that writes rows from the argument columns. */
export type PrepareWrite = (args: readonly ColumnVector[], arena: Arena) => WriteRow;

/** A column of text written row by row. */
export function writeEach({ args, rowCount, arena }: Call, type: DataType, prepare: PrepareWrite): ColumnVector {
  const write = prepare(args, arena);
  const builder = new StringBuilder(arena, rowCount, type);
  for (let row = 0; row < rowCount; row++) write(row, builder);
  return builder.finish();
}

/** A column of text that is written as bytes, never as JavaScript's strings, which end at half a gigabyte. */
export function writtenRows(call: ScalarFunctionArgs, prepare: PrepareWrite, nulls?: NullHandling): ColumnVector {
  const type = call.returnField.dataType;
  if (type.kind === 'Null') return nullVector(type, call.rowCount);
  return evaluateOnce(call, (own) => writeEach(own, type, prepare), nulls);
}

/** Bytes of the longest text. */
export const LONGEST_TEXT = 0x7fff_ffff;

/** Throws when no text can have so many bytes. */
export function checkTextSize(bytes: number): void {
  if (bytes > LONGEST_TEXT) {
    throw new ResourcesExhaustedError(`A text of ${bytes} bytes is longer than the limit of ${LONGEST_TEXT} bytes`);
  }
}

/** Room for a text of so many bytes; throws when no text can be that long. */
export function reserveText(builder: StringBuilder, bytes: number): number {
  checkTextSize(bytes);
  return builder.reserve(bytes);
}

/** Writes bytes over and over until `length` bytes are written; `unit` of them lie at `from`. */
export function writeRepeated(to: number, from: number, unit: number, length: number): void {
  const { u8 } = mem;
  const first = Math.min(unit, length);
  u8.copyWithin(to, from, from + first);
  for (let done = first; done < length; done *= 2) {
    u8.copyWithin(to + done, to, to + Math.min(done, length - done));
  }
}

/** Copies the text of a row to an address; gives the address behind it. */
export function copyText(texts: Texts, row: number, to: number): number {
  return copyBytes(texts.address(row), texts.length(row), to);
}

/** Copies bytes; gives the address behind them. */
export function copyBytes(from: number, length: number, to: number): number {
  const { u8 } = mem;
  if (length > SHORT) u8.copyWithin(to, from, from + length);
  else for (let i = 0; i < length; i++) u8[to + i] = u8[from + i]!;
  return to + length;
}

/** Up to how many bytes a loop copies faster than a call. */
const SHORT = 24;

/** First place at or behind `from` where `size` bytes at `needle` lie in a text; -1 when there is none. */
export function findBytes(text: number, length: number, from: number, needle: number, size: number): number {
  if (size === 0) return from <= length ? from : -1;
  const { u8 } = mem;
  const first = u8[needle]!;
  const last = text + length - size;
  for (let at = text + from; at <= last; at++) {
    if (u8[at] !== first) continue;
    let same = 1;
    while (same < size && u8[at + same] === u8[needle + same]) same++;
    if (same === size) return at - text;
  }
  return -1;
}
