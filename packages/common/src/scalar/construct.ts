/** Well-known values of a type: zero, one, the default, the ends of its range. */
import { DataTypes, field, type DataType, type Field } from '../data-type.js';
import { displayType } from '../data-type-display.js';
import { InternalError, NotImplementedError } from '../errors.js';
import { ScalarValue, type ScalarData } from '../scalar-value.js';
import { decimalStorageRange, integerRange, isBigKind } from './integer-range.js';

const isFloat = (type: DataType): boolean =>
  type.kind === 'Float16' || type.kind === 'Float32' || type.kind === 'Float64';
const isDecimal = (type: DataType): type is Extract<DataType, { precision: number }> => 'precision' in type;

/** A small whole number as a value of a numeric or temporal type; undefined for other types or when out of range. */
export function scalarFromInteger(type: DataType, value: bigint): ScalarValue | undefined {
  if (isFloat(type)) return new ScalarValue(type, Number(value));
  if (isDecimal(type)) {
    if (type.scale < 0) return undefined;
    const unscaled = value * 10n ** BigInt(type.scale);
    const [min, max] = decimalStorageRange(type.kind);
    return unscaled < min || unscaled > max ? undefined : new ScalarValue(type, unscaled);
  }
  const range = integerRange(type);
  if (range === undefined || value < range[0] || value > range[1]) return undefined;
  return new ScalarValue(type, isBigKind(type) ? value : Number(value));
}

/** Zero of a numeric or temporal type; throws NotImplementedError for others. */
export function zeroOf(type: DataType): ScalarValue {
  if (type.kind === 'Interval') return new ScalarValue(type, zeroInterval(type.unit));
  const zero = type.kind === 'Boolean' ? ScalarValue.boolean(false) : scalarFromInteger(type, 0n);
  if (zero === undefined)
    throw new NotImplementedError(`Can't create a zero scalar from data_type "${displayType(type)}"`);
  return zero;
}

function zeroInterval(unit: 'YearMonth' | 'DayTime' | 'MonthDayNano'): ScalarData {
  switch (unit) {
    case 'YearMonth':
      return 0;
    case 'DayTime':
      return { days: 0, milliseconds: 0 };
    case 'MonthDayNano':
      return { months: 0, days: 0, nanoseconds: 0n };
  }
}

/** One of a numeric type; throws NotImplementedError for others. */
export function oneOf(type: DataType): ScalarValue {
  return smallNumber(type, 1n, 'an one');
}

/** Minus one of a signed numeric type; throws NotImplementedError for others. */
export function negativeOneOf(type: DataType): ScalarValue {
  return smallNumber(type, -1n, 'a negative one');
}

/** Ten of a numeric type; throws NotImplementedError for others. */
export function tenOf(type: DataType): ScalarValue {
  return smallNumber(type, 10n, 'a ten');
}

const isPlainNumber = (type: DataType): boolean => /^(U?Int|Float|Decimal)\d+$/.test(type.kind);

function smallNumber(type: DataType, value: bigint, what: string): ScalarValue {
  const found = isPlainNumber(type) ? scalarFromInteger(type, value) : undefined;
  if (found === undefined)
    throw new NotImplementedError(`Can't create ${what} scalar from data_type "${displayType(type)}"`);
  return found;
}

/** The value a missing column of a non-null type gets: false, zero, empty text, empty list, a struct of defaults. */
export function defaultOf(type: DataType): ScalarValue {
  return new ScalarValue(type, defaultData(type));
}

function defaultData(type: DataType): ScalarData {
  switch (type.kind) {
    case 'Null':
      return null;
    case 'Utf8':
    case 'LargeUtf8':
    case 'Utf8View':
      return '';
    case 'Binary':
    case 'LargeBinary':
    case 'BinaryView':
      return new Uint8Array(0);
    case 'FixedSizeBinary':
      return new Uint8Array(type.byteWidth);
    case 'List':
    case 'LargeList':
    case 'ListView':
    case 'LargeListView':
    case 'Map':
      return [];
    case 'FixedSizeList':
      return Array.from({ length: type.size }, () => defaultOf(type.field.dataType));
    case 'Struct':
      return type.fields.map((f) => defaultOf(f.dataType));
    case 'Dictionary':
      return defaultData(type.valueType);
    case 'RunEndEncoded':
      return defaultData(type.values.dataType);
    case 'Union': {
      const first = type.fields[0];
      if (first === undefined) throw new InternalError('Union type must have at least one field');
      return { typeId: first.typeId, value: defaultOf(first.field.dataType) };
    }
    default:
      return zeroOf(type).value;
  }
}

/** The smallest value of a type; undefined when there is none (text, nested types). */
export function minOf(type: DataType): ScalarValue | undefined {
  return extreme(type, 0);
}

/** The largest value of a type; undefined when there is none. */
export function maxOf(type: DataType): ScalarValue | undefined {
  return extreme(type, 1);
}

function extreme(type: DataType, side: 0 | 1): ScalarValue | undefined {
  if (isFloat(type)) return new ScalarValue(type, side === 0 ? -Infinity : Infinity);
  if (type.kind === 'Boolean') return ScalarValue.boolean(side === 1);
  if (isDecimal(type)) {
    const max = 10n ** BigInt(type.precision) - 1n;
    return new ScalarValue(type, side === 0 ? -max : max);
  }
  const bound = timeOfDayRange(type)?.[side] ?? integerRange(type)?.[side];
  return bound === undefined ? undefined : new ScalarValue(type, isBigKind(type) ? bound : Number(bound));
}

const PER_DAY = {
  Second: 86_400n,
  Millisecond: 86_400_000n,
  Microsecond: 86_400_000_000n,
  Nanosecond: 86_400_000_000_000n,
} as const;

const timeOfDayRange = (type: DataType): readonly [bigint, bigint] | undefined =>
  type.kind === 'Time32' || type.kind === 'Time64' ? [0n, PER_DAY[type.unit] - 1n] : undefined;

/** True for the number zero of any numeric type. */
export function isZeroScalar({ dataType, value }: ScalarValue): boolean {
  return isPlainNumber(dataType) && (value === 0 || value === 0n);
}

/** True for the number one of any numeric type, decimals scaled. */
export function isOneScalar(scalar: ScalarValue): boolean {
  const { dataType: type, value } = scalar;
  if (!isPlainNumber(type) || value === null) return false;
  if (isDecimal(type)) return type.scale >= 0 && value === 10n ** BigInt(type.scale);
  return value === 1 || value === 1n;
}

/** A list of values of one type. */
export function listScalar(values: readonly ScalarValue[], elementType: DataType, nullable = true): ScalarValue {
  return new ScalarValue(DataTypes.list(field('item', elementType, nullable)), values);
}

/** A struct of fields and as many values. */
export function structScalar(fields: readonly Field[], values: readonly ScalarValue[]): ScalarValue {
  return new ScalarValue(DataTypes.struct(fields), values);
}
