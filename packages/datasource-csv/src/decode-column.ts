/** Turns the bytes of one field over many records into a column. */
import { ArrowError, displayType, type DataType, type Field, type ScalarData } from '@datafusion-ts/common';
import {
  clearBit,
  constantVector,
  flatVector,
  makeBuilder,
  mem,
  parseDecimalLiteral,
  parseValue,
  writeView,
  type Arena,
  type ColumnVector,
} from '@datafusion-ts/compute';
import { ScalarValue } from '@datafusion-ts/common';
import type { Records } from './record-splitter.js';

/** Which fields are null: empty ones, or those that match a pattern. */
export type IsNull = (bytes: Uint8Array, start: number, end: number) => boolean;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The column of field `index`, `columns` fields a record, in memory of `arena`. */
export function decodeColumn(
  records: Records,
  index: number,
  columns: number,
  field: Field,
  isNull: IsNull,
  arena: Arena,
): ColumnVector {
  const cells = new Cells(records, index, columns, isNull);
  const type = field.dataType;
  switch (type.kind) {
    case 'Null':
      return constantVector(ScalarValue.null(), records.count);
    case 'Utf8':
    case 'LargeUtf8':
    case 'Utf8View':
      return decodeText(cells, type, arena);
    case 'Int8':
    case 'Int16':
    case 'Int32':
      return decodeSmallInts(cells, type, arena);
    case 'Int64':
      return decodeInt64(cells, type, arena);
    case 'Float64':
      return decodeFloat64(cells, type, arena);
    case 'Date32':
      return decodeDates(cells, type, arena);
    case 'Decimal128':
      return type.precision <= NARROW_DIGITS && type.scale >= 0
        ? decodeDecimals(cells, type, arena)
        : decodeGeneric(cells, type, arena);
    default:
      return decodeGeneric(cells, type, arena);
  }
}

/** The fields of one column. */
class Cells {
  readonly records: Records;
  readonly index: number;
  readonly #columns: number;
  readonly #isNull: IsNull;

  constructor(records: Records, index: number, columns: number, isNull: IsNull) {
    this.records = records;
    this.index = index;
    this.#columns = columns;
    this.#isNull = isNull;
  }

  get count(): number {
    return this.records.count;
  }
  get bytes(): Uint8Array {
    return this.records.bytes;
  }
  start(row: number): number {
    return this.records.starts[row * this.#columns + this.index]!;
  }
  end(row: number): number {
    return this.records.ends[row * this.#columns + this.index]!;
  }
  isNull(start: number, end: number): boolean {
    return start < 0 || this.#isNull(this.bytes, start, end);
  }
  text(row: number): string {
    try {
      return decoder.decode(this.bytes.subarray(this.start(row), this.end(row)));
    } catch (error) {
      throw new ArrowError(
        'Csv error',
        `Encountered invalid UTF-8 data for line ${this.line(row)} and field ${this.index + 1}`,
        { cause: error },
      );
    }
  }
  line(row: number): number {
    return this.records.firstLine + row;
  }

  /** The error for a field that is no value of the type. */
  fail(row: number, type: DataType): ArrowError {
    const { bytes, starts, ends } = this.records;
    const cells = Array.from({ length: this.#columns }, (_, i) => {
      const at = row * this.#columns + i;
      return new TextDecoder().decode(bytes.subarray(starts[at]!, ends[at]!));
    });
    const value = cells[this.index]!;
    return new ArrowError(
      'Parser error',
      `Error while parsing value '${value}' as type '${displayType(type)}' for column ${this.index} at line ${this.line(row) - 1}. Row data: '[${cells.join(',')}]'`,
    );
  }
}

/** Validity of a column while it is filled: allocated with the first null. */
class Nulls {
  readonly #arena: Arena;
  readonly #count: number;
  validity = 0;
  nullCount = 0;

  constructor(arena: Arena, count: number) {
    this.#arena = arena;
    this.#count = count;
  }

  add(row: number): void {
    if (this.validity === 0) {
      const bytes = (this.#count + 7) >>> 3;
      this.validity = this.#arena.alloc(bytes);
      mem.u8.fill(255, this.validity, this.validity + bytes);
    }
    clearBit(this.validity, row);
    this.nullCount++;
  }
}

function decodeText(cells: Cells, type: DataType, arena: Arena): ColumnVector {
  const { count, bytes } = cells;
  let total = 0;
  for (let row = 0; row < count; row++) {
    const length = cells.end(row) - cells.start(row);
    if (length > 12) total += length;
  }
  const values = arena.alloc(count * 16);
  let text = arena.alloc(total + 12);
  const nulls = new Nulls(arena, count);
  for (let row = 0; row < count; row++) {
    const start = cells.start(row);
    const end = cells.end(row);
    const view = values + row * 16;
    if (cells.isNull(start, end)) {
      nulls.add(row);
      mem.u32.fill(0, view >>> 2, (view >>> 2) + 4);
      continue;
    }
    if (!isAscii(bytes, start, end)) cells.text(row);
    mem.u8.set(bytes.subarray(start, end), text);
    writeView(view, text, end - start);
    if (end - start > 12) text += end - start;
  }
  return flatVector(type, count, { validity: nulls.validity, nullCount: nulls.nullCount, values, width: 16 });
}

function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i]! > 127) return false;
  return true;
}

