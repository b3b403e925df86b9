/** From and to text. Text comes from Arrow's display; reading it back follows Arrow's grammars, errors quote the text. */
import { ArrowError, displayType, type DataType, type DataTypeOf } from '@datafusion-ts/common';
import { defaultFormatOptions } from '../format/format-options.js';
import { formatDays, formatSecondOfDay } from '../format/format-temporal.js';
import { makeFormatter } from '../format/format-value.js';
import { StringBuilder } from '../builders/string-builder.js';
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { intervalAs, momentIn, parseTime } from '../parse/parse-value.js';
import { parseDate32, parseDate64 } from '../parse/parse-date.js';
import { parseDecimal } from '../parse/parse-decimal.js';
import { parseBoolean, parseFloat64, parseInteger } from '../parse/parse-number.js';
import { parseTimestampNanos } from '../parse/parse-timestamp.js';
import { timeZone } from '../temporal/time-zone.js';
import { unitsPerSecond } from '../temporal/units.js';
import { bitmapBytes, getBit, setBit } from '../vector/bitmap.js';
import type { FlatVector } from '../vector/column-vector.js';
import { flatVector } from '../vector/flat-vector.js';
import { numberToHalf } from '../vector/numbers.js';
import { widthOf } from '../vector/physical-type.js';
import { byteLengthAt, bytesAddressAt, readString } from '../vector/view.js';
import { readDate, readFraction, readInteger, readSeconds } from './fast-text.js';
import { castToDecimal, precisionError, type DecimalType } from './cast-decimals.js';
import { castRows, ResultNulls, type CastOptions } from './row-cast.js';

const textOptions = { ...defaultFormatOptions, safe: false };

/** Any column with a display, as text. */
export function castToText(input: FlatVector, to: DataType, arena: Arena): FlatVector {
  const format = makeFormatter({ ...input, validity: 0 }, textOptions);
  const builder = new StringBuilder(arena, input.length, to);
  for (let row = 0; row < input.length; row++) {
    if (input.validity !== 0 && !getBit(input.validity, row)) builder.appendNull();
    else builder.appendString(format(row));
  }
  return builder.finish();
}

const cannot = (text: string, to: DataType): ArrowError =>
  new ArrowError('Cast error', `Cannot cast string '${text}' to value of ${displayType(to)} type`);

/** A text column as another type. */
export function castFromText(input: FlatVector, to: DataType, options: CastOptions, arena: Arena): FlatVector {
  switch (to.kind) {
    case 'Boolean':
      return textToBoolean(input, to, options, arena);
    case 'Decimal32':
    case 'Decimal64':
    case 'Decimal128':
    case 'Decimal256':
      return textToDecimal(input, to, options, arena);
    case 'Timestamp':
      return textToTimestamp(input, to, options, arena);
    case 'Interval':
      return textToInterval(input, to, options, arena);
    default: {
      const parse = fixedParser(to);
      const fast = fastReader(to);
      return castRows(
        input,
        to,
        widthOf(to),
        options,
        arena,
        (row, at) =>
          (fast !== undefined && fast(bytesAddressAt(input, row), byteLengthAt(input, row), at)) ||
          parse(readString(input, row), at),
        (row) => cannot(readString(input, row), to),
      );
    }
  }
}

function textToBoolean(input: FlatVector, to: DataType, options: CastOptions, arena: Arena): FlatVector {
  const values = arena.allocZeroed(bitmapBytes(input.length));
  const nulls = new ResultNulls(input, arena);
  for (let row = 0; row < input.length; row++) {
    if (input.validity !== 0 && !getBit(input.validity, row)) continue;
    const text = readString(input, row);
    const value = parseBoolean(text);
    if (value === true) setBit(values, row);
    else if (value === undefined) {
      if (!options.safe)
        throw new ArrowError('Cast error', `Cannot cast value '${text.trim().toLowerCase()}' to value of Boolean type`);
      nulls.markNull(row);
    }
  }
  return flatVector(to, input.length, { values, validity: nulls.validity, nullCount: nulls.nullCount });
}

/** Arrow's error names the kind with these numbers whatever the target. */
const DEFAULT_DECIMALS: Readonly<Record<DecimalType['kind'], string>> = {
  Decimal32: 'Decimal32(9, 2)',
  Decimal64: 'Decimal64(18, 6)',
  Decimal128: 'Decimal128(38, 10)',
  Decimal256: 'Decimal256(76, 10)',
};

function textToDecimal(input: FlatVector, to: DecimalType, options: CastOptions, arena: Arena): FlatVector {
  if (to.scale < 0) {
    throw new ArrowError('Invalid argument error', `Cannot cast string to decimal with negative scale ${to.scale}`);
  }
  const limit = 10n ** BigInt(to.precision);
  const bits = { Decimal32: 32, Decimal64: 64, Decimal128: 128, Decimal256: 256 }[to.kind];
  return castToDecimal(input, to, options, arena, (row) => {
    const text = readString(input, row);
    const value = parseDecimal(text, to.scale);
    if (value === undefined || BigInt.asIntN(bits, value) !== value) {
      return new ArrowError('Cast error', `Cannot cast string '${text}' to value of ${DEFAULT_DECIMALS[to.kind]} type`);
    }
    return value < limit && value > -limit ? value : precisionError(value, to);
  });
}

