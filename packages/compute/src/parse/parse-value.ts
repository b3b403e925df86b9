import { type DataType, type ScalarData, type TimeUnit, nanosPerUnit } from '@datafusion-ts/common';
import { ArrowError } from '@datafusion-ts/common';
import { timeZone } from '../temporal/time-zone.js';
import { halfToNumber, numberToHalf } from '../vector/numbers.js';
import { unitsPerSecond } from '../temporal/units.js';
import { parseDate32, parseDate64 } from './parse-date.js';
import { parseDecimal } from './parse-decimal.js';
import { parseInterval } from './parse-interval.js';
import { parseBoolean, parseFloat64, parseInteger } from './parse-number.js';
import { parseTimeNanos } from './parse-time.js';
import { parseTimestampNanos } from './parse-timestamp.js';

/**
 * The value of a text as a type (what a ScalarValue of that type holds), by the rules of Arrow's casts from strings; undefined
 * when the text does not fit. Types without text form (lists, structs, unions …) give undefined. Decimals must fit
 * the precision.
 */
export function parseValue(type: DataType, text: string): ScalarData | undefined {
  switch (type.kind) {
    case 'Boolean':
      return parseBoolean(text);
    case 'Int8':
    case 'Int16':
    case 'Int32':
    case 'UInt8':
    case 'UInt16':
    case 'UInt32': {
      const value = parseInteger(type.kind, text);
      return value === undefined ? undefined : Number(value);
    }
    case 'Int64':
    case 'UInt64':
      return parseInteger(type.kind, text);
    case 'Float16': {
      const value = parseFloat64(text);
      return value === undefined ? undefined : halfToNumber(numberToHalf(value));
    }
    case 'Float64':
      return parseFloat64(text);
    case 'Float32': {
      const value = parseFloat64(text);
      return value === undefined ? undefined : Math.fround(value);
    }
    case 'Utf8':
    case 'LargeUtf8':
    case 'Utf8View':
      return text;
    case 'Binary':
    case 'LargeBinary':
    case 'BinaryView':
      return new TextEncoder().encode(text);
    case 'Decimal32':
    case 'Decimal64':
    case 'Decimal128':
    case 'Decimal256': {
      const value = type.scale < 0 ? undefined : parseDecimal(text, type.scale);
      const limit = 10n ** BigInt(type.precision);
      return value === undefined || value >= limit || value <= -limit ? undefined : value;
    }
    case 'Date32':
      return parseDate32(text);
    case 'Date64':
      return parseDate64(text);
    case 'Time32': {
      const time = parseTime(text, type.unit, 'Int32');
      return time === undefined ? undefined : Number(time);
    }
    case 'Time64':
      return parseTime(text, type.unit, 'Int64');
    case 'Timestamp':
      return parseTimestampValue(text, unitsPerSecond(type.unit), type.timezone);
    case 'Interval':
      return parseIntervalValue(text, type.unit);
    case 'Dictionary':
      return parseValue(type.valueType, text);
    default:
      return undefined;
  }
}

/** A moment in units since the epoch. Whole seconds drop a leap second, finer units run over into the next one. */
export function momentIn(seconds: number, nanos: number, perSecond: bigint): bigint {
  if (perSecond === 1n) return BigInt(seconds);
  return BigInt(seconds) * perSecond + (BigInt(nanos) * perSecond) / 1_000_000_000n;
}

function parseTimestampValue(text: string, perSecond: bigint, zone: string | undefined): bigint | undefined {
  const moment = parseTimestampNanos(text, zone === undefined ? undefined : timeZone(zone));
  if (!moment.ok) return undefined;
  const value = momentIn(moment.seconds, moment.nanos, perSecond);
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

function parseIntervalValue(text: string, unit: 'YearMonth' | 'DayTime' | 'MonthDayNano'): ScalarData | undefined {
  try {
    return intervalAs(text, unit);
  } catch (error) {
    if (error instanceof ArrowError) return undefined;
    throw error;
  }
}

/** What amounts without a unit count. */
const DEFAULT_UNITS = { YearMonth: 'year', DayTime: 'day', MonthDayNano: 'month' } as const;

/** A time of day in units since midnight; a bare integer counts units. */
export function parseTime(text: string, unit: TimeUnit, kind: 'Int32' | 'Int64'): bigint | undefined {
  const nanos = parseTimeNanos(text);
  return nanos === undefined ? parseInteger(kind, text) : nanos / nanosPerUnit(unit);
}

/** An interval text as one of Arrow's layouts; throws ArrowError when it is none or has parts the layout lacks. */
export function intervalAs(text: string, unit: 'YearMonth' | 'DayTime' | 'MonthDayNano'): ScalarData {
  const interval = parseInterval(text, DEFAULT_UNITS[unit]);
  if (unit === 'MonthDayNano') return interval;
  if (unit === 'YearMonth') {
    if (interval.days === 0 && interval.nanoseconds === 0n) return interval.months;
    throw new ArrowError(
      'Cast error',
      `Cannot cast ${text} to IntervalYearMonth. Only year and month fields are allowed.`,
    );
  }
  if (interval.nanoseconds % 1_000_000n !== 0n) {
    throw new ArrowError(
      'Cast error',
      `Cannot cast ${text} to IntervalDayTime because the nanos part isn't multiple of milliseconds`,
    );
  }
  return { days: interval.months * 30 + interval.days, milliseconds: Number(interval.nanoseconds / 1_000_000n) };
}