/** Digits that always fit in a double exactly. */
const SAFE_DIGITS = 15;

/** An integer of up to 15 digits; NaN for anything else. */
function parseSafeInteger(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  const negative = bytes[at] === 45;
  if (negative || bytes[at] === 43) at++;
  if (at === end || end - at > SAFE_DIGITS) return Number.NaN;
  let value = 0;
  for (; at < end; at++) {
    const digit = bytes[at]! - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return negative ? -value : value;
}

function decodeSmallInts(cells: Cells, type: DataType, arena: Arena): ColumnVector {
  const { count, bytes } = cells;
  const width = type.kind === 'Int8' ? 1 : type.kind === 'Int16' ? 2 : 4;
  const values = arena.alloc(count * width);
  const nulls = new Nulls(arena, count);
  const out = width === 1 ? mem.i8 : width === 2 ? mem.i16 : mem.i32;
  const first = values / width;
  const limit = 2 ** (width * 8 - 1);
  for (let row = 0; row < count; row++) {
    const start = cells.start(row);
    const end = cells.end(row);
    if (cells.isNull(start, end)) {
      nulls.add(row);
      out[first + row] = 0;
      continue;
    }
    const value = parseSafeInteger(bytes, start, end);
    if (!(value >= -limit && value < limit)) throw cells.fail(row, type);
    out[first + row] = value;
  }
  return flatVector(type, count, { validity: nulls.validity, nullCount: nulls.nullCount, values, width });
}

function decodeInt64(cells: Cells, type: DataType, arena: Arena): ColumnVector {
  const { count, bytes } = cells;
  const values = arena.alloc(count * 8);
  const nulls = new Nulls(arena, count);
  for (let row = 0; row < count; row++) {
    const start = cells.start(row);
    const end = cells.end(row);
    const word = (values >>> 2) + row * 2;
    if (cells.isNull(start, end)) {
      nulls.add(row);
      mem.i32[word] = 0;
      mem.i32[word + 1] = 0;
      continue;
    }
    const value = parseSafeInteger(bytes, start, end);
    if (Number.isNaN(value)) {
      const exact = parseValue(type, cells.text(row));
      if (typeof exact !== 'bigint') throw cells.fail(row, type);
      mem.i64[word >>> 1] = exact;
    } else {
      // Low and high word of the two's complement, without a bigint.
      mem.i32[word] = value;
      mem.u32[word] = value >= 0 ? value % 2 ** 32 : 2 ** 32 + (value % 2 ** 32);
      mem.i32[word + 1] = Math.floor(value / 2 ** 32);
    }
  }
  return flatVector(type, count, { validity: nulls.validity, nullCount: nulls.nullCount, values, width: 8 });
}

const POWERS = Array.from({ length: 23 }, (_, i) => 10 ** i);

/** `-123.45` with at most 15 digits, exactly rounded because both parts of the division are exact; NaN for anything else. */
function parseSimpleFloat(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  const negative = bytes[at] === 45;
  if (negative) at++;
  let digits = 0;
  let fraction = -1;
  let value = 0;
  for (; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === 46) {
      if (fraction >= 0) return Number.NaN;
      fraction = 0;
      continue;
    }
    const digit = byte - 48;
    if (digit < 0 || digit > 9 || ++digits > SAFE_DIGITS) return Number.NaN;
    if (fraction >= 0) fraction++;
    value = value * 10 + digit;
  }
  if (digits === 0) return Number.NaN;
  const scaled = fraction > 0 ? value / POWERS[fraction]! : value;
  return negative ? -scaled : scaled;
}

function decodeFloat64(cells: Cells, type: DataType, arena: Arena): ColumnVector {
  const { count, bytes } = cells;
  const values = arena.alloc(count * 8);
  const nulls = new Nulls(arena, count);
  const { f64 } = mem;
  for (let row = 0; row < count; row++) {
    const start = cells.start(row);
    const end = cells.end(row);
    const at = (values >>> 3) + row;
    if (cells.isNull(start, end)) {
      nulls.add(row);
      f64[at] = 0;
      continue;
    }
    let value = parseSimpleFloat(bytes, start, end);
    if (Number.isNaN(value)) {
      const parsed = parseValue(type, cells.text(row));
      if (typeof parsed !== 'number') throw cells.fail(row, type);
      value = parsed;
    }
    f64[at] = value;
  }
  return flatVector(type, count, { validity: nulls.validity, nullCount: nulls.nullCount, values, width: 8 });
}

