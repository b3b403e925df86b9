/**
 * Dates, times, timestamps, durations and intervals among each other and to integers. Coarser units truncate towards zero;
 * finer ones fail on overflow. A timestamp that gets a time zone is read as local time there; one that loses it keeps
 * its moment.
 */
import {
  ArrowError,
  displayType,
  ExecutionError,
  type DataType,
  type DataTypeOf,
  nanosPerUnit,
} from '@datafusion-ts/common';
import { kernels } from '../kernels/registry.js';
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { sharedI64 } from '../arithmetic/integers.js';
import { timeZone } from '../temporal/time-zone.js';
import { floorDiv, floorMod, unitsPerSecond } from '../temporal/units.js';
import { getBit } from '../vector/bitmap.js';
import type { FlatVector } from '../vector/column-vector.js';
import { flatVector } from '../vector/flat-vector.js';
import { castRows, type CastOptions } from './row-cast.js';

const DAY_MS = 86_400_000n;

const overflow = (value: bigint, factor: bigint): ArrowError =>
  new ArrowError('Arithmetic overflow', `Overflow happened on: ${value} * ${factor}`);

/** Multiplies 64-bit values, failing on overflow. */
function multiply(input: FlatVector, to: DataType, factor: bigint, options: CastOptions, arena: Arena): FlatVector {
  const { length, validity, nullCount } = input;
  if (factor === 1n) return { ...input, type: to };
  const values = arena.alloc(length * 8);
  const shared = sharedI64(factor, arena);
  if (kernels().mulCheckedI64(input.values, 1, shared.address, 0, length, validity, values) === length) {
    return flatVector(to, length, { values, width: 8, validity, nullCount });
  }
  const read = (row: number): bigint => mem.i64[(input.values >>> 3) + row]!;
  const fits = (row: number, at: number): boolean => {
    const value = read(row) * factor;
    mem.i64[at >>> 3] = value;
    return BigInt.asIntN(64, value) === value;
  };
  return castRows(input, to, 8, options, arena, fits, (row) => overflow(read(row), factor));
}

/** Applies a function to 64-bit values. */
function map64(input: FlatVector, to: DataType, arena: Arena, fn: (value: bigint) => bigint): FlatVector {
  const { length, validity, nullCount } = input;
  const values = arena.alloc(length * 8);
  const { i64 } = mem;
  const [x, y] = [input.values >>> 3, values >>> 3];
  for (let i = 0; i < length; i++) i64[y + i] = fn(i64[x + i]!);
  return flatVector(to, length, { values, width: 8, validity, nullCount });
}

/** 64-bit values of one unit in another. */
export function convertUnits(
  input: FlatVector,
  fromPer: bigint,
  toPer: bigint,
  to: DataType,
  options: CastOptions,
  arena: Arena,
): FlatVector {
  if (toPer >= fromPer) return multiply(input, to, toPer / fromPer, options, arena);
  const divisor = fromPer / toPer;
  return map64(input, to, arena, (value) => value / divisor);
}

/** 32-bit values as 64-bit ones. */
export function widen(input: FlatVector, to: DataType, arena: Arena): FlatVector {
  const values = arena.alloc(input.length * 8);
  kernels().i32ToI64(input.values, input.length, values);
  return { ...input, type: to, values, width: 8 };
}

/** 64-bit values as 32-bit ones; the values are known to fit, or wrap. */
export function narrow(input: FlatVector, to: DataType, arena: Arena): FlatVector {
  const values = arena.alloc(input.length * 4);
  const { i32 } = mem;
  for (let i = 0; i < input.length; i++) i32[(values >>> 2) + i] = i32[(input.values >>> 2) + i * 2]!;
  return { ...input, type: to, values, width: 4 };
}

/** Dates to dates and timestamps. */
export function castDates(input: FlatVector, to: DataType, options: CastOptions, arena: Arena): FlatVector | undefined {
  const is32 = input.type.kind === 'Date32';
  if (to.kind === 'Date64') return multiply(widen(input, to, arena), to, DAY_MS, options, arena);
  if (to.kind === 'Date32')
    return narrow(
      map64(input, to, arena, (ms) => ms / DAY_MS),
      to,
      arena,
    );
  if (to.kind !== 'Timestamp') return undefined;
  const per = unitsPerSecond(to.unit);
  const naive: DataType = { kind: 'Timestamp', unit: to.unit };
  const local = is32
    ? multiply(
        checkBounds(widen(input, naive, arena), input.type, per * 86_400n, to),
        naive,
        per * 86_400n,
        options,
        arena,
      )
    : convertUnits(checkBounds(input, input.type, per / 1000n || 1n, to), 1000n, per, naive, options, arena);
  return to.timezone === undefined ? local : localize(local, to, options, arena);
}

/** DataFusion refuses dates that the timestamp cannot hold, in safe casts too. */
function checkBounds(input: FlatVector, from: DataType, factor: bigint, to: DataType): FlatVector {
  const limit = (2n ** 63n - 1n) / factor;
  const row = factor === 1n ? input.length : kernels().boundI64(input.values, input.length, input.validity, limit);
  if (row === input.length) return input;
  throw new ExecutionError(
    `Cannot cast ${from.kind} value ${mem.i64[(input.values >>> 3) + row]} to ${displayType({ ...to, ...{ timezone: undefined } } as DataType)}: converted value exceeds the representable i64 range`,
  );
}

