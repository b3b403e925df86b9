/** Implicit conversions of function arguments: which types an argument of a listed type may be given. */
import { DataTypes, sameType, type DataType, type TypeKind } from '@datafusion-ts/common';
import { canCast } from '@datafusion-ts/compute';
import { isDecimal, isFloating, isInteger, isList } from './type-tests.js';

/** Stands for any time zone in signatures. */
export const TIMEZONE_WILDCARD = '+TZ';
/** Stands for any size of fixed size lists in signatures. */
export const FIXED_SIZE_LIST_WILDCARD = -2147483648;

const INTEGERS: Readonly<Partial<Record<TypeKind, readonly TypeKind[]>>> = {
  Int8: ['Int8'],
  Int16: ['Int8', 'Int16', 'UInt8'],
  Int32: ['Int8', 'Int16', 'Int32', 'UInt8', 'UInt16'],
  Int64: ['Int8', 'Int16', 'Int32', 'Int64', 'UInt8', 'UInt16', 'UInt32'],
  UInt8: ['UInt8'],
  UInt16: ['UInt8', 'UInt16'],
  UInt32: ['UInt8', 'UInt16', 'UInt32'],
  UInt64: ['UInt8', 'UInt16', 'UInt32', 'UInt64'],
};

const isPlainText = (type: DataType): boolean => type.kind === 'Utf8' || type.kind === 'LargeUtf8';

/** The type that a value of type `from` is given for an argument of type `into`; undefined when it may not be converted. */
export function coercedFrom(into: DataType, from: DataType): DataType | undefined {
  if (from.kind === 'Dictionary' && coercedFrom(into, from.valueType) !== undefined) return into;
  if (from.kind === 'RunEndEncoded' && coercedFrom(into, from.values.dataType) !== undefined) return into;
  if (into.kind === 'Dictionary' && coercedFrom(into.valueType, from) !== undefined) return into;
  if (into.kind === 'Timestamp') return timestampFrom(into, from);
  if (into.kind === 'FixedSizeList') return fixedSizeListFrom(into, from);
  return accepts(into, from) ? into : undefined;
}

function accepts(into: DataType, from: DataType): boolean {
  const isNull = from.kind === 'Null';
  switch (into.kind) {
    case 'Boolean':
    case 'Date32':
      return isNull;
    case 'Float32':
      return isNull || isInteger(from) || from.kind === 'Float16' || from.kind === 'Float32';
    case 'Float64':
      return isNull || isInteger(from) || isFloating(from) || isDecimal(from);
    case 'Interval':
      return isNull || isPlainText(from);
    case 'Utf8View':
      return isNull || isPlainText(from);
    case 'Utf8':
    case 'LargeUtf8':
      return true;
    case 'Null':
      return canCast(from, into);
    case 'List':
    case 'LargeList':
      return (into.kind === 'List' && from.kind === 'FixedSizeList') || sameDepth(into, from);
    default:
      return isNull ? INTEGERS[into.kind] !== undefined : (INTEGERS[into.kind]?.includes(from.kind) ?? false);
  }
}

/** Lists convert to lists of as many dimensions; a NULL element fits anywhere. */
function sameDepth(into: DataType, from: DataType): boolean {
  return innermost(from).kind === 'Null' || depth(from) === depth(into);
}

const innermost = (type: DataType): DataType => (isList(type) ? innermost(type.field.dataType) : type);
const depth = (type: DataType): number => (isList(type) ? 1 + depth(type.field.dataType) : 0);

function timestampFrom(into: Extract<DataType, { kind: 'Timestamp' }>, from: DataType): DataType | undefined {
  const convertible = from.kind === 'Null' || from.kind === 'Date32' || isPlainText(from);
  if (into.timezone === undefined) {
    const plain = from.kind === 'Timestamp' && from.timezone === undefined;
    return into.unit === 'Nanosecond' && (convertible || plain) ? into : undefined;
  }
  if (into.timezone !== TIMEZONE_WILDCARD) return convertible || from.kind === 'Timestamp' ? into : undefined;
  if (from.kind === 'Timestamp' && from.timezone !== undefined) return DataTypes.timestamp(into.unit, from.timezone);
  return convertible || from.kind === 'Timestamp' ? DataTypes.timestamp(into.unit, '+00') : undefined;
}

function fixedSizeListFrom(into: Extract<DataType, { kind: 'FixedSizeList' }>, from: DataType): DataType | undefined {
  if (into.size !== FIXED_SIZE_LIST_WILDCARD || from.kind !== 'FixedSizeList') return undefined;
  const element = into.field.dataType;
  if (sameType(element, from.field.dataType)) return { ...from, field: into.field };
  const converted = coercedFrom(element, from.field.dataType);
  return converted === undefined ? undefined : { ...from, field: { ...into.field, dataType: converted } };
}