function decodeDates(cells: Cells, type: DataType, arena: Arena): ColumnVector {
  const { count, bytes } = cells;
  const values = arena.alloc(count * 4);
  const nulls = new Nulls(arena, count);
  for (let row = 0; row < count; row++) {
    const start = cells.start(row);
    const end = cells.end(row);
    const at = (values >>> 2) + row;
    if (cells.isNull(start, end)) {
      nulls.add(row);
      mem.i32[at] = 0;
      continue;
    }
    const days = parseIsoDate(bytes, start, end);
    if (Number.isNaN(days)) {
      const parsed = parseValue(type, cells.text(row));
      if (typeof parsed !== 'number') throw cells.fail(row, type);
      mem.i32[at] = parsed;
    } else mem.i32[at] = days;
  }
  return flatVector(type, count, { validity: nulls.validity, nullCount: nulls.nullCount, values, width: 4 });
}

/** Digits of a decimal that 8 bytes hold. */
const NARROW_DIGITS = 18;

/** `-123.45` as an integer of units of the scale, when it has at most 15 digits and no more decimals than the scale; else NaN. */
function parseUnits(bytes: Uint8Array, start: number, end: number, scale: number): number {
  let at = start;
  const negative = bytes[at] === 45;
  if (negative) at++;
  let digits = 0;
  let fraction = -1;
  let value = 0;
  for (; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === 46) {
      if (fraction >= 0) return Number.NaN;
      fraction = 0;
      continue;
    }
    const digit = byte - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    digits++;
    if (fraction >= 0) fraction++;
    value = value * 10 + digit;
  }
  const missing = scale - Math.max(fraction, 0);
  if (digits === 0 || missing < 0 || digits + missing > SAFE_DIGITS) return Number.NaN;
  value *= POWERS[missing]!;
  return negative ? -value : value;
}

function decodeDecimals(
  cells: Cells,
  type: DataType & { readonly precision: number; readonly scale: number },
  arena: Arena,
): ColumnVector {
  const { count, bytes } = cells;
  const values = arena.alloc(count * 8);
  const nulls = new Nulls(arena, count);
  const limit = 10 ** type.precision;
  for (let row = 0; row < count; row++) {
    const start = cells.start(row);
    const end = cells.end(row);
    const word = (values >>> 2) + row * 2;
    if (cells.isNull(start, end)) {
      nulls.add(row);
      mem.i32[word] = 0;
      mem.i32[word + 1] = 0;
      continue;
    }
    const units = parseUnits(bytes, start, end, type.scale);
    if (units > -limit && units < limit) {
      mem.u32[word] = units - Math.floor(units / 2 ** 32) * 2 ** 32;
      mem.i32[word + 1] = Math.floor(units / 2 ** 32);
    } else {
      const exact = parseValue(type, cells.text(row));
      if (typeof exact !== 'bigint') throw cells.fail(row, type);
      mem.i64[word >>> 1] = exact;
    }
  }
  return flatVector(type, count, { validity: nulls.validity, nullCount: nulls.nullCount, values, width: 8 });
}

const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days since 1970 of `YYYY-MM-DD`; NaN for anything else. */
function parseIsoDate(bytes: Uint8Array, start: number, end: number): number {
  if (end - start !== 10 || bytes[start + 4] !== 45 || bytes[start + 7] !== 45) return Number.NaN;
  const year = parseSafeInteger(bytes, start, start + 4);
  const month = parseSafeInteger(bytes, start + 5, start + 7);
  const day = parseSafeInteger(bytes, start + 8, end);
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= MONTH_DAYS[month - 1]!)) return Number.NaN;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (month === 2 && day === 29 && !leap) return Number.NaN;
  // Years counted from March, so that the leap day comes last.
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719468;
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

/** Any type with a text form, value by value. */
function decodeGeneric(cells: Cells, type: DataType, arena: Arena): ColumnVector {
  const builder = makeBuilder(type, cells.count, arena);
  const valueType = type.kind === 'Dictionary' ? type.valueType : type;
  for (let row = 0; row < cells.count; row++) {
    if (cells.isNull(cells.start(row), cells.end(row))) {
      builder.appendNull();
      continue;
    }
    const value = parseField(valueType, cells.text(row));
    if (value === undefined) throw cells.fail(row, type);
    builder.append(new ScalarValue(type, value));
  }
  return builder.finish();
}
