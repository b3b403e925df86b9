import { ArrowError, InternalError, type DataType, type ScalarData, type ScalarValue } from '@datafusion-ts/common';
import { FormatPatternError } from '../temporal/strftime.js';
import { formatDecimal } from './format-decimal.js';
import { formatDayTime, formatDuration, formatMonthDayNano, formatYearMonth } from './format-interval.js';
import { formatFloat16, formatFloat32, formatFloat64 } from './format-number.js';
import { defaultFormatOptions, type FormatOptions } from './format-options.js';
import { dateFormatter, datetimeFormatter, timeFormatter, zonedFormatter } from './format-temporal.js';

/** Text of the data of a scalar that is not null. */
export type DataFormatter = (value: ScalarData) => string;

/** Text of one scalar as Arrow displays the value (not DataFusion's `Int64(1)`). */
export function formatScalar(value: ScalarValue, options: FormatOptions = defaultFormatOptions): string {
  return value.value === null ? options.null : guarded(dataFormatter(value.dataType, options), options)(value.value);
}

/** The same formatter, with errors of single values turned into text when the options are safe. */
export function guarded<T>(format: (value: T) => string, options: FormatOptions): (value: T) => string {
  return (value) => {
    try {
      return format(value);
    } catch (error) {
      const known = error instanceof FormatPatternError ? new ArrowError('Cast error', 'Format error') : error;
      if (!options.safe || !(known instanceof ArrowError)) throw known;
      return `ERROR: ${known.message}`;
    }
  };
}

/** A formatter of scalars of a type; the type is looked at once. Null data prints as the options' null text. */
export function dataFormatter(type: DataType, options: FormatOptions): DataFormatter {
  const format = formatterOf(type, options);
  return (value) => (value === null ? options.null : format(value));
}

function formatterOf(type: DataType, options: FormatOptions): DataFormatter {
  switch (type.kind) {
    case 'Null':
      return () => options.null;
    case 'Float16':
      return (value) => formatFloat16(value as number);
    case 'Float32':
      return (value) => formatFloat32(value as number);
    case 'Float64':
      return (value) => formatFloat64(value as number);
    case 'Binary':
    case 'LargeBinary':
    case 'BinaryView':
    case 'FixedSizeBinary':
      return (value) => formatHex(value as Uint8Array);
    case 'Decimal32':
    case 'Decimal64':
    case 'Decimal128':
    case 'Decimal256':
      return (value) => formatDecimal(value as bigint, type.scale, type.precision);
    case 'Dictionary':
      return formatterOf(type.valueType, options);
    case 'RunEndEncoded':
      return formatterOf(type.values.dataType, options);
    case 'Boolean':
    case 'Int8':
    case 'Int16':
    case 'Int32':
    case 'Int64':
    case 'UInt8':
    case 'UInt16':
    case 'UInt32':
    case 'UInt64':
    case 'Utf8':
    case 'LargeUtf8':
    case 'Utf8View':
      return (value) => String(value);
    default:
      return temporalFormatter(type, options) ?? nestedFormatter(type, options);
  }
}

/** Lower-case hexadecimal digits of bytes. */
export function formatHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += (byte < 16 ? '0' : '') + byte.toString(16);
  return text;
}

/** Formatter of dates, times, durations and intervals; undefined for other types. */
function temporalFormatter(type: DataType, options: FormatOptions): DataFormatter | undefined {
  switch (type.kind) {
    case 'Date32':
      return dateFormatter(type, options) as DataFormatter;
    case 'Date64':
      return datetimeFormatter(type, 'Millisecond', options.datetimeFormat) as DataFormatter;
    case 'Time32':
    case 'Time64':
      return timeFormatter(type, type.unit, options) as DataFormatter;
    case 'Timestamp':
      return (
        type.timezone === undefined
          ? datetimeFormatter(type, type.unit, options.timestampFormat)
          : zonedFormatter(type, type.unit, type.timezone, options.timestampTzFormat)
      ) as DataFormatter;
    case 'Duration':
      return (value) => formatDuration(value as bigint, type.unit, options.durationFormat);
    case 'Interval':
      if (type.unit === 'YearMonth') return (value) => formatYearMonth(value as number);
      return (type.unit === 'DayTime' ? formatDayTime : formatMonthDayNano) as DataFormatter;
    default:
      return undefined;
  }
}

const scalars = (value: ScalarData): readonly ScalarValue[] => value as readonly ScalarValue[];

function nestedFormatter(type: DataType, options: FormatOptions): DataFormatter {
  switch (type.kind) {
    case 'List':
    case 'LargeList':
    case 'ListView':
    case 'LargeListView':
    case 'FixedSizeList': {
      const element = dataFormatter(type.field.dataType, options);
      return (value) =>
        `[${scalars(value)
          .map((item) => element(item.value))
          .join(', ')}]`;
    }
    case 'Struct': {
      const fields = type.fields.map((f) => ({ name: f.name, format: dataFormatter(f.dataType, options) }));
      return (value) =>
        `{${scalars(value)
          .map((v, i) => `${fields[i]!.name}: ${fields[i]!.format(v.value)}`)
          .join(', ')}}`;
    }
    case 'Map': {
      const entry = type.entries.dataType;
      if (entry.kind !== 'Struct') throw new InternalError('The entries of a map are not structs');
      const [key, item] = entry.fields.map((f) => dataFormatter(f.dataType, options));
      return (value) =>
        `{${scalars(value)
          .map(({ value: pair }) => `${key!(scalars(pair)[0]!.value)}: ${item!(scalars(pair)[1]!.value)}`)
          .join(', ')}}`;
    }
    case 'Union':
      return (value) => {
        const member = value as { readonly typeId: number; readonly value: ScalarValue };
        const found = type.fields.find((f) => f.typeId === member.typeId);
        const name = found?.field.name ?? String(member.typeId);
        return `{${name}=${dataFormatter(member.value.dataType, options)(member.value.value)}}`;
      };
    default:
      throw new InternalError(`No display for type ${type.kind}`);
  }
}
