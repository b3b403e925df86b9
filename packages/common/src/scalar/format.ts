/**
 * The two texts of a scalar in plans. Debug names the type: `Int64(1)`, `Utf8("a")`, `Decimal128(Some(100),23,2)`; it is
 * how logical plans print literals. Display gives the bare value: `1`, `a`, `Some(100),23,2`; physical plans use it.
 */
import type { DataType, DataTypeOf } from '../data-type.js';
import { displayType } from '../data-type-display.js';
import { debugField } from '../debug-field.js';
import { debugString } from '../debug-string.js';
import { ScalarValue, type DayTimeInterval, type MonthDayNanoInterval, type UnionValue } from '../scalar-value.js';
import { elementText } from './element-text.js';
import { plainFloat } from './float-text.js';
import { dateText } from './temporal-text.js';

const NULL = 'NULL';
/** Bytes of a binary value that Display shows. */
const SHOWN_BYTES = 10;

/** The bare value. */
export function displayScalar(scalar: ScalarValue): string {
  const { dataType: type, value } = scalar;
  switch (type.kind) {
    case 'Decimal32':
    case 'Decimal64':
    case 'Decimal128':
    case 'Decimal256':
      return `${value === null ? 'None' : `Some(${value as bigint})`},${type.precision},${type.scale}`;
    case 'Dictionary':
      return displayScalar(dictionaryValue(scalar, type));
    case 'RunEndEncoded':
      return displayScalar(new ScalarValue(type.values.dataType, value));
    case 'List':
    case 'LargeList':
    case 'ListView':
    case 'LargeListView':
    case 'FixedSizeList':
      return elementText(scalar);
    default:
      return value === null ? NULL : displayValue(type, value);
  }
}

function dictionaryValue(scalar: ScalarValue, type: DataTypeOf<'Dictionary'>): ScalarValue {
  return new ScalarValue(type.valueType, scalar.value);
}

function displayValue(type: DataType, value: NonNullable<ScalarValue['value']>): string {
  switch (type.kind) {
    case 'Float16':
    case 'Float32':
    case 'Float64':
      return plainFloat(value as number, type.kind === 'Float64' ? 64 : 32);
    case 'Binary':
    case 'LargeBinary':
    case 'BinaryView':
    case 'FixedSizeBinary':
      return shortHex(value as Uint8Array);
    case 'Date32':
      return dateText(value as number);
    case 'Date64':
      return dateText(Number((value as bigint) / 86_400_000n));
    case 'Interval':
      return intervalText(type.unit, value);
    case 'Struct':
      return `{${members(type, value)
        .map(([name, member]) => `${name}:${displayMember(member)}`)
        .join(',')}}`;
    case 'Map':
      return `[{${entries(value)
        .map(([k, v]) => `${elementText(k)}:${elementText(v)}`)
        .join(',')}}]`;
    case 'Union':
      return `${(value as UnionValue).typeId}:${displayScalar((value as UnionValue).value)}`;
    default:
      return String(value);
  }
}

/** Structs inside structs print alike; everything else as inside lists. */
function displayMember(member: ScalarValue): string {
  return member.dataType.kind === 'Struct' && !member.isNull ? displayScalar(member) : elementText(member);
}

function intervalText(
  unit: 'YearMonth' | 'DayTime' | 'MonthDayNano',
  value: NonNullable<ScalarValue['value']>,
): string {
  switch (unit) {
    case 'YearMonth':
      return String(value);
    case 'DayTime': {
      const { days, milliseconds } = value as DayTimeInterval;
      return `IntervalDayTime { days: ${days}, milliseconds: ${milliseconds} }`;
    }
    case 'MonthDayNano': {
      const { months, days, nanoseconds } = value as MonthDayNanoInterval;
      return `IntervalMonthDayNano { months: ${months}, days: ${days}, nanoseconds: ${nanoseconds} }`;
    }
  }
}

const hexByte = (byte: number): string => byte.toString(16).toUpperCase().padStart(2, '0');

function shortHex(bytes: Uint8Array): string {
  const shown = Array.from(bytes.subarray(0, SHOWN_BYTES), hexByte).join('');
  return bytes.length > SHOWN_BYTES ? `${shown}...` : shown;
}

function members(
  type: DataTypeOf<'Struct'>,
  value: NonNullable<ScalarValue['value']>,
): readonly (readonly [string, ScalarValue])[] {
  return (value as readonly ScalarValue[]).map((member, i) => [type.fields[i]!.name, member] as const);
}

function entries(value: NonNullable<ScalarValue['value']>): readonly (readonly [ScalarValue, ScalarValue])[] {
  return (value as readonly ScalarValue[]).map((entry) => {
    const [key, item] = entry.value as readonly ScalarValue[];
    return [key!, item!] as const;
  });
}

/** The value with its type. */
export function debugScalar(scalar: ScalarValue): string {
  const { dataType: type, value } = scalar;
  const text = (): string => displayScalar(scalar);
  switch (type.kind) {
    case 'Null':
      return NULL;
    case 'Utf8':
    case 'LargeUtf8':
    case 'Utf8View':
      return value === null ? `${type.kind}(NULL)` : `${type.kind}("${value as string}")`;
    case 'Binary':
    case 'LargeBinary':
    case 'BinaryView':
      return value === null ? `${type.kind}(NULL)` : `${type.kind}("${(value as Uint8Array).join(',')}")`;
    case 'FixedSizeBinary':
      return `FixedSizeBinary(${type.byteWidth}, ${value === null ? NULL : `"${(value as Uint8Array).join(',')}"`})`;
    case 'Date32':
    case 'Date64':
      return `${type.kind}("${text()}")`;
    case 'Time32':
    case 'Time64':
    case 'Duration':
      return `${type.kind}${type.unit}("${text()}")`;
    case 'Interval':
      return `Interval${type.unit}("${text()}")`;
    case 'Timestamp':
      return `Timestamp${type.unit}(${text()}, ${optionText(type.timezone)})`;
    default:
      return debugNested(scalar);
  }
}

const optionText = (timezone: string | undefined): string =>
  timezone === undefined ? 'None' : `Some(${debugString(timezone)})`;

function debugNested(scalar: ScalarValue): string {
  const { dataType: type, value } = scalar;
  switch (type.kind) {
    case 'Struct':
      return `Struct({${debugMembers(type, value).join(',')}})`;
    case 'Map':
      return `Map([${value === null ? NULL : `{${entries(value).map(debugEntry).join(',')}}`}])`;
    case 'Union':
      return value === null ? 'Union(NULL)' : `Union ${displayScalar(scalar)}`;
    case 'Dictionary':
      return `Dictionary(${displayType(type.keyType)}, ${debugScalar(dictionaryValue(scalar, type))})`;
    case 'RunEndEncoded':
      return `RunEndEncoded(${debugField(type.runEnds)}, ${debugField(type.values)}, ${debugScalar(new ScalarValue(type.values.dataType, value))})`;
    default:
      return `${type.kind}(${displayScalar(scalar)})`;
  }
}

function debugMembers(type: DataTypeOf<'Struct'>, value: ScalarValue['value']): readonly string[] {
  if (value === null) return type.fields.map((f) => `${f.name}:`);
  return members(type, value).map(([name, member]) => `${name}:${elementText(member)}`);
}

const debugEntry = ([key, item]: readonly [ScalarValue, ScalarValue]): string =>
  `${debugString(elementText(key))}:${debugString(elementText(item))}`;
