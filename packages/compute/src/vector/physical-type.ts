import type { DataType } from '@datafusion-ts/common';

/**
 * How values lie in memory, whatever they mean: the `switch` of kernels that do not care about logical types.
 * `view` covers all strings and binaries of variable size, `decimal` has the vector's width, `list` covers List,
 * LargeList, their views and Map.
 */
export type PhysicalType =
  | 'null'
  | 'boolean'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'float16'
  | 'float32'
  | 'float64'
  | 'decimal'
  | 'dayTime'
  | 'monthDayNano'
  | 'view'
  | 'fixedBinary'
  | 'list'
  | 'fixedList'
  | 'struct'
  | 'union';

/** The layout of a logical type; encoded types have that of their values. */
export function physicalTypeOf(type: DataType): PhysicalType {
  switch (type.kind) {
    case 'Null':
      return 'null';
    case 'Boolean':
      return 'boolean';
    case 'Int8':
      return 'int8';
    case 'Int16':
      return 'int16';
    case 'Int32':
    case 'Date32':
    case 'Time32':
      return 'int32';
    case 'Int64':
    case 'Date64':
    case 'Time64':
    case 'Timestamp':
    case 'Duration':
      return 'int64';
    case 'UInt8':
      return 'uint8';
    case 'UInt16':
      return 'uint16';
    case 'UInt32':
      return 'uint32';
    case 'UInt64':
      return 'uint64';
    case 'Float16':
      return 'float16';
    case 'Float32':
      return 'float32';
    case 'Float64':
      return 'float64';
    case 'Decimal32':
    case 'Decimal64':
    case 'Decimal128':
    case 'Decimal256':
      return 'decimal';
    case 'Interval':
      return type.unit === 'YearMonth' ? 'int32' : type.unit === 'DayTime' ? 'dayTime' : 'monthDayNano';
    case 'Utf8':
    case 'LargeUtf8':
    case 'Utf8View':
    case 'Binary':
    case 'LargeBinary':
    case 'BinaryView':
      return 'view';
    case 'FixedSizeBinary':
      return 'fixedBinary';
    case 'List':
    case 'LargeList':
    case 'ListView':
    case 'LargeListView':
    case 'Map':
      return 'list';
    case 'FixedSizeList':
      return 'fixedList';
    case 'Struct':
      return 'struct';
    case 'Union':
      return 'union';
    case 'Dictionary':
      return physicalTypeOf(type.valueType);
    case 'RunEndEncoded':
      return physicalTypeOf(type.values.dataType);
  }
}

/** The type of the values behind encodings: the value type of dictionaries and runs, else the type itself. */
export function valueTypeOf(type: DataType): DataType {
  switch (type.kind) {
    case 'Dictionary':
      return valueTypeOf(type.valueType);
    case 'RunEndEncoded':
      return valueTypeOf(type.values.dataType);
    default:
      return type;
  }
}

/**
 * Bytes a value takes in `values`: 0 for bitmaps and types that only have children. Decimals give the width that any
 * value of the type needs; a vector may use a smaller one.
 */
export function widthOf(type: DataType): number {
  const value = valueTypeOf(type);
  switch (physicalTypeOf(value)) {
    case 'null':
    case 'boolean':
    case 'fixedList':
    case 'struct':
      return 0;
    case 'int8':
    case 'uint8':
    case 'union':
      return 1;
    case 'int16':
    case 'uint16':
    case 'float16':
      return 2;
    case 'int32':
    case 'uint32':
    case 'float32':
    case 'list':
      return 4;
    case 'int64':
    case 'uint64':
    case 'float64':
    case 'dayTime':
      return 8;
    case 'monthDayNano':
    case 'view':
      return 16;
    case 'fixedBinary':
      return value.kind === 'FixedSizeBinary' ? value.byteWidth : 0;
    case 'decimal':
      return decimalWidth(value);
  }
}

/** Smallest width that holds every value of a decimal type: 8, 16 or 32 bytes. */
export function decimalWidth(type: DataType): 8 | 16 | 32 {
  if (type.kind === 'Decimal32' || type.kind === 'Decimal64') return 8;
  if (type.kind !== 'Decimal128' && type.kind !== 'Decimal256') return 16;
  return type.precision <= 18 ? 8 : type.precision <= 38 ? 16 : 32;
}

/** Fields of the children of a nested type, in order; empty for other types. */
export function childTypesOf(type: DataType): readonly DataType[] {
  switch (type.kind) {
    case 'List':
    case 'LargeList':
    case 'ListView':
    case 'LargeListView':
    case 'FixedSizeList':
      return [type.field.dataType];
    case 'Map':
      return [type.entries.dataType];
    case 'Struct':
      return type.fields.map((f) => f.dataType);
    case 'Union':
      return type.fields.map((f) => f.field.dataType);
    case 'Dictionary':
      return childTypesOf(type.valueType);
    case 'RunEndEncoded':
      return childTypesOf(type.values.dataType);
    default:
      return [];
  }
}
