import type { DataType, DataTypeOf } from '@datafusion-ts/common';

const SIGNED = new Set<string>(['Int8', 'Int16', 'Int32', 'Int64']);
const UNSIGNED = new Set<string>(['UInt8', 'UInt16', 'UInt32', 'UInt64']);
const FLOATS = new Set<string>(['Float16', 'Float32', 'Float64']);
const DECIMALS = new Set<string>(['Decimal32', 'Decimal64', 'Decimal128', 'Decimal256']);
const STRINGS = new Set<string>(['Utf8', 'LargeUtf8', 'Utf8View']);
const BINARIES = new Set<string>(['Binary', 'LargeBinary', 'BinaryView', 'FixedSizeBinary']);
const LISTS = new Set<string>(['List', 'LargeList', 'FixedSizeList', 'ListView', 'LargeListView']);
const TEMPORALS = new Set<string>(['Date32', 'Date64', 'Time32', 'Time64', 'Timestamp', 'Duration', 'Interval']);

/** A decimal of any width. */
export type DecimalType = DataTypeOf<'Decimal32' | 'Decimal64' | 'Decimal128' | 'Decimal256'>;
/** A list of any layout. */
export type ListType = DataTypeOf<'List' | 'LargeList' | 'ListView' | 'LargeListView'> | DataTypeOf<'FixedSizeList'>;

export const isSignedInteger = (type: DataType): boolean => SIGNED.has(type.kind);
export const isUnsignedInteger = (type: DataType): boolean => UNSIGNED.has(type.kind);
export const isInteger = (type: DataType): boolean => SIGNED.has(type.kind) || UNSIGNED.has(type.kind);
export const isFloating = (type: DataType): boolean => FLOATS.has(type.kind);
export const isDecimal = (type: DataType): type is DecimalType => DECIMALS.has(type.kind);
export const isNumeric = (type: DataType): boolean => isInteger(type) || isFloating(type) || isDecimal(type);
export const isString = (type: DataType): boolean => STRINGS.has(type.kind);
export const isBinary = (type: DataType): boolean => BINARIES.has(type.kind);
export const isList = (type: DataType): type is ListType => LISTS.has(type.kind);
export const isTemporal = (type: DataType): boolean => TEMPORALS.has(type.kind);
export const isDate = (type: DataType): boolean => type.kind === 'Date32' || type.kind === 'Date64';
export const isTime = (type: DataType): boolean => type.kind === 'Time32' || type.kind === 'Time64';
export const isNull = (type: DataType): boolean => type.kind === 'Null';
/** Numbers or NULL, also behind a dictionary. */
export const isNumericOrNull = (type: DataType): boolean => isNull(type) || isNumeric(type);
