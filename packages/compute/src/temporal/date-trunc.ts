/**
 * `date_trunc`: timestamps and times cut down to the start of a unit. In a time zone the local clock is cut; a start that a change
 * of the clock repeats takes the offset of the value, one that is skipped takes the offset before the change.
 */
import {
  DataTypes,
  ExecutionError,
  displayType,
  type DataType,
  civilFromDays,
  dayOfWeek,
  daysFromCivil,
  nanosPerUnit,
} from '@datafusion-ts/common';
import { kernels } from '../kernels/registry.js';
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { isNullConstant } from '../operand/operand.js';
import { mapDictionary } from '../structural/map-dictionary.js';
import type { ColumnVector, FlatVector } from '../vector/column-vector.js';
import { valueTypeOf } from '../vector/physical-type.js';
import { getBit } from '../vector/bitmap.js';
import { timeZone, type TimeZone } from './time-zone.js';
import { floorDiv, floorMod, unitsPerSecond } from './units.js';

const GRANULARITIES = [
  'microsecond',
  'millisecond',
  'second',
  'minute',
  'hour',
  'day',
  'week',
  'month',
  'quarter',
  'year',
] as const;

/** Units that can be cut to. */
export type DateTruncGranularity = (typeof GRANULARITIES)[number];

/** The unit of a name in any case; throws ExecutionError for unknown ones. */
export function parseGranularity(name: string): DateTruncGranularity {
  const word = name.toLowerCase();
  const found = GRANULARITIES.find((granularity) => granularity === word);
  if (found !== undefined) return found;
  throw new ExecutionError(
    `Unsupported date_trunc granularity: '${word}'. Supported values are: ${GRANULARITIES.join(', ')}`,
  );
}

const SECONDS: Partial<Record<DateTruncGranularity, bigint>> = {
  second: 1n,
  minute: 60n,
  hour: 3600n,
  day: 86_400n,
  week: 604_800n,
};

/** Length of a unit in the resolution of the values; 1 when finer than that, undefined for units of varying length. */
function stepOf(granularity: DateTruncGranularity, per: bigint): bigint | undefined {
  if (granularity === 'microsecond') return per > 1_000_000n ? per / 1_000_000n : 1n;
  if (granularity === 'millisecond') return per > 1000n ? per / 1000n : 1n;
  const seconds = SECONDS[granularity];
  return seconds === undefined ? undefined : seconds * per;
}

/** 1969-12-29, a Monday. */
const MONDAY = -3n * 86_400n;

/** Each timestamp or time cut to its unit, of the same type. */
export function dateTrunc(granularity: DateTruncGranularity, vector: ColumnVector, arena: Arena): ColumnVector {
  if (isNullConstant(vector)) return vector;
  return mapDictionary(vector, arena, (flat, own) => truncFlat(granularity, flat, valueTypeOf(flat.type), own));
}

function truncFlat(granularity: DateTruncGranularity, flat: FlatVector, type: DataType, arena: Arena): FlatVector {
  switch (type.kind) {
    case 'Timestamp': {
      const per = unitsPerSecond(type.unit);
      checkRange(granularity, flat, nanosPerUnit(type.unit));
      const zone = type.timezone === undefined ? undefined : timeZone(type.timezone);
      const step = stepOf(granularity, per);
      const starts =
        step !== undefined && (zone === undefined || zone.fixed === 0 || step <= per)
          ? floorTo(flat, step, granularity === 'week' ? MONDAY * per : 0n, arena)
          : zone === undefined || zone.fixed === 0
            ? truncMonths(granularity, flat, per, arena)
            : truncLocal(granularity, flat, per, zone, arena);
      checkStarts(flat, starts, per);
      return starts;
    }
    case 'Time32':
    case 'Time64':
      return truncTimes(granularity, flat, unitsPerSecond(type.unit), arena);
    default:
      throw new ExecutionError(`date_trunc does not support ${displayType(type)}`);
  }
}

/** DataFusion cuts to a week or more in nanoseconds and refuses what they cannot count. */
function checkRange(granularity: DateTruncGranularity, flat: FlatVector, nanosPer: bigint): void {
  if (nanosPer === 1n || GRANULARITIES.indexOf(granularity) < GRANULARITIES.indexOf('week')) return;
  const limit = (2n ** 63n - 1n) / nanosPer;
  const row = kernels().boundI64(flat.values, flat.length, flat.validity, limit);
  if (row < flat.length) throw new ExecutionError(`Timestamp ${mem.i64[(flat.values >>> 3) + row]} out of range`);
}

/** More seconds than any unit has, offsets of time zones included. */
const LONGEST_STEP = 368n * 86_400n;

