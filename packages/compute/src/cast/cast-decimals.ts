/**
 * Decimals from and to numbers and other decimals. To a smaller scale rounds half away from zero; to integers truncates. A
 * value beyond the precision is an error that names the bounds.
 */
import { ArrowError, displayType, type DataType, type DataTypeOf, type DecimalKind } from '@datafusion-ts/common';
import { formatDecimal } from '../format/format-decimal.js';
import { formatFloat64 } from '../format/format-number.js';
import { kernels } from '../kernels/registry.js';
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { sharedI64 } from '../arithmetic/integers.js';
import { getBit } from '../vector/bitmap.js';
import type { FlatVector } from '../vector/column-vector.js';
import { flatVector } from '../vector/flat-vector.js';
import { readWide, writeWide } from '../vector/numbers.js';
import { decimalWidth, widthOf } from '../vector/physical-type.js';
import { valueReader, numberWriter } from './cast-numbers.js';
import { castRows, type CastOptions } from './row-cast.js';

/** The four decimal types. */
export type DecimalType = DataTypeOf<DecimalKind>;

const BITS: Readonly<Record<DecimalKind, number>> = { Decimal32: 32, Decimal64: 64, Decimal128: 128, Decimal256: 256 };

/** Powers of ten that were asked for. */
const powers: bigint[] = [];
const power = (exponent: number): bigint => (powers[exponent] ??= 10n ** BigInt(exponent));

/** The error of an unscaled value that the precision does not allow. */
export function precisionError(value: bigint, to: DecimalType): ArrowError {
  const bound = formatDecimal(power(to.precision) - 1n, to.scale);
  const text = formatDecimal(value, to.scale);
  const where = `store in a ${to.kind} of precision ${to.precision}.`;
  return new ArrowError(
    'Invalid argument error',
    value > 0n
      ? `${text} is too large to ${where} Max is ${bound}`
      : `${text} is too small to ${where} Min is -${bound}`,
  );
}

const overflowing = (to: DecimalType, text: string): ArrowError =>
  new ArrowError('Cast error', `Cannot cast to ${displayType(to)}. Overflowing on ${text}`);

/** An unscaled value, or why there is none. */
type Unscaled = bigint | ArrowError;

/** Checks representation and precision. */
function within(value: bigint, to: DecimalType, overflow: () => ArrowError): Unscaled {
  if (BigInt.asIntN(BITS[to.kind], value) !== value) return overflow();
  const limit = power(to.precision);
  return value < limit && value > -limit ? value : precisionError(value, to);
}

/** Builds a decimal column from unscaled values; errors are raised, or null when safe. */
export function castToDecimal(
  input: FlatVector,
  to: DecimalType,
  options: CastOptions,
  arena: Arena,
  unscaled: (row: number) => Unscaled,
): FlatVector {
  const width = decimalWidth(to);
  let error: ArrowError | undefined;
  return castRows(
    input,
    to,
    width,
    options,
    arena,
    (row, at) => {
      const value = unscaled(row);
      if (typeof value === 'bigint') {
        writeWide(at, width, value);
        return true;
      }
      error = value;
      return false;
    },
    () => error!,
  );
}

/** Unsigned integers of 64 bits that mean the same when they are signed. */
function hasNoHighBit({ values, length }: FlatVector): boolean {
  const { u32 } = mem;
  let high = 0;
  for (let at = (values >>> 2) + 1, end = at + 2 * length; at < end; at += 2) high |= u32[at]!;
  return high >= 0;
}