/** Local times of a zone as moments; fails for those a change of the clock skips or repeats. */
function localize(input: FlatVector, to: DataTypeOf<'Timestamp'>, options: CastOptions, arena: Arena): FlatVector {
  const zone = timeZone(to.timezone ?? 'UTC');
  const per = unitsPerSecond(to.unit);
  if (zone.fixed !== undefined) {
    const shift = BigInt(zone.fixed) * per;
    return shift === 0n ? { ...input, type: to } : map64(input, to, arena, (value) => value - shift);
  }
  return castRows(
    input,
    to,
    8,
    options,
    arena,
    (row, at) => {
      const value = mem.i64[(input.values >>> 3) + row]!;
      const result = zone.fromLocal(Number(floorDiv(value, per)));
      if (result.kind !== 'single') return false;
      mem.i64[at >>> 3] = value - BigInt(result.offset) * per;
      return true;
    },
    () => new ArrowError('Cast error', 'Cannot cast timezone to different timezone'),
  );
}

/** Timestamps to timestamps, dates and times. */
export function castTimestamps(
  input: FlatVector,
  from: DataTypeOf<'Timestamp'>,
  to: DataType,
  options: CastOptions,
  arena: Arena,
): FlatVector | undefined {
  const per = unitsPerSecond(from.unit);
  switch (to.kind) {
    case 'Timestamp': {
      const converted = convertUnits(input, per, unitsPerSecond(to.unit), to, options, arena);
      return from.timezone === undefined && to.timezone !== undefined
        ? localize(converted, to, options, arena)
        : converted;
    }
    case 'Date32':
      return narrow(
        map64(
          input,
          to,
          arena,
          localReader(from, (local) => floorDiv(local, per * 86_400n)),
        ),
        to,
        arena,
      );
    case 'Date64':
      return convertUnits(input, per, 1000n, to, options, arena);
    case 'Time32':
    case 'Time64': {
      const target = unitsPerSecond(to.unit);
      const times = map64(
        input,
        to,
        arena,
        localReader(from, (local) => (floorMod(local, per * 86_400n) * target) / per),
      );
      return to.kind === 'Time32' ? narrow(times, to, arena) : times;
    }
    default:
      return undefined;
  }
}

/** A function of local time, in the timestamp's unit, as a function of the moment. */
function localReader(from: DataTypeOf<'Timestamp'>, fn: (local: bigint) => bigint): (value: bigint) => bigint {
  if (from.timezone === undefined) return fn;
  const zone = timeZone(from.timezone);
  const per = unitsPerSecond(from.unit);
  return (value) => fn(value + BigInt(zone.offsetAt(Number(floorDiv(value, per)))) * per);
}

/** Times of day of one unit as times of another. */
export function castTimes(
  input: FlatVector,
  from: DataTypeOf<'Time32' | 'Time64'>,
  to: DataTypeOf<'Time32' | 'Time64'>,
  options: CastOptions,
  arena: Arena,
): FlatVector {
  const wide = from.kind === 'Time32' ? widen(input, to, arena) : input;
  const converted = convertUnits(wide, unitsPerSecond(from.unit), unitsPerSecond(to.unit), to, options, arena);
  return to.kind === 'Time32' ? narrow(converted, to, arena) : converted;
}

/** Durations as intervals: all in nanoseconds. */
export function durationsToIntervals(
  input: FlatVector,
  from: DataTypeOf<'Duration'>,
  to: DataType,
  options: CastOptions,
  arena: Arena,
): FlatVector {
  const factor = nanosPerUnit(from.unit);
  const read = (row: number): bigint => mem.i64[(input.values >>> 3) + row]!;
  return castRows(
    input,
    to,
    16,
    options,
    arena,
    (row, at) => {
      const nanos = read(row) * factor;
      mem.i64[(at >>> 3) + 1] = nanos;
      return BigInt.asIntN(64, nanos) === nanos;
    },
    (row) => new ArrowError('Compute error', `Cannot convert duration to interval: ${read(row)} * ${factor} overflows`),
  );
}

/** Intervals as durations; those with months or days fail. */
export function intervalsToDurations(
  input: FlatVector,
  to: DataTypeOf<'Duration'>,
  options: CastOptions,
  arena: Arena,
): FlatVector {
  const divisor = nanosPerUnit(to.unit);
  return castRows(
    input,
    to,
    8,
    options,
    arena,
    (row, at) => {
      const word = (input.values >>> 2) + row * 4;
      if (mem.i32[word] !== 0 || mem.i32[word + 1] !== 0) return false;
      mem.i64[at >>> 3] = mem.i64[(input.values >>> 3) + row * 2 + 1]! / divisor;
      return true;
    },
    () => new ArrowError('Compute error', 'Cannot convert interval containing non-zero months or days to duration'),
  );
}

/** The two short interval layouts as the long one. */
export function widenIntervals(
  input: FlatVector,
  from: DataTypeOf<'Interval'>,
  to: DataType,
  arena: Arena,
): FlatVector {
  const values = arena.allocZeroed(input.length * 16);
  for (let row = 0; row < input.length; row++) {
    if (input.validity !== 0 && !getBit(input.validity, row)) continue;
    const at = (values >>> 2) + row * 4;
    if (from.unit === 'YearMonth') mem.i32[at] = mem.i32[(input.values >>> 2) + row]!;
    else {
      mem.i32[at + 1] = mem.i32[(input.values >>> 2) + row * 2]!;
      mem.i64[(at >>> 1) + 1] = BigInt(mem.i32[(input.values >>> 2) + row * 2 + 1]!) * 1_000_000n;
    }
  }
  return { ...input, type: to, values, width: 16 };
}
