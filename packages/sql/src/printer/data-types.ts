/** Data types as SQL, in sqlparser's spelling: `INT UNSIGNED`, `DECIMAL(10,2)`, `STRUCT<a INT>`, `INT[]`. */
import type { CharacterLength, DataType, StructField, TimezoneInfo } from '../ast/index.js';
import { commaList, identToSql, objectNameToSql, quoteString } from './names.js';

/** Spellings that are not the name in upper case. */
const SPELLING: Readonly<Partial<Record<string, string>>> = {
  DoublePrecision: 'DOUBLE PRECISION',
  DoublePrecisionUnsigned: 'DOUBLE PRECISION UNSIGNED',
  RealUnsigned: 'REAL UNSIGNED',
  SignedInteger: 'SIGNED INTEGER',
  UnsignedInteger: 'UNSIGNED INTEGER',
  Float32: 'Float32',
  Float64: 'Float64',
  Int16: 'Int16',
  Int32: 'Int32',
  Int64: 'INT64',
  Int128: 'Int128',
  Int256: 'Int256',
  UInt8: 'UInt8',
  UInt16: 'UInt16',
  UInt32: 'UInt32',
  UInt64: 'UInt64',
  UInt128: 'UInt128',
  UInt256: 'UInt256',
  Date32: 'Date32',
  CharacterVarying: 'CHARACTER VARYING',
  CharVarying: 'CHAR VARYING',
  CharacterLargeObject: 'CHARACTER LARGE OBJECT',
  CharLargeObject: 'CHAR LARGE OBJECT',
  BitVarying: 'BIT VARYING',
  FixedString: 'FixedString',
  Unspecified: '',
  AnyType: 'ANY TYPE',
  TimestampNtz: 'TIMESTAMP_NTZ',
};

/** The SQL text of a type. */
export function dataTypeToSql(type: DataType): string {
  switch (type.kind) {
    case 'Custom':
      return objectNameToSql(type.name) + (type.modifiers.length === 0 ? '' : `(${type.modifiers.join(', ')})`);
    case 'Array':
      return arrayToSql(type);
    case 'Struct':
      return structToSql(type.fields, type.brackets);
    case 'Map':
      return type.brackets === 'Parentheses'
        ? `Map(${dataTypeToSql(type.key)}, ${dataTypeToSql(type.value)})`
        : `MAP<${dataTypeToSql(type.key)}, ${dataTypeToSql(type.value)}>`;
    case 'Tuple':
      return `Tuple(${commaList(type.fields, structFieldToSql)})`;
    case 'Union':
      return `UNION(${commaList(type.fields, structFieldToSql)})`;
    case 'Enum':
    case 'Set':
      return `${type.kind.toUpperCase()}(${commaList(type.values, quoteString)})`;
    case 'Nullable':
    case 'LowCardinality':
      return `${type.kind}(${dataTypeToSql(type.inner)})`;
    case 'SetOf':
      return `SETOF ${dataTypeToSql(type.inner)}`;
    case 'Table':
      return tableToSql(type);
    default:
      return scalarToSql(type);
  }
}

function scalarToSql(type: DataType): string {
  switch (type.kind) {
    case 'Time':
    case 'Timestamp':
      return timeToSql(type.kind, type.precision, type.timezone);
    case 'Datetime64':
      return `DateTime64(${type.precision}${type.timezone === undefined ? '' : `, ${quoteString(type.timezone)}`})`;
    case 'Interval':
      return `INTERVAL${type.fields === undefined ? '' : ` ${type.fields}`}${type.precision === undefined ? '' : `${type.fields === undefined ? '' : ' '}(${type.precision})`}`;
    default: {
      const unsigned = type.kind.endsWith('Unsigned') && SPELLING[type.kind] === undefined;
      const base = unsigned ? type.kind.slice(0, -8) : type.kind;
      const name = SPELLING[base] ?? base.toUpperCase();
      return name + argumentsOf(type) + (unsigned ? ' UNSIGNED' : '');
    }
  }
}

function argumentsOf(type: DataType): string {
  if ('width' in type && type.width !== undefined) return `(${type.width})`;
  if ('length' in type && type.length !== undefined) return `(${lengthToSql(type.length)})`;
  if (!('precision' in type) || type.precision === undefined) return '';
  return 'scale' in type && type.scale !== undefined ? `(${type.precision},${type.scale})` : `(${type.precision})`;
}

function lengthToSql(length: CharacterLength | number | 'MAX'): string {
  if (typeof length !== 'object') return String(length);
  if (length.kind === 'Max') return 'MAX';
  return length.unit === undefined ? String(length.length) : `${length.length} ${length.unit.toUpperCase()}`;
}

function timeToSql(kind: 'Time' | 'Timestamp', precision: number | undefined, timezone: TimezoneInfo): string {
  const digits = precision === undefined ? '' : `(${precision})`;
  const name = kind.toUpperCase();
  switch (timezone) {
    case 'Tz':
      return `${name}TZ${digits}`;
    case 'WithTimeZone':
      return `${name}${digits} WITH TIME ZONE`;
    case 'WithoutTimeZone':
      return `${name}${digits} WITHOUT TIME ZONE`;
    case 'None':
      return name + digits;
  }
}

type ArrayType = Extract<DataType, { kind: 'Array' }>;

function arrayToSql(type: ArrayType): string {
  if (type.syntax === 'SquareBracket') return bracketsToSql(type);
  const element = type.element === undefined ? '' : dataTypeToSql(type.element);
  switch (type.syntax) {
    case 'None':
      return 'ARRAY';
    case 'AngleBracket':
      return `ARRAY<${element}>`;
    case 'Parenthesis':
      return `Array(${element})`;
  }
}

/** `INT[][3]`; in a loop, because nothing limits the number of brackets. */
function bracketsToSql(type: ArrayType): string {
  const brackets: string[] = [];
  let inner: DataType | undefined = type;
  for (; inner?.kind === 'Array' && inner.syntax === 'SquareBracket'; inner = inner.element) {
    brackets.push(`[${inner.size ?? ''}]`);
  }
  return (inner === undefined ? '' : dataTypeToSql(inner)) + brackets.reverse().join('');
}

function structToSql(fields: readonly StructField[], brackets: 'Parentheses' | 'AngleBrackets'): string {
  if (fields.length === 0) return 'STRUCT';
  const list = commaList(fields, structFieldToSql);
  return brackets === 'Parentheses' ? `STRUCT(${list})` : `STRUCT<${list}>`;
}

/** `name TYPE`, or the type alone. */
export function structFieldToSql(field: StructField): string {
  const type = dataTypeToSql(field.fieldType);
  return field.fieldName === undefined ? type : `${identToSql(field.fieldName)} ${type}`;
}

function tableToSql(type: Extract<DataType, { kind: 'Table' }>): string {
  if (type.columns === undefined) return 'TABLE';
  return `TABLE(${commaList(type.columns, (column) => `${identToSql(column.name)} ${dataTypeToSql(column.dataType)}`)})`;
}
