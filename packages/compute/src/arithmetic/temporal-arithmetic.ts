/**
 * Dates, timestamps, durations and intervals. Months move within the calendar (clamped to the month's last day), then days, then
 * the exact rest; in a time zone months and days move the local clock, and a local time that a change of the clock skips
 * or repeats is an error. Dates ignore what is below a day (truncated towards zero, as in Arrow).
 */
import {
  ArrowError,
  type DataType,
  type DataTypeOf,
  addMonthsToDays,
  MAX_DAYS,
  MIN_DAYS,
  nanosPerUnit,
} from '@datafusion-ts/common';
import { kernels } from '../kernels/registry.js';
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { commonValidity, operandOf, type BinaryFunction, type Operand, type Plain } from '../operand/operand.js';
import { timeZone, type TimeZone } from '../temporal/time-zone.js';
import { floorDiv, unitsPerSecond } from '../temporal/units.js';
import { getBit } from '../vector/bitmap.js';
import type { ColumnVector } from '../vector/column-vector.js';
import { flatVector } from '../vector/flat-vector.js';
import type { ArithmeticOp } from './arithmetic.js';
import { overflowOn, sharedI64 } from './integers.js';
import { intervalArithmetic, intervalReader, type IntervalReader } from './interval-arithmetic.js';

type Sign = 1 | -1;

/** The implementation for a pair of types; undefined when they do not go together. */
export function temporalArithmetic(
  op: ArithmeticOp,
  a: DataType,
  b: DataType,
  resultType: DataType,
): BinaryFunction | undefined {
  if (op !== 'add' && op !== 'sub') return undefined;
  const sign: Sign = op === 'add' ? 1 : -1;
  if (a.kind === 'Interval' && b.kind === 'Interval') return intervalArithmetic(sign, a.unit, resultType);
  if (a.kind === 'Interval' && op === 'add' && b.kind !== 'Duration')
    return swapped(temporalArithmetic(op, b, a, resultType));
  if (a.kind === 'Duration' && b.kind === 'Timestamp' && op === 'add') return checked64(op, resultType);
  switch (a.kind) {
    case 'Timestamp':
      if (b.kind === 'Interval') return timestampAndInterval(sign, a, resultType);
      if (b.kind === 'Duration' || (b.kind === 'Timestamp' && op === 'sub')) return checked64(op, resultType);
      return undefined;
    case 'Duration':
      return b.kind === 'Duration' ? checked64(op, resultType) : undefined;
    case 'Date32':
    case 'Date64':
      if (b.kind === 'Interval') return dateAndInterval(sign, a.kind, resultType);
      return b.kind === a.kind && op === 'sub' ? dateDifference(a.kind, resultType) : undefined;
    default:
      return undefined;
  }
}

function swapped(fn: BinaryFunction | undefined): BinaryFunction | undefined {
  return fn === undefined ? undefined : (a, b, length, arena) => fn(b, a, length, arena);
}

/** 64-bit addition or subtraction that fails on overflow. */
function checked64(op: 'add' | 'sub', resultType: DataType): BinaryFunction {
  return (a, b, length, arena) => {
    const x = operandOf(a, arena);
    const y = operandOf(b, arena);
    const nulls = commonValidity(x, y, length, arena);
    const values = arena.alloc(length * 8);
    const k = kernels();
    const kernel = op === 'add' ? k.addCheckedI64 : k.subCheckedI64;
    const row = kernel(x.address, x.step, y.address, y.step, length, nulls.validity, values);
    if (row < length) {
      const at = ({ address, step }: Operand): bigint => mem.i64[(address >>> 3) + row * step]!;
      throw overflowOn(at(x), op === 'add' ? '+' : '-', at(y));
    }
    return flatVector(resultType, length, { values, width: 8, ...nulls });
  };
}

/** Days between (Int64), or what Arrow gives: seconds of Date32, milliseconds of Date64. */
function dateDifference(kind: 'Date32' | 'Date64', resultType: DataType): BinaryFunction {
  const inDays = resultType.kind === 'Int64';
  return (a, b, length, arena) => {
    const x = operandOf(a, arena);
    const y = operandOf(b, arena);
    const values = arena.alloc(length * 8);
    const { i32, i64 } = mem;
    for (let i = 0; i < length; i++) {
      if (kind === 'Date32') {
        const days = BigInt(i32[(x.address >>> 2) + i * x.step]! - i32[(y.address >>> 2) + i * y.step]!);
        i64[(values >>> 3) + i] = inDays ? days : days * 86_400n;
      } else {
        const milliseconds = i64[(x.address >>> 3) + i * x.step]! - i64[(y.address >>> 3) + i * y.step]!;
        i64[(values >>> 3) + i] = inDays ? milliseconds / 86_400_000n : milliseconds;
      }
    }
    return flatVector(resultType, length, { values, width: 8, ...commonValidity(x, y, length, arena) });
  };
}

const DAY_NANOS = 86_400_000_000_000n;