/** Integers of 32 and 64 bits that stay within 64 bits and the precision; undefined when the slow way is needed. */
function integersFast(input: FlatVector, to: DecimalType, arena: Arena): FlatVector | undefined {
  const { kind } = input.type;
  const isSigned = kind === 'Int64' || kind === 'Int32' || (kind === 'UInt64' && hasNoHighBit(input));
  if (!isSigned || to.kind === 'Decimal32' || to.scale < 0 || to.scale > 18) return undefined;
  const { length, validity, nullCount } = input;
  const k = kernels();
  const values = arena.alloc(length * 8);
  let from = input.values;
  if (kind === 'Int32') {
    k.i32ToI64(from, length, values);
    from = values;
  }
  const factor = sharedI64(power(to.scale), arena);
  if (k.mulCheckedI64(from, 1, factor.address, 0, length, validity, values) < length) return undefined;
  const digits = kind === 'Int32' ? 10 : 19;
  if (to.precision - to.scale < digits && to.precision <= 18) {
    if (k.boundI64(values, length, validity, power(to.precision) - 1n) < length) return undefined;
  }
  return flatVector(to, length, { values, width: 8, validity, nullCount });
}

/** Integers (and timestamps or durations as such) to decimals. */
export function integersToDecimal(input: FlatVector, to: DecimalType, options: CastOptions, arena: Arena): FlatVector {
  const fast = integersFast(input, to, arena);
  if (fast !== undefined) return fast;
  const read = valueReader(input);
  const factor = power(Math.abs(to.scale));
  return castToDecimal(input, to, options, arena, (row) => {
    // Arrow takes the integer as the representation's own first, cutting off higher bits.
    const value = BigInt.asIntN(BITS[to.kind], BigInt(read(row)));
    const scaled = to.scale >= 0 ? value * factor : value / factor;
    return within(
      scaled,
      to,
      () => new ArrowError('Arithmetic overflow', `Overflow happened on: ${value} * ${factor}`),
    );
  });
}

/** Doubles whose scaled values stay within 64 bits and the precision; undefined when the slow way is needed. */
function floatsFast(input: FlatVector, to: DecimalType, arena: Arena): FlatVector | undefined {
  if (input.type.kind !== 'Float64' || to.kind === 'Decimal32') return undefined;
  const { length, validity, nullCount } = input;
  const k = kernels();
  const values = arena.allocZeroed(length * 8);
  if (k.f64ToI64Rounded(input.values, length, validity, 10 ** to.scale, values) < length) return undefined;
  if (to.precision <= 18 && k.boundI64(values, length, validity, power(to.precision) - 1n) < length) return undefined;
  return flatVector(to, length, { values, width: 8, validity, nullCount });
}

/** Floats to decimals: scaled in double precision, then rounded half away from zero. */
export function floatsToDecimal(input: FlatVector, to: DecimalType, options: CastOptions, arena: Arena): FlatVector {
  const fast = floatsFast(input, to, arena);
  if (fast !== undefined) return fast;
  const read = valueReader(input);
  const factor = 10 ** to.scale;
  return castToDecimal(input, to, options, arena, (row) => {
    const value = Number(read(row));
    const scaled = value * factor;
    if (!Number.isFinite(scaled)) return overflowing(to, formatFloat64(value));
    const rounded = BigInt(Math.sign(scaled) * Math.round(Math.abs(scaled)));
    return within(rounded, to, () => overflowing(to, formatFloat64(value)));
  });
}

/** Decimals to another precision, scale or kind. */
export function rescaleDecimal(
  input: FlatVector,
  from: DecimalType,
  to: DecimalType,
  options: CastOptions,
  arena: Arena,
): FlatVector {
  const fast = rescaleFast(input, from, to, arena) ?? rescale128(input, from, to, arena);
  if (fast !== undefined) return fast;
  const shift = to.scale - from.scale;
  const factor = power(Math.abs(shift));
  const half = factor / 2n;
  return castToDecimal(input, to, options, arena, (row) => {
    const value = readWide(input.values + row * input.width, input.width);
    const overflow = (): ArrowError => overflowing(to, String(value));
    if (shift >= 0) return within(value * factor, to, overflow);
    const rest = value % factor;
    return within(value / factor + (rest >= half ? 1n : rest <= -half ? -1n : 0n), to, overflow);
  });
}

