/**
 * Fields of dates, times, timestamps, durations and intervals (`date_part`, `extract`). Timestamps in a time zone show local
 * time. Seconds and finer count within the minute: `millisecond` of 9.123 s is 9123. Weeks and `isoyear` are ISO 8601's.
 */
import {
  ArrowError,
  DataTypes,
  displayType,
  ExecutionError,
  type DataType,
  type DataTypeOf,
  civilFromDays,
  dayOfWeek,
  dayOfYear,
  isoWeek,
  nanosPerUnit,
} from '@datafusion-ts/common';
import { kernels } from '../kernels/registry.js';
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { isNullConstant } from '../operand/operand.js';
import { mapDictionary } from '../structural/map-dictionary.js';
import type { ColumnVector, FlatVector } from '../vector/column-vector.js';
import { flatVector } from '../vector/flat-vector.js';
import { valueTypeOf } from '../vector/physical-type.js';
import { nullVector } from '../vector/scalar-access.js';
import { timeZone } from './time-zone.js';
import { floorDiv, unitsPerSecond } from './units.js';

/** Fields, named as in SQL. */
export type DatePart =
  | 'year'
  | 'isoyear'
  | 'quarter'
  | 'month'
  | 'week'
  | 'day'
  | 'dow'
  | 'isodow'
  | 'doy'
  | 'hour'
  | 'minute'
  | 'second'
  | 'millisecond'
  | 'microsecond'
  | 'nanosecond'
  | 'epoch';

const NAMES: Readonly<Record<DatePart, string>> = {
  year: 'years year yrs yr y',
  isoyear: 'isoyear',
  quarter: 'quarter qtr',
  month: 'months month mons mon',
  week: 'weeks week w',
  day: 'days day d',
  dow: 'dow',
  isodow: 'isodow',
  doy: 'doy',
  hour: 'hours hour hrs hr h',
  minute: 'minutes minute mins min m',
  second: 'seconds second secs sec s',
  millisecond: 'milliseconds millisecond mseconds msecond msecs msec ms',
  microsecond: 'microseconds microsecond useconds usecond usecs usec us',
  nanosecond: 'nanoseconds nanosecond',
  epoch: 'epoch',
};