function textToTimestamp(
  input: FlatVector,
  to: DataTypeOf<'Timestamp'>,
  options: CastOptions,
  arena: Arena,
): FlatVector {
  const zone = to.timezone === undefined ? undefined : timeZone(to.timezone);
  const perSecond = unitsPerSecond(to.unit);
  let error: ArrowError | undefined;
  return castRows(
    input,
    to,
    8,
    options,
    arena,
    (row, at) => {
      if (zone === undefined && fastTimestamp(bytesAddressAt(input, row), byteLengthAt(input, row), perSecond, at)) {
        return true;
      }
      const moment = parseTimestampNanos(readString(input, row), zone);
      if (!moment.ok) {
        error = moment.error;
        return false;
      }
      const value = momentIn(moment.seconds, moment.nanos, perSecond);
      if (BigInt.asIntN(64, value) === value) {
        mem.i64[at >>> 3] = value;
        return true;
      }
      error = timestampOverflow(moment.seconds, moment.nanos, to.unit);
      return false;
    },
    () => error!,
  );
}

/** Writes a timestamp of the usual spelling; false when the text needs the general parser. */
function fastTimestamp(address: number, length: number, perSecond: bigint, at: number): boolean {
  const seconds = readSeconds(address, length);
  const nanos = readFraction(address, length);
  if (Number.isNaN(seconds + nanos)) return false;
  const value = momentIn(seconds, nanos, perSecond);
  if (BigInt.asIntN(64, value) !== value) return false;
  mem.i64[at >>> 3] = value;
  return true;
}

/** Reads the usual spelling of a type into the bytes of a value; undefined for types without a fast way. */
function fastReader(to: DataType): ((address: number, length: number, at: number) => boolean) | undefined {
  switch (to.kind) {
    case 'Date32':
      return (address, length, at) => {
        const days = readDate(address, length);
        mem.i32[at >>> 2] = days;
        return days === days;
      };
    case 'Int32':
      return (address, length, at) => {
        const value = readInteger(address, length);
        mem.i32[at >>> 2] = value;
        return value === mem.i32[at >>> 2];
      };
    case 'Int64':
      return (address, length, at) => {
        const value = readInteger(address, length);
        mem.i32[at >>> 2] = value % 4_294_967_296;
        mem.i32[(at >>> 2) + 1] = Math.floor(value / 4_294_967_296);
        return value === value;
      };
    default:
      return undefined;
  }
}

function timestampOverflow(seconds: number, nanos: number, unit: string): ArrowError {
  const day = Math.floor(seconds / 86_400);
  const text = `${formatDays(day)} ${formatSecondOfDay(seconds - day * 86_400, nanos)}`;
  return new ArrowError(
    'Cast error',
    `Overflow converting ${text} to ${unit}. The dates that can be represented as nanoseconds have to be between 1677-09-21T00:12:44.0 and 2262-04-11T23:47:16.854775804`,
  );
}

function textToInterval(input: FlatVector, to: DataTypeOf<'Interval'>, options: CastOptions, arena: Arena): FlatVector {
  let error: ArrowError | undefined;
  return castRows(
    input,
    to,
    widthOf(to),
    options,
    arena,
    (row, at) => {
      try {
        writeInterval(intervalAs(readString(input, row), to.unit), at);
        return true;
      } catch (failure) {
        if (!(failure instanceof ArrowError)) throw failure;
        error = failure;
        return false;
      }
    },
    () => error!,
  );
}

function writeInterval(value: ReturnType<typeof intervalAs>, at: number): void {
  const word = at >>> 2;
  if (typeof value === 'number') mem.i32[word] = value;
  else if (typeof value === 'object' && value !== null && 'nanoseconds' in value) {
    mem.i32[word] = value.months;
    mem.i32[word + 1] = value.days;
    mem.i64[(at >>> 3) + 1] = value.nanoseconds;
  } else if (typeof value === 'object' && value !== null && 'milliseconds' in value) {
    mem.i32[word] = value.days;
    mem.i32[word + 1] = value.milliseconds;
  }
}

/** Parses into the bytes of a value; false when the text does not fit. */
function fixedParser(to: DataType): (text: string, at: number) => boolean {
  switch (to.kind) {
    case 'Int8':
    case 'UInt8':
      return (text, at) => store(parseInteger(to.kind, text), (v) => (mem.u8[at] = Number(v)));
    case 'Int16':
    case 'UInt16':
      return (text, at) => store(parseInteger(to.kind, text), (v) => (mem.u16[at >>> 1] = Number(v)));
    case 'Int32':
    case 'UInt32':
      return (text, at) => store(parseInteger(to.kind, text), (v) => (mem.u32[at >>> 2] = Number(v)));
    case 'Int64':
    case 'UInt64':
      return (text, at) => store(parseInteger(to.kind, text), (v) => (mem.i64[at >>> 3] = v));
    case 'Float16':
      return (text, at) => store(parseFloat64(text), (v) => (mem.u16[at >>> 1] = numberToHalf(v)));
    case 'Float32':
      return (text, at) => store(parseFloat64(text), (v) => (mem.f32[at >>> 2] = v));
    case 'Float64':
      return (text, at) => store(parseFloat64(text), (v) => (mem.f64[at >>> 3] = v));
    case 'Date32':
      return (text, at) => store(parseDate32(text), (v) => (mem.i32[at >>> 2] = v));
    case 'Date64':
      return (text, at) => store(parseDate64(text), (v) => (mem.i64[at >>> 3] = v));
    case 'Time32':
      return (text, at) => store(parseTime(text, to.unit, 'Int32'), (v) => (mem.i32[at >>> 2] = Number(v)));
    case 'Time64':
      return (text, at) => store(parseTime(text, to.unit, 'Int64'), (v) => (mem.i64[at >>> 3] = v));
    default:
      return () => false;
  }
}

function store<T>(value: T | undefined, write: (value: T) => void): boolean {
  if (value === undefined) return false;
  write(value);
  return true;
}