function dateAndInterval(sign: Sign, kind: 'Date32' | 'Date64', resultType: DataType): BinaryFunction {
  return (a, b, length, arena) => {
    const x = operandOf(a, arena);
    const interval = intervalReader(b, arena);
    const nulls = commonValidity(x, interval, length, arena);
    if (kind === 'Date32' && b.encoding === 'constant') {
      const fast = shiftDates(x, interval, sign, length, nulls.validity, arena);
      if (fast !== undefined) return flatVector(resultType, length, { values: fast, width: 4, ...nulls });
    }
    const width = kind === 'Date32' ? 4 : 8;
    const values = arena.alloc(length * width);
    const { i32, i64 } = mem;
    for (let i = 0; i < length; i++) {
      if (nulls.validity !== 0 && !getBit(nulls.validity, i)) continue;
      const raw = kind === 'Date32' ? i32[(x.address >>> 2) + i * x.step]! : i64[(x.address >>> 3) + i * x.step]!;
      const days = typeof raw === 'number' ? raw : Number(floorDiv(raw, 86_400_000n));
      const moved = moveDate(days, interval, i, sign);
      if (moved === undefined) {
        throw new ArrowError(
          'Compute error',
          `Date arithmetic overflow: ${raw} ${sign === 1 ? '+' : '-'} ${interval.text(i)}`,
        );
      }
      if (kind === 'Date32') i32[(values >>> 2) + i] = moved;
      else i64[(values >>> 3) + i] = BigInt(moved) * 86_400_000n;
    }
    return flatVector(resultType, length, { values, width, ...nulls });
  };
}

/** Days moved by one interval, in kernels; undefined when a row leaves the calendar. */
function shiftDates(
  x: Operand,
  interval: IntervalReader,
  sign: Sign,
  length: number,
  validity: number,
  arena: Arena,
): number | undefined {
  const months = sign * interval.months(0);
  const days = sign * interval.days(0) + sign * Number(interval.nanos(0) / DAY_NANOS);
  // Well inside of the calendar whatever the interval, so that no step can leave it.
  const margin = Math.abs(months) * 31 + Math.abs(days);
  const [low, high] = [MIN_DAYS + margin, MAX_DAYS - margin];
  const { i32 } = mem;
  for (let i = 0; i < length; i++) {
    const day = i32[(x.address >>> 2) + i * x.step]!;
    if ((day < low || day > high) && (validity === 0 || getBit(validity, i))) return undefined;
  }
  const k = kernels();
  const values = arena.alloc(length * 4);
  const shift = arena.alloc(4);
  mem.i32[shift >>> 2] = days;
  if (months === 0) k.addI32(x.address, x.step, shift, 0, length, values);
  else if (x.step === 0) return undefined;
  else {
    k.addMonths(x.address, length, months, values);
    k.addI32(values, 1, shift, 0, length, values);
  }
  return values;
}

const inCalendar = (days: number): boolean => days >= MIN_DAYS && days <= MAX_DAYS;

function moveDate(days: number, interval: IntervalReader, row: number, sign: Sign): number | undefined {
  if (!inCalendar(days)) return undefined;
  const months = interval.months(row);
  const shifted = months === 0 ? days : addMonthsToDays(days, sign * months);
  if (!inCalendar(shifted)) return undefined;
  const result = shifted + sign * interval.days(row) + sign * Number(interval.nanos(row) / DAY_NANOS);
  return inCalendar(result) ? result : undefined;
}

const outOfRange = (): ArrowError => new ArrowError('Compute error', 'Timestamp out of range');

function timestampAndInterval(sign: Sign, type: DataTypeOf<'Timestamp'>, resultType: DataType): BinaryFunction {
  const zone = type.timezone === undefined ? undefined : timeZone(type.timezone);
  const perSecond = unitsPerSecond(type.unit);
  return (a, b, length, arena) => {
    const x = operandOf(a, arena);
    const fixed = b.encoding === 'constant' ? fixedShift(b, zone, type, sign, arena) : undefined;
    const fast = fixed && shiftAll(x, fixed, resultType, length, arena);
    if (fast !== undefined) return fast;
    const interval = intervalReader(b, arena);
    const nulls = commonValidity(x, interval, length, arena);
    const values = arena.alloc(length * 8);
    const mover = new Mover(zone, perSecond, nanosPerUnit(type.unit), sign);
    const { i64 } = mem;
    for (let i = 0; i < length; i++) {
      if (nulls.validity !== 0 && !getBit(nulls.validity, i)) continue;
      i64[(values >>> 3) + i] = mover.move(i64[(x.address >>> 3) + i * x.step]!, interval, i);
    }
    return flatVector(resultType, length, { values, width: 8, ...nulls });
  };
}

/** What a constant interval adds to every row, in units, and between which values no step leaves the calendar. */
interface FixedShift {
  readonly shift: bigint;
  readonly low: bigint;
  readonly high: bigint;
}