/** The field of a name, quotes around it and case left out of account; throws ExecutionError for unknown names. */
export function parseDatePart(name: string): DatePart {
  const word = name.replace(/^['"]+|['"]+$/g, '').toLowerCase();
  for (const [part, names] of Object.entries(NAMES)) if (names.split(' ').includes(word)) return part as DatePart;
  throw new ExecutionError(`Date part '${name}' not supported`);
}

/** Arrow's names, which its errors show. */
const ARROW_NAMES: Readonly<Record<DatePart, string>> = {
  year: 'Year',
  isoyear: 'YearISO',
  quarter: 'Quarter',
  month: 'Month',
  week: 'Week',
  day: 'Day',
  dow: 'DayOfWeekSunday0',
  isodow: 'DayOfWeekMonday0',
  doy: 'DayOfYear',
  hour: 'Hour',
  minute: 'Minute',
  second: 'Second',
  millisecond: 'Millisecond',
  microsecond: 'Microsecond',
  nanosecond: 'Nanosecond',
  epoch: 'Epoch',
};

/** Type of a field: doubles for `epoch`, Int64 for `nanosecond`, else Int32. */
export function datePartType(part: DatePart): DataType {
  if (part === 'epoch') return DataTypes.Float64;
  return part === 'nanosecond' ? DataTypes.Int64 : DataTypes.Int32;
}

/** The field of each value; throws ArrowError (`Year does not support: Time64(ns)`) for types without it. */
export function datePart(part: DatePart, vector: ColumnVector, arena: Arena): ColumnVector {
  if (isNullConstant(vector)) return nullVector(datePartType(part), vector.length);
  return mapDictionary(vector, arena, (flat, own) => {
    const type = valueTypeOf(flat.type);
    const values = part === 'epoch' ? epochs(flat, type, own) : fields(part, flat, type, own);
    const width = part === 'epoch' || part === 'nanosecond' ? 8 : 4;
    return flatVector(datePartType(part), flat.length, {
      values,
      width,
      validity: flat.validity,
      nullCount: flat.nullCount,
    });
  });
}

const unsupported = (part: DatePart, type: DataType): ArrowError =>
  new ArrowError('Compute error', `${ARROW_NAMES[part]} does not support: ${displayType(type)}`);

function fields(part: DatePart, flat: FlatVector, type: DataType, arena: Arena): number {
  switch (type.kind) {
    case 'Date32':
      return (
        civilFields(part, flat.values, flat.length, arena) ??
        momentFields(part, flat, { days: (row) => mem.i32[(flat.values >>> 2) + row]! }, arena)
      );
    case 'Date64':
      return ofTimestamps(part, flat, 1000n, undefined, arena);
    case 'Timestamp':
      return ofTimestamps(part, flat, unitsPerSecond(type.unit), type.timezone, arena);
    case 'Time32':
    case 'Time64':
      if (!isClock(part)) throw unsupported(part, type);
      return ofTimes(part, flat, unitsPerSecond(type.unit), type.kind === 'Time32', arena);
    case 'Duration':
      return ofDurations(part, flat, type, arena);
    case 'Interval':
      return ofIntervals(part, flat, type, arena);
    default:
      throw unsupported(part, type);
  }
}

/** A moment seen from a place: days since the epoch and, unless it is a date, nanoseconds of the day. */
interface Moments {
  days(row: number): number;
  nanos?(row: number): bigint;
}

const DAY = 86_400n;

function ofTimestamps(
  part: DatePart,
  flat: FlatVector,
  per: bigint,
  zoneName: string | undefined,
  arena: Arena,
): number {
  const local = zoneName === undefined ? flat.values : toLocalValues(flat, per, zoneName, arena);
  const k = kernels();
  if (part === 'hour' || part === 'minute' || part === 'second') {
    const to = arena.alloc(flat.length * 4);
    const [factor, modulus] = part === 'hour' ? [3600n, 24n] : part === 'minute' ? [60n, 60n] : [1n, 60n];
    k.divFloorI64(local, flat.length, per * factor, modulus, to);
    return to;
  }
  const dayNumbers = arena.alloc(flat.length * 4);
  k.divFloorI64(local, flat.length, per * DAY, 0n, dayNumbers);
  const civil = civilFields(part, dayNumbers, flat.length, arena);
  if (civil !== undefined) return civil;
  const perNano = 1_000_000_000n / per;
  return momentFields(
    part,
    flat,
    {
      days: (row) => mem.i32[(dayNumbers >>> 2) + row]!,
      nanos: (row) =>
        (mem.i64[(local >>> 3) + row]! - BigInt(mem.i32[(dayNumbers >>> 2) + row]!) * per * DAY) * perNano,
    },
    arena,
  );
}

const CIVIL: Partial<Record<DatePart, number>> = { year: 0, quarter: 1, month: 2, day: 3 };

/** Year, quarter, month or day of day numbers; undefined for other fields. */
function civilFields(part: DatePart, days: number, length: number, arena: Arena): number | undefined {
  const field = CIVIL[part];
  if (field === undefined) return undefined;
  const to = arena.alloc(length * 4);
  kernels().civilPart(days, length, field, to);
  return to;
}

function toLocalValues(flat: FlatVector, per: bigint, zoneName: string, arena: Arena): number {
  const zone = timeZone(zoneName);
  if (zone.fixed === 0) return flat.values;
  const to = arena.alloc(flat.length * 8);
  const { i64 } = mem;
  for (let i = 0; i < flat.length; i++) {
    const value = i64[(flat.values >>> 3) + i]!;
    const offset = zone.fixed ?? zone.offsetAt(Number(floorDiv(value, per)));
    i64[(to >>> 3) + i] = value + BigInt(offset) * per;
  }
  return to;
}

function momentFields(part: DatePart, flat: FlatVector, moments: Moments, arena: Arena): number {
  const to = arena.alloc(flat.length * (part === 'nanosecond' ? 8 : 4));
  if (part === 'nanosecond') {
    for (let i = 0; i < flat.length; i++) mem.i64[(to >>> 3) + i] = (moments.nanos?.(i) ?? 0n) % 60_000_000_000n;
    return to;
  }
  const read = isClock(part) ? clockReader(part, moments) : dayReader(part, moments);
  const { i32 } = mem;
  for (let i = 0; i < flat.length; i++) i32[(to >>> 2) + i] = read(i);
  return to;
}

type ClockPart = 'hour' | 'minute' | 'second' | 'millisecond' | 'microsecond' | 'nanosecond';

function isClock(part: DatePart): part is ClockPart {
  return part in CLOCK;
}

/** Divisor of nanoseconds and modulus of what that gives. */
const CLOCK: Readonly<Record<ClockPart, readonly [bigint, bigint]>> = {
  hour: [3_600_000_000_000n, 24n],
  minute: [60_000_000_000n, 60n],
  second: [1_000_000_000n, 60n],
  millisecond: [1_000_000n, 60_000n],
  microsecond: [1_000n, 60_000_000n],
  nanosecond: [1n, 60_000_000_000n],
};

function clockReader(part: ClockPart, moments: Moments): (row: number) => number {
  const nanos = moments.nanos?.bind(moments);
  if (nanos === undefined) return () => 0;
  const [divisor, modulus] = CLOCK[part];
  return (row) => Number((nanos(row) / divisor) % modulus);
}

function dayReader(part: Exclude<DatePart, ClockPart>, { days }: Moments): (row: number) => number {
  switch (part) {
    case 'year':
      return (row) => civilFromDays(days(row)).year;
    case 'isoyear':
      return (row) => isoWeek(days(row)).year;
    case 'quarter':
      return (row) => Math.ceil(civilFromDays(days(row)).month / 3);
    case 'month':
      return (row) => civilFromDays(days(row)).month;
    case 'week':
      return (row) => isoWeek(days(row)).week;
    case 'day':
      return (row) => civilFromDays(days(row)).day;
    case 'dow':
      return (row) => dayOfWeek(days(row));
    case 'isodow':
      return (row) => dayOfWeek(days(row)) || 7;
    case 'doy':
      return (row) => dayOfYear(days(row));
    case 'epoch':
      return () => 0;
  }
}

function ofTimes(part: ClockPart, flat: FlatVector, per: bigint, is32: boolean, arena: Arena): number {
  const perNano = 1_000_000_000n / per;
  const read = is32
    ? (row: number): bigint => BigInt(mem.i32[(flat.values >>> 2) + row]!)
    : (row: number): bigint => mem.i64[(flat.values >>> 3) + row]!;
  return momentFields(part, flat, { days: () => 0, nanos: (row) => read(row) * perNano }, arena);
}

/** Writes truncated integers computed from each row. */
function writeParts(part: DatePart, flat: FlatVector, arena: Arena, read: (row: number) => bigint): number {
  const wide = part === 'nanosecond';
  const to = arena.alloc(flat.length * (wide ? 8 : 4));
  for (let i = 0; i < flat.length; i++) {
    if (wide) mem.i64[(to >>> 3) + i] = read(i);
    else mem.i32[(to >>> 2) + i] = Number(BigInt.asIntN(32, read(i)));
  }
  return to;
}

/** Total counts: a duration of 100000 s has 27 hours and 100000 seconds. */
function ofDurations(part: DatePart, flat: FlatVector, type: DataTypeOf<'Duration'>, arena: Arena): number {
  const totals: Partial<Record<DatePart, bigint>> = { week: 604_800_000_000_000n, day: 86_400_000_000_000n };
  const divisor = totals[part] ?? (isClock(part) ? CLOCK[part][0] : undefined);
  if (divisor === undefined) throw unsupported(part, type);
  const nanosPer = nanosPerUnit(type.unit);
  return writeParts(part, flat, arena, (row) => (mem.i64[(flat.values >>> 3) + row]! * nanosPer) / divisor);
}

function ofIntervals(part: DatePart, flat: FlatVector, type: DataTypeOf<'Interval'>, arena: Arena): number {
  const word = (row: number, index: number, words: number): bigint =>
    BigInt(mem.i32[(flat.values >>> 2) + row * words + index]!);
  const months = (row: number): bigint => word(row, 0, type.unit === 'YearMonth' ? 1 : 4);
  const hasMonths = type.unit !== 'DayTime';
  const hasDays = type.unit !== 'YearMonth';
  const days = (row: number): bigint => (type.unit === 'DayTime' ? word(row, 0, 2) : word(row, 1, 4));
  const nanos = (row: number): bigint =>
    type.unit === 'DayTime' ? word(row, 1, 2) * 1_000_000n : mem.i64[(flat.values >>> 3) + row * 2 + 1]!;
  if (part === 'year' && hasMonths) return writeParts(part, flat, arena, (row) => months(row) / 12n);
  if (part === 'month' && hasMonths) return writeParts(part, flat, arena, (row) => months(row) % 12n);
  if (part === 'week' && hasDays) return writeParts(part, flat, arena, (row) => days(row) / 7n);
  if (part === 'day' && hasDays) return writeParts(part, flat, arena, days);
  if (!isClock(part) || !hasDays) throw unsupported(isFinerThanSecond(part) ? 'second' : part, type);
  const [divisor, modulus] = CLOCK[part];
  if (part === 'nanosecond') {
    // DataFusion adds the seconds to Arrow's count of nanoseconds, which has them already.
    return writeParts(
      part,
      flat,
      arena,
      (row) => ((nanos(row) / 1_000_000_000n) % 60n) * 1_000_000_000n + (nanos(row) % modulus),
    );
  }
  // Hours are not cut at a day: days and hours are separate parts of an interval.
  return writeParts(part, flat, arena, (row) =>
    part === 'hour' ? nanos(row) / divisor : (nanos(row) / divisor) % modulus,
  );
}

const isFinerThanSecond = (part: DatePart): boolean =>
  part === 'millisecond' || part === 'microsecond' || part === 'nanosecond';

/** Seconds since the epoch (timestamps, dates), since midnight (times), or in all (durations, intervals). */
function epochs(flat: FlatVector, type: DataType, arena: Arena): number {
  const to = arena.alloc(flat.length * 8);
  const read = epochReader(flat, type);
  for (let i = 0; i < flat.length; i++) mem.f64[(to >>> 3) + i] = read(i);
  return to;
}

function epochReader(flat: FlatVector, type: DataType): (row: number) => number {
  const wide = (row: number): number => Number(mem.i64[(flat.values >>> 3) + row]!);
  const narrow = (row: number): number => mem.i32[(flat.values >>> 2) + row]!;
  switch (type.kind) {
    case 'Date32':
      return (row) => narrow(row) * 86_400;
    case 'Date64':
      return (row) => wide(row) / 1000;
    case 'Timestamp':
    case 'Duration':
    case 'Time64': {
      const per = Number(unitsPerSecond(type.unit));
      return (row) => wide(row) / per;
    }
    case 'Time32': {
      const per = Number(unitsPerSecond(type.unit));
      return (row) => narrow(row) / per;
    }
    case 'Interval':
      return intervalEpochs(flat, type);
    default:
      throw new ExecutionError(`Can not convert ${displayType(type)} to epoch`);
  }
}

/** A month counts as 30 days. */
function intervalEpochs(flat: FlatVector, type: DataTypeOf<'Interval'>): (row: number) => number {
  const word = (row: number, index: number, words: number): number =>
    mem.i32[(flat.values >>> 2) + row * words + index]!;
  switch (type.unit) {
    case 'YearMonth':
      return (row) => word(row, 0, 1) * 30 * 86_400;
    case 'DayTime':
      return (row) => word(row, 0, 2) * 86_400 + word(row, 1, 2) / 1000;
    case 'MonthDayNano':
      return (row) =>
        (word(row, 0, 4) * 30 + word(row, 1, 4)) * 86_400 + Number(mem.i64[(flat.values >>> 3) + row * 2 + 1]!) / 1e9;
  }
}
