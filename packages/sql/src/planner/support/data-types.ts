import {
  type DataType,
  DataTypes,
  field,
  type Field,
  listItem,
  NotImplementedError,
  PlanError,
} from '@datafusion-ts/common';
import type * as ast from '../../ast/index.js';
import { dataTypeToSql } from './sql-text.js';
import type { ParserOptions } from '../parser-options.js';
import { decimalType } from './decimal.js';
import { identText } from './identifiers.js';

/**
 * The Arrow types that SQL type names stand for. Names DataFusion does not know are refused by name, unless a type planner
 * of the session knows them.
 */

/** What a session adds: the type of a SQL type, or undefined for the built-in answer. */
export type TypeHook = (type: ast.DataType) => DataType | undefined;

/** The Arrow type of a SQL type; throws NotImplementedError for types without one. */
export function convertDataType(type: ast.DataType, options: ParserOptions, hook?: TypeHook): DataType {
  const planned = hook?.(type);
  if (planned !== undefined) return planned;
  switch (type.kind) {
    case 'Array':
      return arrayType(type, options, hook);
    case 'Struct':
      return DataTypes.struct(type.fields.map((f, i) => structField(f, i, options, hook)));
    default:
      return simpleType(type, options);
  }
}

function arrayType(type: ast.ArrayType, options: ParserOptions, hook?: TypeHook): DataType {
  if (type.element === undefined) throw new NotImplementedError('Arrays with unspecified type is not supported');
  if (type.syntax === 'Parenthesis') throw unsupported(type);
  const item = listItem(convertDataType(type.element, options, hook));
  return type.size === undefined ? DataTypes.list(item) : DataTypes.fixedSizeList(item, type.size);
}

/** Unnamed fields are `c0`, `c1`, …. */
function structField(f: ast.StructField, index: number, options: ParserOptions, hook?: TypeHook): Field {
  const name = f.fieldName === undefined ? `c${index}` : identText(f.fieldName, options.enableIdentNormalization);
  return field(name, convertDataType(f.fieldType, options, hook));
}

function simpleType(type: ast.DataType, options: ParserOptions): DataType {
  switch (type.kind) {
    case 'Boolean':
    case 'Bool':
      return DataTypes.Boolean;
    case 'TinyInt':
      return DataTypes.Int8;
    case 'SmallInt':
    case 'Int2':
      return DataTypes.Int16;
    case 'Int':
    case 'Integer':
    case 'Int4':
      return DataTypes.Int32;
    case 'BigInt':
    case 'Int8':
      return DataTypes.Int64;
    case 'TinyIntUnsigned':
      return DataTypes.UInt8;
    case 'SmallIntUnsigned':
    case 'Int2Unsigned':
      return DataTypes.UInt16;
    case 'IntUnsigned':
    case 'IntegerUnsigned':
    case 'Int4Unsigned':
      return DataTypes.UInt32;
    case 'BigIntUnsigned':
    case 'Int8Unsigned':
      return DataTypes.UInt64;
    case 'Float':
    case 'Real':
    case 'Float4':
      return DataTypes.Float32;
    case 'DoublePrecision':
    case 'Float8':
      return DataTypes.Float64;
    case 'Double':
      if (type.precision === undefined) return DataTypes.Float64;
      throw new NotImplementedError(`Unsupported SQL type (precision/scale not supported) ${dataTypeToSql(type)}`);
    case 'Varchar':
      return varcharType(type.length !== undefined, options);
    case 'Char':
    case 'Text':
    case 'String':
      return stringType(options);
    case 'Timestamp':
      return timestampType(type, options);
    case 'Date':
      return DataTypes.Date32;
    case 'Time':
      if (type.precision === undefined && (type.timezone === 'None' || type.timezone === 'WithoutTimeZone'))
        return DataTypes.time64('Nanosecond');
      throw unsupported(type);
    case 'Numeric':
    case 'Decimal':
      return decimalType(type.precision, type.scale);
    case 'Bytea':
      return DataTypes.Binary;
    case 'Interval':
      if (type.fields === undefined && type.precision === undefined) return DataTypes.interval('MonthDayNano');
      throw unsupported(type);
    default:
      throw unsupported(type);
  }
}

const unsupported = (type: ast.DataType): NotImplementedError =>
  new NotImplementedError(`Unsupported SQL type ${dataTypeToSql(type)}`);

const stringType = (options: ParserOptions): DataType =>
  options.mapStringTypesToUtf8View ? DataTypes.Utf8View : DataTypes.Utf8;

function varcharType(hasLength: boolean, options: ParserOptions): DataType {
  if (hasLength && !options.supportVarcharWithLength) {
    throw new PlanError('does not support Varchar with length, please set `support_varchar_with_length` to be true');
  }
  return stringType(options);
}

const TIMESTAMP_UNITS = { 0: 'Second', 3: 'Millisecond', 6: 'Microsecond', 9: 'Nanosecond' } as const;

function timestampType(type: Extract<ast.DataType, { kind: 'Time' | 'Timestamp' }>, options: ParserOptions): DataType {
  const unit = TIMESTAMP_UNITS[(type.precision ?? 9) as keyof typeof TIMESTAMP_UNITS];
  if (unit === undefined) throw unsupported(type);
  const zoned = type.timezone === 'WithTimeZone' || type.timezone === 'Tz';
  return DataTypes.timestamp(unit, zoned ? options.timeZone : undefined);
}
