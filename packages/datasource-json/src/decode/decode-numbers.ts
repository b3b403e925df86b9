/** Columns of the commonest numbers; values that fit a double exactly take the short way. */
import { ArrowError, DataTypes, displayType, type DataType } from '@datafusion-ts/common';
import {
  flatVector,
  integerRange,
  mem,
  parseFloat64,
  parseInteger,
  type Arena,
  type ColumnVector,
} from '@datafusion-ts/compute';
import { textAt } from '../scan/print-tape.js';
import { ESCAPED, NUMBER, STRING, type Tape } from '../scan/tape.js';
import { isMissing, Nulls, wrongShape, type Rows } from './rows.js';

/** Digits that always fit in a double exactly. */
const SAFE_DIGITS = 15;

/** The error for a string or number that is no value of the type. */
export function unparsable(tape: Tape, index: number, type: DataType, reason = ''): ArrowError {
  const text = textAt(tape, index);
  const shown = tape.kind(index) === NUMBER ? text : `"${text}"`;
  return new ArrowError('Json error', `failed to parse ${shown} as ${displayType(type)}${reason}`);
}

/** The text of a string or number; anything else is an error. */
export function primitiveText(tape: Tape, index: number): string {
  const kind = tape.kind(index);
  if (kind !== NUMBER && kind !== STRING && kind !== ESCAPED) throw wrongShape(tape, index, 'primitive');
  return textAt(tape, index);
}

/** A number of up to 15 digits without point or exponent; NaN for anything else. */
function safeInteger(tape: Tape, index: number): number {
  if (tape.kind(index) !== NUMBER) return Number.NaN;
  const { bytes } = tape;
  const end = tape.last(index);
  let at = tape.first(index);
  const negative = bytes[at] === 45;
  if (negative) at++;
  if (at === end || end - at > SAFE_DIGITS) return Number.NaN;
  let value = 0;
  for (; at < end; at++) {
    const digit = bytes[at]! - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return negative ? -value : value;
}

/** Any integer: exact digits, or a number with point or exponent cut to its whole part. */
export function integerAt(tape: Tape, index: number, type: DataType): bigint {
  const text = primitiveText(tape, index);
  const exact = parseInteger(type.kind, text);
  if (exact !== undefined) return exact;
  const float = tape.kind(index) === NUMBER ? parseFloat64(text) : undefined;
  if (float === undefined || !Number.isFinite(float)) throw unparsable(tape, index, type);
  const value = BigInt(Math.trunc(float));
  const range = integerRange(type.kind);
  if (range === undefined || value < range[0] || value > range[1]) throw unparsable(tape, index, type);
  return value;
}

export function decodeSmallInts(
  rows: Rows,
  type: DataType,
  kind: 'Int8' | 'Int16' | 'Int32',
  arena: Arena,
): ColumnVector {
  const { tape, at } = rows;
  const count = at.length;
  const width = kind === 'Int8' ? 1 : kind === 'Int16' ? 2 : 4;
  const limit = 2 ** (width * 8 - 1);
  const values = arena.alloc(count * width);
  const nulls = new Nulls(arena, count);
  for (let row = 0; row < count; row++) {
    let value = 0;
    if (isMissing(rows, row)) nulls.add(row);
    else {
      value = safeInteger(tape, at[row]!);
      if (!(value >= -limit && value < limit)) value = Number(integerAt(tape, at[row]!, type));
    }
    const out = width === 1 ? mem.i8 : width === 2 ? mem.i16 : mem.i32;
    out[values / width + row] = value;
  }
  return flatVector(type, count, { validity: nulls.validity, nullCount: nulls.nullCount, values, width });
}

export function decodeInt64(rows: Rows, arena: Arena): ColumnVector {
  const type = DataTypes.Int64;
  const { tape, at } = rows;
  const count = at.length;
  const values = arena.alloc(count * 8);
  const nulls = new Nulls(arena, count);
  for (let row = 0; row < count; row++) {
    const word = (values >>> 2) + row * 2;
    if (isMissing(rows, row)) {
      nulls.add(row);
      mem.i32[word] = 0;
      mem.i32[word + 1] = 0;
      continue;
    }
    const value = safeInteger(tape, at[row]!);
    if (Number.isNaN(value)) mem.i64[word >>> 1] = integerAt(tape, at[row]!, type);
    else {
      // Low and high word of the two's complement, without a bigint.
      mem.i32[word] = value % 2 ** 32;
      mem.i32[word + 1] = Math.floor(value / 2 ** 32);
    }
  }
  return flatVector(type, count, { validity: nulls.validity, nullCount: nulls.nullCount, values, width: 8 });
}

export function decodeFloat64(rows: Rows, type: DataType, arena: Arena): ColumnVector {
  const { tape, at } = rows;
  const count = at.length;
  const values = arena.alloc(count * 8);
  const nulls = new Nulls(arena, count);
  for (let row = 0; row < count; row++) {
    let value = 0;
    if (isMissing(rows, row)) nulls.add(row);
    else {
      const parsed = parseFloat64(primitiveText(tape, at[row]!));
      if (parsed === undefined) throw unparsable(tape, at[row]!, type);
      value = parsed;
    }
    mem.f64[(values >>> 3) + row] = value;
  }
  return flatVector(type, count, { validity: nulls.validity, nullCount: nulls.nullCount, values, width: 8 });
}
