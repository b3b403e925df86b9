/** The Arrow types of leaves: by annotation, then adjusted by the Arrow schema a writer may have embedded. */
import { DataTypes, sameType, type DataType } from '@datafusion-ts/common';
import { PhysicalKind, type LogicalAnnotation, type SchemaElement } from '../metadata/file-metadata.js';
import { parquetError } from '../parquet-error.js';

/** The type of a leaf; `hint` is the type of the same field in the embedded Arrow schema. */
export function leafType(element: SchemaElement, hint: DataType | undefined): DataType {
  const plain = plainType(element);
  return hint === undefined ? plain : applyHint(plain, hint, element.physical === PhysicalKind.Int96);
}

function plainType(element: SchemaElement): DataType {
  const { physical, annotation, typeLength } = element;
  switch (physical) {
    case PhysicalKind.Boolean:
      return DataTypes.Boolean;
    case PhysicalKind.Int32:
      return int32Type(annotation);
    case PhysicalKind.Int64:
      return int64Type(annotation);
    case PhysicalKind.Int96:
      return DataTypes.timestamp('Nanosecond');
    case PhysicalKind.Float:
      return DataTypes.Float32;
    case PhysicalKind.Double:
      return DataTypes.Float64;
    case PhysicalKind.ByteArray:
      return byteArrayType(annotation);
    default:
      return fixedType(annotation, typeLength);
  }
}

function int32Type(annotation: LogicalAnnotation | undefined): DataType {
  switch (annotation?.kind) {
    case 'Integer':
      return integerType(annotation.bitWidth, annotation.signed, 32);
    case 'Decimal':
      return decimal(annotation.precision, annotation.scale);
    case 'Date':
      return DataTypes.Date32;
    case 'Time':
      if (annotation.unit !== 'Millisecond')
        throw parquetError(`Cannot create INT32 physical type from ${annotation.unit}s`);
      return DataTypes.time32('Millisecond');
    case 'Unknown':
      return DataTypes.Null;
    case undefined:
      return DataTypes.Int32;
    default:
      throw parquetError(`Unable to convert parquet INT32 logical type ${annotation!.kind}`);
  }
}

function int64Type(annotation: LogicalAnnotation | undefined): DataType {
  switch (annotation?.kind) {
    case 'Integer':
      return integerType(annotation.bitWidth, annotation.signed, 64);
    case 'Decimal':
      return decimal(annotation.precision, annotation.scale);
    case 'Time':
      if (annotation.unit === 'Millisecond') throw parquetError('Cannot create INT64 from MILLIS time unit');
      return DataTypes.time64(annotation.unit);
    case 'Timestamp':
      return DataTypes.timestamp(annotation.unit, annotation.isAdjustedToUtc ? 'UTC' : undefined);
    case undefined:
      return DataTypes.Int64;
    default:
      throw parquetError(`Unable to convert parquet INT64 logical type ${annotation!.kind}`);
  }
}

function integerType(bits: number, signed: boolean, physicalBits: number): DataType {
  switch (bits) {
    case 8:
      return signed ? DataTypes.Int8 : DataTypes.UInt8;
    case 16:
      return signed ? DataTypes.Int16 : DataTypes.UInt16;
    case 32:
      return signed ? DataTypes.Int32 : DataTypes.UInt32;
    case 64:
      if (physicalBits === 64) return signed ? DataTypes.Int64 : DataTypes.UInt64;
  }
  throw parquetError(`Cannot create INT${physicalBits} physical type from Integer(${bits})`);
}

function byteArrayType(annotation: LogicalAnnotation | undefined): DataType {
  switch (annotation?.kind) {
    case 'String':
    case 'Json':
      return DataTypes.Utf8;
    case 'Decimal':
      return annotation.precision <= 38
        ? decimal(annotation.precision, annotation.scale)
        : DataTypes.decimal256(annotation.precision, annotation.scale);
    default:
      return DataTypes.Binary;
  }
}

const BYTES_OF_DECIMAL128 = 16;

function fixedType(annotation: LogicalAnnotation | undefined, length: number): DataType {
  if (length < 0) throw parquetError(`Invalid FIXED_LEN_BYTE_ARRAY length: ${length}`);
  switch (annotation?.kind) {
    case 'Decimal':
      return length <= BYTES_OF_DECIMAL128
        ? decimal(annotation.precision, annotation.scale)
        : DataTypes.decimal256(annotation.precision, annotation.scale);
    case 'Interval':
      if (length !== 12) throw parquetError(`INTERVAL must have 12 bytes, got ${length}`);
      return DataTypes.interval('DayTime');
    case 'Float16':
      if (length !== 2) throw parquetError(`Invalid FIXED_LEN_BYTE_ARRAY length for Float16: ${length}`);
      return DataTypes.Float16;
    default:
      return DataTypes.fixedSizeBinary(length);
  }
}

function decimal(precision: number, scale: number): DataType {
  if (precision < 1 || precision > 38 || scale > precision)
    throw parquetError(`Invalid DECIMAL: precision ${precision}, scale ${scale}`);
  return DataTypes.decimal128(precision, scale);
}

/** Takes the type of the embedded schema where the file's own types cannot say it; else keeps the file's. */
function applyHint(type: DataType, hint: DataType, isInt96: boolean): DataType {
  if (hint.kind === 'Dictionary') {
    const value = applyHint(type, hint.valueType, isInt96);
    return sameType(value, hint.valueType) ? hint : value;
  }
  return hintApplies(type, hint, isInt96) ? hint : type;
}

function hintApplies(type: DataType, hint: DataType, isInt96: boolean): boolean {
  switch (hint.kind) {
    case 'Timestamp':
      if (type.kind === 'Int64' || type.kind === 'Int32') return true;
      if (type.kind !== 'Timestamp') return false;
      return isInt96 || (type.unit === hint.unit && hint.timezone !== undefined);
    case 'Time32':
      return type.kind === 'Int32';
    case 'Time64':
    case 'Duration':
      return type.kind === 'Int64';
    case 'Date64':
      return type.kind === 'Int64' || type.kind === 'Date32';
    case 'LargeUtf8':
    case 'Utf8View':
      return type.kind === 'Utf8';
    case 'LargeBinary':
    case 'BinaryView':
      return type.kind === 'Binary';
    case 'Interval':
      return type.kind === 'Interval';
    case 'Decimal32':
    case 'Decimal64':
    case 'Decimal256':
      return type.kind === 'Decimal128';
    default:
      return false;
  }
}
