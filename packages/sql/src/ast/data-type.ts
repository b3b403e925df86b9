import type { Ident, ObjectName } from './ident.js';
import type { Value } from './value.js';

/** Types that take no argument, by sqlparser's names (`Int8` is PostgreSQL's eight-byte `INT8`). */
export type SimpleTypeName =
  | 'Uuid'
  | 'Date'
  | 'Date32'
  | 'JSON'
  | 'JSONB'
  | 'Regclass'
  | 'Text'
  | 'TinyText'
  | 'MediumText'
  | 'LongText'
  | 'Bytea'
  | 'Boolean'
  | 'Bool'
  | 'Real'
  | 'Float4'
  | 'Float8'
  | 'Float32'
  | 'Float64'
  | 'DoublePrecision'
  | 'Int16'
  | 'Int32'
  | 'Int64'
  | 'Int128'
  | 'Int256'
  | 'UInt8'
  | 'UInt16'
  | 'UInt32'
  | 'UInt64'
  | 'UInt128'
  | 'UInt256'
  | 'Signed'
  | 'Unsigned'
  | 'SignedInteger'
  | 'UnsignedInteger'
  | 'RealUnsigned'
  | 'DoublePrecisionUnsigned'
  | 'TinyBlob'
  | 'MediumBlob'
  | 'LongBlob'
  | 'Unspecified'
  | 'Trigger'
  | 'AnyType'
  | 'TsVector'
  | 'TsQuery'
  | 'HugeInt'
  | 'UHugeInt';

/** Integer types with an optional display width (`INT(11)`). */
export type IntegerTypeName =
  | 'TinyInt'
  | 'SmallInt'
  | 'MediumInt'
  | 'Int'
  | 'Integer'
  | 'BigInt'
  | 'Int2'
  | 'Int4'
  | 'Int8'
  | 'TinyIntUnsigned'
  | 'SmallIntUnsigned'
  | 'MediumIntUnsigned'
  | 'IntUnsigned'
  | 'IntegerUnsigned'
  | 'BigIntUnsigned'
  | 'Int2Unsigned'
  | 'Int4Unsigned'
  | 'Int8Unsigned'
  | 'UTinyInt'
  | 'USmallInt'
  | 'UBigInt';

/** Character types with an optional length. */
export type CharacterTypeName =
  | 'Character'
  | 'Char'
  | 'CharacterVarying'
  | 'CharVarying'
  | 'Varchar'
  | 'Nvarchar'
  | 'CharacterLargeObject'
  | 'CharLargeObject'
  | 'Clob';

/** Length of a character type: a number with an optional unit, or `MAX`. */
export type CharacterLength =
  | { readonly kind: 'IntegerLength'; readonly length: number; readonly unit?: 'Characters' | 'Octets' }
  | { readonly kind: 'Max' };

/** Byte types and text types with an optional length. */
export type SizedTypeName =
  'Binary' | 'Varbinary' | 'Blob' | 'Bytes' | 'String' | 'Bit' | 'BitVarying' | 'FixedString' | 'Datetime' | 'VarBit';

/** Types with an optional precision and scale. */
export type DecimalTypeName =
  | 'Numeric'
  | 'Decimal'
  | 'BigNumeric'
  | 'BigDecimal'
  | 'Dec'
  | 'Float'
  | 'Double'
  | 'DecimalUnsigned'
  | 'DecUnsigned'
  | 'FloatUnsigned'
  | 'DoubleUnsigned';

/** What is said about the zone of a time or timestamp: `Tz` is the `TIMESTAMPTZ` spelling. */
export type TimezoneInfo = 'None' | 'WithTimeZone' | 'WithoutTimeZone' | 'Tz';

/** One field of a struct type; unnamed in `STRUCT<INT>`. */
export interface StructField {
  readonly fieldName?: Ident;
  readonly fieldType: DataType;
  readonly options?: readonly StructFieldOption[];
}

/** `OPTIONS(key = value)` behind a struct field. */
export interface StructFieldOption {
  readonly name: Ident;
  readonly value: Value;
}

/** A SQL type as written; what Arrow type it stands for is the planner's affair. */
export type DataType =
  | { readonly kind: SimpleTypeName }
  | { readonly kind: IntegerTypeName; readonly width?: number }
  | { readonly kind: CharacterTypeName; readonly length?: CharacterLength }
  | { readonly kind: SizedTypeName; readonly length?: number | 'MAX' }
  | { readonly kind: DecimalTypeName; readonly precision?: number; readonly scale?: number }
  | { readonly kind: 'Time' | 'Timestamp'; readonly precision?: number; readonly timezone: TimezoneInfo }
  | { readonly kind: 'TimestampNtz'; readonly precision?: number }
  | { readonly kind: 'Datetime64'; readonly precision: number; readonly timezone?: string }
  | { readonly kind: 'Interval'; readonly fields?: string; readonly precision?: number }
  | { readonly kind: 'Custom'; readonly name: ObjectName; readonly modifiers: readonly string[] }
  | ArrayType
  | {
      readonly kind: 'Map';
      readonly key: DataType;
      readonly value: DataType;
      readonly brackets: 'Parentheses' | 'AngleBrackets';
    }
  | {
      readonly kind: 'Struct';
      readonly fields: readonly StructField[];
      readonly brackets: 'Parentheses' | 'AngleBrackets';
    }
  | { readonly kind: 'Tuple'; readonly fields: readonly StructField[] }
  | { readonly kind: 'Union'; readonly fields: readonly { readonly fieldName: Ident; readonly fieldType: DataType }[] }
  | { readonly kind: 'Enum' | 'Set'; readonly values: readonly string[] }
  | { readonly kind: 'Nullable' | 'LowCardinality'; readonly inner: DataType }
  | { readonly kind: 'SetOf'; readonly inner: DataType }
  | { readonly kind: 'Table'; readonly columns?: readonly { readonly name: Ident; readonly dataType: DataType }[] };

/** `INT[]`, `INT[3]`, `ARRAY<INT>`, `ARRAY(INT)` or a bare `ARRAY`. */
export interface ArrayType {
  readonly kind: 'Array';
  readonly syntax: 'None' | 'SquareBracket' | 'AngleBracket' | 'Parenthesis';
  readonly element?: DataType;
  readonly size?: number;
}
