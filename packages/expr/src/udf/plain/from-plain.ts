/** What user functions return, checked: a value that the type cannot hold exactly is an error and never changed to fit. */
import {
  displayType,
  ExecutionError,
  nanosPerUnit,
  NotImplementedError,
  ScalarValue,
  type DataType,
  type Field,
  type ScalarData,
  type TimeUnit,
} from '@datafusion-ts/common';
import { parseDecimal } from '@datafusion-ts/compute';

const INTEGERS: Readonly<Record<string, readonly [bigint, bigint]>> = {
  Int8: [-128n, 127n],
  Int16: [-32_768n, 32_767n],
  Int32: [-(2n ** 31n), 2n ** 31n - 1n],
  UInt8: [0n, 255n],
  UInt16: [0n, 65_535n],
  UInt32: [0n, 2n ** 32n - 1n],
  Int64: [-(2n ** 63n), 2n ** 63n - 1n],
  UInt64: [0n, 2n ** 64n - 1n],
};

/** The scalar's data; NULL for null and undefined. Throws an ExecutionError when the value is none of the type. */
export function fromPlain(type: DataType, value: unknown): ScalarData {
  if (value === null || value === undefined) return null;
  switch (type.kind) {
    case 'Boolean':
      return typeof value === 'boolean' ? value : mismatch(type, value);
    case 'Int8':
    case 'Int16':
    case 'Int32':
    case 'UInt8':
    case 'UInt16':
    case 'UInt32':
      return Number(integer(type, value, type.kind));
    case 'Date32':
      return Number(integer(type, value instanceof Date ? unitsOf(value, DAY_MS) : value, 'Int32'));
    case 'Time32':
      return Number(integer(type, value, 'Int32'));
    case 'UInt64':
      return integer(type, value, 'UInt64');
    case 'Date64':
      return integer(type, value instanceof Date ? unitsOf(value, 1) : value, 'Int64');
    case 'Timestamp':
      return integer(type, value instanceof Date ? timestampOf(value, type.unit) : value, 'Int64');
    case 'Int64':
    case 'Time64':
    case 'Duration':
      return integer(type, value, 'Int64');
    case 'Float16':
    case 'Float32':
    case 'Float64':
      return typeof value === 'number' ? value : mismatch(type, value);
    case 'Decimal32':
    case 'Decimal64':
    case 'Decimal128':
    case 'Decimal256':
      return decimal(type, value);
    case 'Utf8':
    case 'LargeUtf8':
    case 'Utf8View':
      return typeof value === 'string' ? value : mismatch(type, value);
    case 'Binary':
    case 'LargeBinary':
    case 'BinaryView':
      return value instanceof Uint8Array ? value : mismatch(type, value);
    case 'FixedSizeBinary':
      return value instanceof Uint8Array && value.byteLength === type.byteWidth ? value : mismatch(type, value);
    case 'Interval':
      return interval(type, type.unit, value);
    case 'List':
    case 'LargeList':
    case 'ListView':
    case 'LargeListView':
      return elements(type, type.field, value);
    case 'FixedSizeList': {
      const items = elements(type, type.field, value);
      return items.length === type.size ? items : mismatch(type, value);
    }
    case 'Struct':
      return members(type, type.fields, value);
    case 'Map':
      return entries(type, type.entries, value);
    case 'Dictionary':
      return fromPlain(type.valueType, value);
    case 'Null':
      return mismatch(type, value);
    case 'Union':
    case 'RunEndEncoded':
      throw new NotImplementedError(`Plain values of type ${displayType(type)}`);
  }
}

/** The value as a scalar of the type. */
export const scalarFromPlain = (type: DataType, value: unknown): ScalarValue =>
  new ScalarValue(type, fromPlain(type, value));

function integer(type: DataType, value: unknown, range: keyof typeof INTEGERS): bigint {
  const exact = typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value;
  const [lowest, highest] = INTEGERS[range]!;
  return typeof exact === 'bigint' && exact >= lowest && exact <= highest ? exact : mismatch(type, value);
}

const DAY_MS = 86_400_000;

