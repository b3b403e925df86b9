/**
 * Integers, floats and booleans among each other. Floats truncate towards zero; what is out of range fails; numbers are true
 * unless zero. The usual pairs run in kernels.
 */
import { ArrowError, displayType, InternalError, type DataType } from '@datafusion-ts/common';
import { formatFloat16, formatFloat32, formatFloat64 } from '../format/format-number.js';
import { kernels } from '../kernels/registry.js';
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { integerRange } from '../parse/parse-number.js';
import { allocBitmap, getBit, setBit } from '../vector/bitmap.js';
import type { FlatVector } from '../vector/column-vector.js';
import { flatVector } from '../vector/flat-vector.js';
import { numberReader } from '../vector/number-reader.js';
import { numberToHalf } from '../vector/numbers.js';
import { widthOf } from '../vector/physical-type.js';
import { castRows, type CastOptions } from './row-cast.js';

/** Reads any integer, float or boolean column: 64-bit integers as bigint, everything else as number. */
export function valueReader(input: FlatVector): (row: number) => number | bigint {
  if (input.type.kind === 'Boolean') return (row) => Number(getBit(input.values, row));
  const read = numberReader(input);
  if (read === undefined) throw new InternalError(`A number was expected, not ${input.type.kind}`);
  return read;
}

/** Writes a value at an address; false when the type cannot hold it. */
export function numberWriter(to: DataType): (value: number | bigint, address: number) => boolean {
  switch (to.kind) {
    case 'Float16':
      return (value, at) => {
        mem.u16[at >>> 1] = numberToHalf(toFloat32(value));
        return true;
      };
    case 'Float32':
      return (value, at) => {
        mem.f32[at >>> 2] = toFloat32(value);
        return true;
      };
    case 'Float64':
      return (value, at) => {
        mem.f64[at >>> 3] = Number(value);
        return true;
      };
    case 'Int64':
    case 'UInt64':
      return wideWriter(to.kind);
    default:
      return narrowWriter(to);
  }
}

/** The nearest single-precision number; large integers round once, not twice. */
function toFloat32(value: number | bigint): number {
  if (typeof value === 'number') return Math.fround(value);
  const magnitude = value < 0n ? -value : value;
  if (magnitude < 9_007_199_254_740_992n) return Math.fround(Number(value));
  // The low bits only decide whether there is something below the kept ones: fold them into one bit.
  const folded = ((magnitude >> 12n) << 12n) | (magnitude & 0xfffn ? 0x800n : 0n);
  return Math.fround(Number(value < 0n ? -folded : folded));
}

function wideWriter(kind: 'Int64' | 'UInt64'): (value: number | bigint, address: number) => boolean {
  const [minimum, maximum] = integerRange(kind)!;
  return (value, at) => {
    if (typeof value === 'number' && !Number.isFinite(value)) return false;
    const integer = typeof value === 'bigint' ? value : BigInt(Math.trunc(value));
    if (integer < minimum || integer > maximum) return false;
    mem.i64[at >>> 3] = integer;
    return true;
  };
}

function narrowWriter(to: DataType): (value: number | bigint, address: number) => boolean {
  const range = integerRange(to.kind) ?? integerRange('Int32')!;
  const [minimum, maximum] = [Number(range[0]), Number(range[1])];
  const width = widthOf(to);
  return (value, at) => {
    const integer = Math.trunc(Number(value));
    if (!(integer >= minimum && integer <= maximum)) return false;
    if (width === 1) mem.u8[at] = integer;
    else if (width === 2) mem.u16[at >>> 1] = integer;
    else mem.u32[at >>> 2] = integer;
    return true;
  };
}

/** A number as error texts of casts show it. */
function numberText(type: DataType, value: number | bigint): string {
  if (typeof value === 'bigint') return String(value);
  switch (type.kind) {
    case 'Float16':
      return formatFloat16(value);
    case 'Float32':
      return formatFloat32(value);
    case 'Float64':
      return formatFloat64(value);
    default:
      return String(value);
  }
}

/** A number column as another number type. */
export function castNumbers(input: FlatVector, to: DataType, options: CastOptions, arena: Arena): FlatVector {
  const fast = castByKernel(input, to, arena);
  if (fast !== undefined) return fast;
  const read = valueReader(input);
  const write = numberWriter(to);
  return castRows(
    input,
    to,
    widthOf(to),
    options,
    arena,
    (row, at) => write(read(row), at),
    (row) =>
      new ArrowError('Cast error', `Can't cast value ${numberText(input.type, read(row))} to type ${displayType(to)}`),
  );
}

/** The usual pairs; undefined when there is no kernel or a row fails. */
function castByKernel(input: FlatVector, to: DataType, arena: Arena): FlatVector | undefined {
  const { length, values, validity, nullCount } = input;
  const pair = `${input.type.kind}>${to.kind}`;
  const k = kernels();
  const width = widthOf(to);
  const target = arena.alloc(length * Math.max(width, 4));
  switch (pair) {
    case 'Int32>Int64':
      k.i32ToI64(values, length, target);
      break;
    case 'Int32>Float64':
      k.i32ToF64(values, length, target);
      break;
    case 'Int64>Float64':
      k.i64ToF64(values, length, target);
      break;
    case 'Float32>Float64':
      k.f32ToF64(values, length, target);
      break;
    case 'Float64>Int64':
      if (k.f64ToI64(values, length, validity, target) < length) return undefined;
      break;
    case 'Int64>Int32':
      if (k.i64ToI32(values, length, validity, target) < length) return undefined;
      break;
    default:
      if (!widen(input, to, target)) return undefined;
  }
  return flatVector(to, length, { values: target, width, validity, nullCount });
}

/** Integers of less than 64 bits to wider ones or to doubles; false for other pairs. */
function widen(input: FlatVector, to: DataType, target: number): boolean {
  const { length, values } = input;
  const from = /^(U?)Int(8|16|32)$/.exec(input.type.kind);
  if (from === null) return false;
  const [unsigned, width] = [from[1] === 'U' ? 1 : 0, Number(from[2]) / 8];
  const k = kernels();
  switch (to.kind) {
    case 'Float64':
      k.intsToF64(values, length, width, unsigned, target);
      return true;
    case 'Int64':
      k.intsToI64(values, length, width, unsigned, target);
      return true;
    case 'Int32':
      if (width === 4) return false;
      k.intsToI32(values, length, width, unsigned, target);
      return true;
    default:
      return false;
  }
}

/** Numbers to booleans: true unless zero. */
export function castToBoolean(input: FlatVector, to: DataType, arena: Arena): FlatVector {
  const read = valueReader(input);
  const values = allocBitmap(input.length, false, arena);
  for (let row = 0; row < input.length; row++) {
    const value = read(row);
    if (typeof value === 'bigint' ? value !== 0n : value !== 0) setBit(values, row);
  }
  return flatVector(to, input.length, { values, validity: input.validity, nullCount: input.nullCount });
}