/** 8-byte values that stay within 64 bits and the precision; undefined when the slow way is needed. */
function rescaleFast(input: FlatVector, from: DecimalType, to: DecimalType, arena: Arena): FlatVector | undefined {
  if (to.kind === 'Decimal32') return undefined;
  const shift = to.scale - from.scale;
  const { length, validity, nullCount } = input;
  const k = kernels();
  const surelyFits = to.precision - to.scale >= from.precision - from.scale + (shift < 0 ? 1 : 0);
  if (shift === 0 && surelyFits && to.kind === from.kind) return { ...input, type: to };
  if (input.width !== 8 || Math.abs(shift) > 18) return undefined;
  const values = arena.alloc(length * 8);
  if (shift >= 0) {
    const factor = sharedI64(power(shift), arena);
    if (k.mulCheckedI64(input.values, 1, factor.address, 0, length, validity, values) < length) return undefined;
  } else k.rescaleDownI64(input.values, length, power(-shift), values);
  if (!surelyFits && to.precision <= 18 && k.boundI64(values, length, validity, power(to.precision) - 1n) < length) {
    return undefined;
  }
  return flatVector(to, length, { values, width: 8, validity, nullCount });
}

/** In 128 bits; undefined for other kinds, and when a value does not fit. */
function rescale128(input: FlatVector, from: DecimalType, to: DecimalType, arena: Arena): FlatVector | undefined {
  const shift = to.scale - from.scale;
  if (to.kind !== 'Decimal128' || Math.abs(shift) > 38 || input.width > 16) return undefined;
  const { length, validity, nullCount } = input;
  const k = kernels();
  const factor = arena.alloc(16);
  let wide = input.values;
  if (input.width === 8) {
    const one = sharedI64(1n, arena);
    k.mulWideI64(input.values, 1, one.address, 0, length, (wide = arena.alloc(length * 16)));
  }
  writeWide(factor, 16, power(Math.abs(shift)));
  const values = arena.alloc(length * 16);
  if (shift < 0) k.rescaleDownI128(wide, length, factor, values);
  else if (k.mulI128(wide, 1, factor, 0, length, validity, values) < length) return undefined;
  const limit = power(to.precision) - 1n;
  if (k.boundI128(values, length, validity, BigInt.asIntN(64, limit), limit >> 64n) < length) return undefined;
  return flatVector(to, length, { values, width: 16, validity, nullCount });
}

/** Decimals to integers, truncated. */
export function decimalToIntegers(
  input: FlatVector,
  from: DecimalType,
  to: DataType,
  options: CastOptions,
  arena: Arena,
): FlatVector {
  const write = numberWriter(to);
  const factor = power(Math.abs(from.scale));
  const integer = (row: number): bigint => {
    const value = readWide(input.values + row * input.width, input.width);
    return from.scale >= 0 ? value / factor : value * factor;
  };
  return castRows(
    input,
    to,
    widthOf(to),
    options,
    arena,
    (row, at) => write(integer(row), at),
    (row) => new ArrowError('Cast error', `value of ${integer(row)} is out of range ${displayType(to)}`),
  );
}

/** Decimals to floats: the unscaled value as a double, divided by the power of ten. */
export function decimalToFloats(input: FlatVector, from: DecimalType, to: DataType, arena: Arena): FlatVector {
  const { length, values, validity, nullCount } = input;
  const divisor = 10 ** from.scale;
  const width = widthOf(to);
  const target = arena.alloc(length * width);
  if (input.width === 8 && to.kind === 'Float64') {
    kernels().i64ToF64Scaled(values, length, divisor, target);
    return flatVector(to, length, { values: target, width, validity, nullCount });
  }
  for (let row = 0; row < length; row++) {
    if (validity !== 0 && !getBit(validity, row)) continue;
    const number = Number(readWide(values + row * input.width, input.width)) / divisor;
    if (width === 8) mem.f64[(target >>> 3) + row] = number;
    else mem.f32[(target >>> 2) + row] = number;
  }
  return flatVector(to, length, { values: target, width, validity, nullCount });
}