/** Refuses moments so early that 64 bits do not reach the start of their unit: DataFusion panics or wraps around there. */
function checkStarts(flat: FlatVector, starts: FlatVector, per: bigint): void {
  if (starts === flat) return;
  const { i64 } = mem;
  const limit = 2n ** 63n - 1n - LONGEST_STEP * per;
  const first = kernels().boundI64(flat.values, flat.length, flat.validity, limit);
  for (let row = first; row < flat.length; row++) {
    if (flat.validity !== 0 && !getBit(flat.validity, row)) continue;
    const value = i64[(flat.values >>> 3) + row]!;
    if (i64[(starts.values >>> 3) + row]! > value) throw new ExecutionError(`Timestamp ${value} out of range`);
  }
}

function floorTo(flat: FlatVector, step: bigint, origin: bigint, arena: Arena): FlatVector {
  if (step === 1n) return flat;
  const values = arena.alloc(flat.length * 8);
  kernels().floorToI64(flat.values, flat.length, step, origin, values);
  return { ...flat, values };
}

/** Months and longer without a time zone: by day number. */
function truncMonths(granularity: DateTruncGranularity, flat: FlatVector, per: bigint, arena: Arena): FlatVector {
  const { length } = flat;
  const k = kernels();
  const days = arena.alloc(length * 4);
  k.divFloorI64(flat.values, length, per * 86_400n, 0n, days);
  k.monthStart(days, length, granularity === 'year' ? 12 : granularity === 'quarter' ? 3 : 1, days);
  const values = arena.alloc(length * 8);
  k.i32ToI64(days, length, values);
  const factor = arena.alloc(8);
  mem.i64[factor >>> 3] = per * 86_400n;
  k.mulI64(values, 1, factor, 0, length, values);
  return { ...flat, values };
}

function truncLocal(
  granularity: DateTruncGranularity,
  flat: FlatVector,
  per: bigint,
  zone: TimeZone | undefined,
  arena: Arena,
): FlatVector {
  const values = arena.alloc(flat.length * 8);
  const { i64 } = mem;
  for (let i = 0; i < flat.length; i++) {
    if (flat.validity !== 0 && !getBit(flat.validity, i)) continue;
    const seconds = Number(floorDiv(i64[(flat.values >>> 3) + i]!, per));
    const offset = zone?.offsetAt(seconds) ?? 0;
    const start = truncSeconds(granularity, seconds + offset);
    i64[(values >>> 3) + i] = BigInt(toUtc(zone, start, offset)) * per;
  }
  return { ...flat, values };
}

function toUtc(zone: TimeZone | undefined, local: number, offset: number): number {
  if (zone === undefined) return local;
  const result = zone.fromLocal(local);
  switch (result.kind) {
    case 'single':
      return local - result.offset;
    case 'ambiguous':
      return local - (result.latest === offset ? result.latest : result.earliest);
    case 'none':
      return local - zone.offsetAt(local - 86_400);
  }
}

/** Start of the unit that a local second lies in. */
export function truncSeconds(granularity: DateTruncGranularity, seconds: number): number {
  const days = Math.floor(seconds / 86_400);
  switch (granularity) {
    case 'microsecond':
    case 'millisecond':
    case 'second':
      return seconds;
    case 'minute':
      return Math.floor(seconds / 60) * 60;
    case 'hour':
      return Math.floor(seconds / 3600) * 3600;
    case 'day':
      return days * 86_400;
    case 'week':
      return (days - ((dayOfWeek(days) + 6) % 7)) * 86_400;
    default: {
      const { year, month } = civilFromDays(days);
      const first = granularity === 'year' ? 1 : granularity === 'quarter' ? month - ((month - 1) % 3) : month;
      return daysFromCivil(year, first, 1) * 86_400;
    }
  }
}

function truncTimes(granularity: DateTruncGranularity, flat: FlatVector, per: bigint, arena: Arena): FlatVector {
  const step = stepOf(granularity, per);
  if (step === undefined || granularity === 'day' || granularity === 'week') {
    throw new ExecutionError(
      `date_trunc does not support '${granularity}' granularity for Time types. Valid values are: hour, minute, second, millisecond, microsecond`,
    );
  }
  if (flat.width === 8) return floorTo(flat, step, 0n, arena);
  const values = arena.alloc(flat.length * 4);
  const size = Number(step);
  const { i32 } = mem;
  for (let i = 0; i < flat.length; i++) {
    const value = i32[(flat.values >>> 2) + i]!;
    i32[(values >>> 2) + i] = value - (value % size);
  }
  return { ...flat, values };
}

/** The type of the result: that of the argument, dates as nanosecond timestamps. */
export function dateTruncType(type: DataType): DataType {
  return type.kind === 'Date32' || type.kind === 'Date64' ? DataTypes.timestamp('Nanosecond') : type;
}

/** A timestamp in units since the epoch, rounded down to a multiple of `step` units from `origin`. */
export const floorToStep = (value: bigint, step: bigint, origin: bigint): bigint =>
  value - floorMod(value - origin, step);