/** A Date in units of so many milliseconds; the Date itself where it is no whole number of them, which is no integer. */
function unitsOf(date: Date, milliseconds: number): bigint | Date {
  const units = date.getTime() / milliseconds;
  return Number.isInteger(units) ? BigInt(units) : date;
}

/** A Date as a timestamp, in UTC where the type has no time zone. */
function timestampOf(date: Date, unit: TimeUnit): bigint | Date {
  const nanos = nanosPerUnit(unit);
  if (nanos > NANOS_PER_MS) return unitsOf(date, Number(nanos / NANOS_PER_MS));
  const milliseconds = unitsOf(date, 1);
  return typeof milliseconds === 'bigint' ? milliseconds * (NANOS_PER_MS / nanos) : date;
}

const NANOS_PER_MS = nanosPerUnit('Millisecond');

/** The unscaled decimal of a bigint, which is that already, or of text such as `-1.50` without digits that would be lost. */
function decimal(type: DecimalType, value: unknown): bigint {
  const { precision, scale } = type;
  const isExact = typeof value === 'string' && EXACT_DECIMAL.test(value) && fractionLength(value) <= scale;
  const unscaled = isExact ? parseDecimal(value, scale) : value;
  const bound = 10n ** BigInt(precision);
  return typeof unscaled === 'bigint' && unscaled < bound && unscaled > -bound ? unscaled : mismatch(type, value);
}

type DecimalType = Extract<DataType, { readonly precision: number }>;

const EXACT_DECIMAL = /^[+-]?\d+(?:\.\d+)?$/;

/** Digits behind the point, without zeros at the end. */
const fractionLength = (text: string): number => text.split('.')[1]?.replace(/0+$/, '').length ?? 0;

function interval(type: DataType, unit: string, value: unknown): ScalarData {
  if (unit === 'YearMonth') return Number(integer(type, value, 'Int32'));
  if (typeof value !== 'object' || value === null) return mismatch(type, value);
  const part = (name: string): number =>
    Number(integer(type, (value as Readonly<Record<string, unknown>>)[name], 'Int32'));
  if (unit === 'DayTime') return { days: part('days'), milliseconds: part('milliseconds') };
  const nanoseconds = integer(type, 'nanoseconds' in value ? value.nanoseconds : undefined, 'Int64');
  return { months: part('months'), days: part('days'), nanoseconds };
}

function elements(type: DataType, element: Field, value: unknown): readonly ScalarValue[] {
  const isArray = Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
  if (!isArray) return mismatch(type, value);
  return Array.from(value as Iterable<unknown>, (item) => member(type, element, item));
}

function members(type: DataType, fields: readonly Field[], value: unknown): readonly ScalarValue[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return mismatch(type, value);
  const record = value as Readonly<Record<string, unknown>>;
  return fields.map((field) => member(type, field, record[field.name]));
}

function entries(type: DataType, entry: Field, value: unknown): readonly ScalarValue[] {
  if (!(value instanceof Map) || entry.dataType.kind !== 'Struct') return mismatch(type, value);
  const [keyField, valueField] = entry.dataType.fields;
  return Array.from(
    value,
    ([key, item]: [unknown, unknown]) =>
      new ScalarValue(entry.dataType, [member(type, keyField!, key), member(type, valueField!, item)]),
  );
}

function member(type: DataType, field: Field, value: unknown): ScalarValue {
  const scalar = scalarFromPlain(field.dataType, value);
  return scalar.isNull && !field.nullable ? mismatch(type, value) : scalar;
}

function mismatch(type: DataType, value: unknown): never {
  throw new ExecutionError(`${describe(value)} is not a value of type ${displayType(type)}`);
}

function describe(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'string') return `'${value.length > 40 ? `${value.slice(0, 40)}…` : value}'`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid Date' : `Date ${value.toISOString()}`;
  if (typeof value === 'object' && value !== null) return `an object (${value.constructor?.name ?? 'Object'})`;
  return typeof value === 'function' || typeof value === 'symbol' ? `a ${typeof value}` : String(value);
}
