/**
 * A literal in the type of what it is compared with, so that this need not be cast: `CAST(a AS Int64) = 5` is the same as
 * `a = Int32(5)`. Only where the literal has exactly that value in the other type: between integers, decimals, timestamps,
 * dates and integers, and text types, also inside dictionaries; floats are left alone.
 */
import {
  decimalStorageRange,
  integerRange,
  nanosPerUnit,
  sameType,
  ScalarValue,
  type DataType,
} from '@datafusion-ts/common';
import { isDecimal, isInteger } from './coercion/type-tests.js';

/** The same value in another type; undefined when there is none, or types are not compared by it. */
export function literalInType(value: ScalarValue, type: DataType): ScalarValue | undefined {
  const from = value.dataType;
  if (type.kind === 'Dictionary') {
    return sameType(from, type.valueType) ? new ScalarValue(type, value.value) : undefined;
  }
  if (from.kind === 'Dictionary')
    return sameType(from.valueType, type) ? new ScalarValue(type, value.value) : undefined;
  if (!isSupported(from) && !(value.isNull && from.kind === 'Null')) return undefined;
  if (!isSupported(type)) return undefined;
  if (value.isNull) return ScalarValue.null(type);
  if (isText(from) && isText(type)) return new ScalarValue(type, value.value);
  if (isBytes(from) && isBytes(type)) return bytesInType(value, type);
  return exactNumberInType(value, type);
}

function bytesInType(value: ScalarValue, type: DataType): ScalarValue | undefined {
  if (type.kind === 'FixedSizeBinary' && (value.value as Uint8Array).length !== type.byteWidth) return undefined;
  return new ScalarValue(type, value.value);
}

function exactNumberInType(value: ScalarValue, type: DataType): ScalarValue | undefined {
  const from = value.dataType;
  if (typeof value.value !== 'number' && typeof value.value !== 'bigint') return undefined;
  const raw = BigInt(value.value);
  if (from.kind === 'Timestamp' || type.kind === 'Timestamp') return timestampInType(raw, from, type);
  if (isDate(from) || isDate(type)) return dateInType(raw, from, type);
  if (!isDecimal(from)) return numberInType(raw, type);
  const divisor = 10n ** BigInt(Math.max(0, from.scale));
  if (isDecimal(type)) {
    if (type.scale >= from.scale) return decimalOf(raw * 10n ** BigInt(type.scale - from.scale), type);
    const factor = 10n ** BigInt(from.scale - type.scale);
    return raw % factor === 0n ? decimalOf(raw / factor, type) : undefined;
  }
  return raw % divisor === 0n ? numberInType(raw / divisor, type) : undefined;
}

function timestampInType(raw: bigint, from: DataType, type: DataType): ScalarValue | undefined {
  if (from.kind !== 'Timestamp' || type.kind !== 'Timestamp') {
    const whole = from.kind === 'Int64' || type.kind === 'Int64';
    return whole && !isDecimal(from) && !isDecimal(type) ? new ScalarValue(type, raw) : undefined;
  }
  const nanos = raw * nanosPerUnit(from.unit);
  const unit = nanosPerUnit(type.unit);
  const value = nanos / unit;
  return nanos % unit === 0n && BigInt.asIntN(64, value) === value ? new ScalarValue(type, value) : undefined;
}

/** Dates as the numbers they are kept as; the two kinds of dates count differently. */
function dateInType(raw: bigint, from: DataType, type: DataType): ScalarValue | undefined {
  if (isInteger(type)) return numberInType(raw, type);
  if (!isInteger(from)) return undefined;
  if (type.kind === 'Date64') return raw < 2n ** 63n ? new ScalarValue(type, raw) : undefined;
  return raw >= -(2n ** 31n) && raw < 2n ** 31n ? new ScalarValue(type, Number(raw)) : undefined;
}

/** A whole number as a value of an integer or decimal type; undefined when it does not fit. */
export function numberInType(value: bigint, type: DataType): ScalarValue | undefined {
  if (isDecimal(type)) return type.scale < 0 ? undefined : decimalOf(value * 10n ** BigInt(type.scale), type);
  const range = integerRange(type);
  if (range === undefined || value < range[0] || value > range[1]) return undefined;
  return new ScalarValue(type, type.kind === 'Int64' || type.kind === 'UInt64' ? value : Number(value));
}

function decimalOf(unscaled: bigint, type: Extract<DataType, { readonly precision: number }>): ScalarValue | undefined {
  const limit = 10n ** BigInt(type.precision);
  const [min, max] = decimalStorageRange(type.kind);
  if (unscaled <= -limit || unscaled >= limit || unscaled < min || unscaled > max) return undefined;
  return new ScalarValue(type, unscaled);
}

const isText = (type: DataType): boolean =>
  type.kind === 'Utf8' || type.kind === 'LargeUtf8' || type.kind === 'Utf8View';
const isBytes = (type: DataType): boolean => type.kind === 'Binary' || type.kind === 'FixedSizeBinary';

const isDate = (type: DataType): boolean => type.kind === 'Date32' || type.kind === 'Date64';

const isSupported = (type: DataType): boolean =>
  isInteger(type) ||
  (isDecimal(type) && type.kind !== 'Decimal256') ||
  type.kind === 'Timestamp' ||
  isDate(type) ||
  isText(type) ||
  isBytes(type);
