/**
 * Logical types behind the physical ones: `Utf8`, `LargeUtf8`, `Utf8View` and dictionaries of them are all String.
 * Signatures speak of these, so that functions need not list every encoding.
 */
import {
  DataTypes,
  debugString,
  displayTimeUnit,
  displayType,
  type DataType,
  type Field,
  type IntervalUnit,
  type TimeUnit,
} from '@datafusion-ts/common';

/** Logical types without parameters. */
export type SimpleNativeKind =
  | 'Null'
  | 'Boolean'
  | 'Int8'
  | 'Int16'
  | 'Int32'
  | 'Int64'
  | 'UInt8'
  | 'UInt16'
  | 'UInt32'
  | 'UInt64'
  | 'Float16'
  | 'Float32'
  | 'Float64'
  | 'Date'
  | 'Binary'
  | 'String';

/** A logical type. */
export type NativeType =
  | { readonly kind: SimpleNativeKind }
  | { readonly kind: 'Timestamp'; readonly unit: TimeUnit; readonly timezone?: string }
  | { readonly kind: 'Time'; readonly unit: TimeUnit }
  | { readonly kind: 'Duration'; readonly unit: TimeUnit }
  | { readonly kind: 'Interval'; readonly unit: IntervalUnit }
  | { readonly kind: 'FixedSizeBinary'; readonly byteWidth: number }
  | { readonly kind: 'Decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'List' | 'Struct' | 'Union' | 'Map' | 'FixedSizeList'; readonly physical: DataType };

const simple = (kind: SimpleNativeKind): NativeType => Object.freeze({ kind });

/** Shared instances. */
export const NativeTypes = {
  Null: simple('Null'),
  Boolean: simple('Boolean'),
  Int8: simple('Int8'),
  Int16: simple('Int16'),
  Int32: simple('Int32'),
  Int64: simple('Int64'),
  UInt8: simple('UInt8'),
  UInt16: simple('UInt16'),
  UInt32: simple('UInt32'),
  UInt64: simple('UInt64'),
  Float16: simple('Float16'),
  Float32: simple('Float32'),
  Float64: simple('Float64'),
  Date: simple('Date'),
  Binary: simple('Binary'),
  String: simple('String'),
} as const;

const PLAIN_KINDS = new Set<string>(Object.keys(NativeTypes));

/** The logical type behind a physical one; dictionaries and run-end encoding are seen through. */
export function nativeTypeOf(type: DataType): NativeType {
  switch (type.kind) {
    case 'Utf8':
    case 'LargeUtf8':
    case 'Utf8View':
      return NativeTypes.String;
    case 'Binary':
    case 'LargeBinary':
    case 'BinaryView':
      return NativeTypes.Binary;
    case 'Date32':
    case 'Date64':
      return NativeTypes.Date;
    case 'Time32':
    case 'Time64':
      return { kind: 'Time', unit: type.unit };
    case 'Timestamp':
    case 'Duration':
    case 'Interval':
    case 'FixedSizeBinary':
      return type;
    case 'Decimal32':
    case 'Decimal64':
    case 'Decimal128':
    case 'Decimal256':
      return { kind: 'Decimal', precision: type.precision, scale: type.scale };
    case 'List':
    case 'LargeList':
    case 'ListView':
    case 'LargeListView':
      return { kind: 'List', physical: type };
    case 'FixedSizeList':
    case 'Struct':
    case 'Union':
    case 'Map':
      return { kind: type.kind, physical: type };
    case 'Dictionary':
      return nativeTypeOf(type.valueType);
    case 'RunEndEncoded':
      return nativeTypeOf(type.values.dataType);
    default:
      return NativeTypes[type.kind];
  }
}

/** True for logical types of one kind and with the same parameters. */
export function sameNativeType(a: NativeType, b: NativeType): boolean {
  return a.kind === b.kind && (PLAIN_KINDS.has(a.kind) || displayNativeType(a) === displayNativeType(b));
}

/** The name as errors print it. */
export function displayNativeType(type: NativeType): string {
  switch (type.kind) {
    case 'Timestamp':
      return displayType(
        type.timezone === undefined ? DataTypes.timestamp(type.unit) : DataTypes.timestamp(type.unit, type.timezone),
      );
    case 'Time':
      return `Time(${displayTimeUnit(type.unit)})`;
    case 'Duration':
    case 'Interval':
    case 'FixedSizeBinary':
      return displayType(type);
    case 'Decimal':
      return `Decimal(${type.precision}, ${type.scale})`;
    case 'List':
    case 'Struct':
    case 'Union':
    case 'Map':
    case 'FixedSizeList':
      return displayNested(type.physical);
    default:
      return type.kind;
  }
}

/** Nested types print with the logical types of their members: `List(String)`. */
function displayNested(type: DataType): string {
  const native = (f: Field): string => (f.nullable ? '' : 'non-null ') + displayNativeType(nativeTypeOf(f.dataType));
  const named = (f: Field): string => `${debugString(f.name)}: ${native(f)}`;
  switch (type.kind) {
    case 'List':
    case 'LargeList':
    case 'ListView':
    case 'LargeListView':
      return `List(${native(type.field)})`;
    case 'FixedSizeList':
      return `FixedSizeList(${type.size} x ${native(type.field)})`;
    case 'Struct':
      return `Struct(${type.fields.map(named).join(', ')})`;
    case 'Map':
      return `Map(${native(type.entries)})`;
    case 'Union':
      return `Union(${type.fields.map((f) => `${f.typeId}: (${named(f.field)})`).join(', ')})`;
    default:
      return displayType(type);
  }
}

/** The physical type a logical one is stored as when nothing else decides. */
export function defaultPhysicalType(type: NativeType): DataType {
  switch (type.kind) {
    case 'Date':
      return DataTypes.Date32;
    case 'String':
      return DataTypes.Utf8;
    case 'Time':
      return type.unit === 'Second' || type.unit === 'Millisecond'
        ? DataTypes.time32(type.unit)
        : DataTypes.time64(type.unit);
    case 'Timestamp':
    case 'Duration':
    case 'Interval':
    case 'FixedSizeBinary':
      return type;
    case 'Decimal':
      return type.precision <= 38
        ? DataTypes.decimal128(type.precision, type.scale)
        : DataTypes.decimal256(type.precision, type.scale);
    case 'List':
    case 'Struct':
    case 'Union':
    case 'Map':
    case 'FixedSizeList':
      return type.physical;
    default:
      return { kind: type.kind } as DataType;
  }
}

export const isIntegerNative = (type: NativeType): boolean => /^U?Int(8|16|32|64)$/.test(type.kind);
export const isFloatNative = (type: NativeType): boolean => /^Float/.test(type.kind);
export const isNumericNative = (type: NativeType): boolean =>
  type.kind === 'Decimal' || isIntegerNative(type) || isFloatNative(type);
