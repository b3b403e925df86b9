/**
 * Values as they print inside lists, structs and maps (and in result tables): `1.5`, `2020-01-01`, `[1, 2]`,
 * `{a: 1, b: x}`.
 */
import type { DataType } from '../data-type.js';
import type { DayTimeInterval, MonthDayNanoInterval, ScalarData, ScalarValue, UnionValue } from '../scalar-value.js';
import { zonedTimestampText } from './zoned-text.js';
import { decimalText } from './decimal-text.js';
import { arrowFloat } from './float-text.js';
import {
  dateText,
  dayTimeText,
  durationText,
  monthDayNanoText,
  timestampText,
  timeText,
  yearMonthText,
} from './temporal-text.js';
import { nanosPerUnit } from './time-unit.js';

/** Hexadecimal digits, lower case, no prefix. */
export const hexText = (bytes: Uint8Array): string =>
  Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');

/** The text of one value; `nullText` stands for NULL at any depth. */
export function elementText(scalar: ScalarValue, nullText = ''): string {
  return valueText(scalar.dataType, scalar.value, nullText);
}

function valueText(type: DataType, value: ScalarData, nullText: string): string {
  if (value === null) return nullText;
  switch (type.kind) {
    case 'Float16':
    case 'Float32':
    case 'Float64':
      return arrowFloat(value as number, type.kind === 'Float64' ? 64 : 32);
    case 'Decimal32':
    case 'Decimal64':
    case 'Decimal128':
    case 'Decimal256':
      return decimalText(value as bigint, type.scale);
    case 'Binary':
    case 'LargeBinary':
    case 'BinaryView':
    case 'FixedSizeBinary':
      return hexText(value as Uint8Array);
    case 'Date32':
      return dateText(value as number);
    case 'Date64':
      return timestampText(value as bigint, 'Millisecond');
    case 'Time32':
    case 'Time64':
      return timeText(BigInt(value as number | bigint) * nanosPerUnit(type.unit));
    case 'Timestamp':
      return type.timezone === undefined
        ? timestampText(value as bigint, type.unit)
        : zonedTimestampText(value as bigint, type.unit, type.timezone);
    case 'Duration':
      return durationText(value as bigint, type.unit);
    case 'Interval':
      return intervalText(type.unit, value as number | DayTimeInterval | MonthDayNanoInterval);
    case 'Dictionary':
      return valueText(type.valueType, value, nullText);
    case 'RunEndEncoded':
      return valueText(type.values.dataType, value, nullText);
    default:
      return nestedText(type, value, nullText);
  }
}

function intervalText(
  unit: 'YearMonth' | 'DayTime' | 'MonthDayNano',
  value: number | DayTimeInterval | MonthDayNanoInterval,
): string {
  switch (unit) {
    case 'YearMonth':
      return yearMonthText(value as number);
    case 'DayTime':
      return dayTimeText(value as DayTimeInterval);
    case 'MonthDayNano':
      return monthDayNanoText(value as MonthDayNanoInterval);
  }
}

function nestedText(type: DataType, value: NonNullable<ScalarValue['value']>, nullText: string): string {
  switch (type.kind) {
    case 'List':
    case 'LargeList':
    case 'ListView':
    case 'LargeListView':
    case 'FixedSizeList':
      return `[${(value as readonly ScalarValue[]).map((e) => elementText(e, nullText)).join(', ')}]`;
    case 'Struct':
      return `{${(value as readonly ScalarValue[]).map((e, i) => `${type.fields[i]!.name}: ${elementText(e, nullText)}`).join(', ')}}`;
    case 'Map':
      return `{${(value as readonly ScalarValue[]).map((e) => entryText(e, nullText)).join(', ')}}`;
    case 'Union':
      return unionText(type.fields, value as UnionValue, nullText);
    default:
      return String(value);
  }
}

function entryText(entry: ScalarValue, nullText: string): string {
  const [key, value] = entry.value as readonly ScalarValue[];
  return `${elementText(key!, nullText)}: ${elementText(value!, nullText)}`;
}

function unionText(
  fields: readonly { readonly typeId: number; readonly field: { readonly name: string } }[],
  { typeId, value }: UnionValue,
  nullText: string,
): string {
  const name = fields.find((f) => f.typeId === typeId)?.field.name ?? String(typeId);
  return `{${name}=${elementText(value, nullText)}}`;
}