/** The shift of a constant interval; undefined when it depends on the row. */
function fixedShift(
  b: Plain,
  zone: TimeZone | undefined,
  type: DataTypeOf<'Timestamp'>,
  sign: Sign,
  arena: Arena,
): FixedShift | undefined {
  const interval = intervalReader(b, arena);
  const days = interval.days(0);
  if (interval.months(0) !== 0 || (days !== 0 && zone !== undefined && zone.fixed === undefined)) return undefined;
  const dayNanos = BigInt(days) * DAY_NANOS;
  const nanos = dayNanos + interval.nanos(0);
  const nanosPer = nanosPerUnit(type.unit);
  const shift = (BigInt(sign) * nanos) / nanosPer;
  if (nanos % nanosPer !== 0n || BigInt.asIntN(64, shift) !== shift) return undefined;
  // One day more than the steps for the local clock of a zone.
  const margin = (absolute(dayNanos) + absolute(interval.nanos(0)) + DAY_NANOS) / nanosPer;
  const perDay = DAY_NANOS / nanosPer;
  return { shift, low: BigInt(MIN_DAYS) * perDay + margin, high: BigInt(MAX_DAYS) * perDay - margin };
}

const absolute = (value: bigint): bigint => (value < 0n ? -value : value);

/** All rows shifted in a kernel; undefined when one may leave the calendar, which the moves one by one then decide. */
function shiftAll(
  x: Operand,
  { shift, low, high }: FixedShift,
  resultType: DataType,
  length: number,
  arena: Arena,
): ColumnVector | undefined {
  const y = sharedI64(shift, arena);
  const nulls = commonValidity(x, y, length, arena);
  if (!areBetween(x, length, nulls.validity, low, high)) return undefined;
  const values = arena.alloc(length * 8);
  const done = kernels().addCheckedI64(x.address, x.step, y.address, 0, length, nulls.validity, values);
  if (done < length) throw outOfRange();
  return flatVector(resultType, length, { values, width: 8, ...nulls });
}

/** True when the upper halves alone show that all valid rows lie between two values. */
function areBetween(x: Operand, length: number, validity: number, low: bigint, high: bigint): boolean {
  // Beyond 64 bits there is nothing to leave: nanoseconds reach less far than the calendar.
  if (BigInt.asIntN(64, low) !== low && BigInt.asIntN(64, high) !== high) return true;
  const above = Number(low >> 32n);
  const below = Number(high >> 32n);
  const { i32 } = mem;
  for (let i = 0; i < length; i++) {
    const upper = i32[(x.address >>> 2) + 2 * i * x.step + 1]!;
    if ((upper <= above || upper >= below) && (validity === 0 || getBit(validity, i))) return false;
  }
  return true;
}

/** Moves single timestamps. */
class Mover {
  readonly #zone: TimeZone | undefined;
  readonly #perSecond: bigint;
  readonly #nanosPer: bigint;
  readonly #sign: Sign;

  constructor(zone: TimeZone | undefined, perSecond: bigint, nanosPer: bigint, sign: Sign) {
    this.#zone = zone;
    this.#perSecond = perSecond;
    this.#nanosPer = nanosPer;
    this.#sign = sign;
  }

  move(value: bigint, interval: IntervalReader, row: number): bigint {
    const months = this.#sign * interval.months(row);
    const days = this.#sign * interval.days(row);
    let moved = this.#inRange(value);
    if (months !== 0) moved = this.#moveLocal(moved, (day) => addMonthsToDays(day, months));
    if (days !== 0) moved = this.#moveLocal(moved, (day) => day + days);
    const nanos = BigInt(this.#sign) * interval.nanos(row);
    if (nanos !== 0n) moved = floorDiv(moved * this.#nanosPer + nanos, this.#nanosPer);
    if (BigInt.asIntN(64, moved) !== moved) throw outOfRange();
    return this.#inRange(moved);
  }

  /** A moment of the calendar, whether it is moved or not. */
  #inRange(value: bigint): bigint {
    const day = Number(floorDiv(value, this.#perSecond * 86_400n));
    if (!inCalendar(day)) throw outOfRange();
    return value;
  }

  /** Applies a change of date to the local time of a moment. */
  #moveLocal(value: bigint, change: (days: number) => number): bigint {
    const seconds = Number(floorDiv(value, this.#perSecond));
    const offset = this.#zone?.offsetAt(seconds) ?? 0;
    const local = seconds + offset;
    // The moment is in the calendar; a local clock may show the day after the last or before the first.
    const day = Math.floor(local / 86_400);
    const changed = change(day);
    if (!inCalendar(changed)) throw outOfRange();
    const movedLocal = local + (changed - day) * 86_400;
    const result = this.#zone?.fromLocal(movedLocal) ?? { kind: 'single', offset: 0 };
    if (result.kind !== 'single') throw outOfRange();
    return value + BigInt(movedLocal - result.offset - seconds) * this.#perSecond;
  }
}
