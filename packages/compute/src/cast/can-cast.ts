import type { DataType, Field } from '@datafusion-ts/common';
import { sameType } from '@datafusion-ts/common';

/** Groups of types that casts treat alike. */
export type TypeClass =
  | 'null'
  | 'boolean'
  | 'integer'
  | 'float'
  | 'decimal'
  | 'text'
  | 'binary'
  | 'fixedBinary'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'duration'
  | 'interval'
  | 'list'
  | 'struct'
  | 'map'
  | 'union'
  | 'encoded';

/** The group of a type. */
export function classOf(type: DataType): TypeClass {
  switch (type.kind) {
    case 'Null':
      return 'null';
    case 'Boolean':
      return 'boolean';
    case 'Int8':
    case 'Int16':
    case 'Int32':
    case 'Int64':
    case 'UInt8':
    case 'UInt16':
    case 'UInt32':
    case 'UInt64':
      return 'integer';
    case 'Float16':
    case 'Float32':
    case 'Float64':
      return 'float';
    case 'Decimal32':
    case 'Decimal64':
    case 'Decimal128':
    case 'Decimal256':
      return 'decimal';
    case 'Utf8':
    case 'LargeUtf8':
    case 'Utf8View':
      return 'text';
    case 'Binary':
    case 'LargeBinary':
    case 'BinaryView':
      return 'binary';
    case 'FixedSizeBinary':
      return 'fixedBinary';
    case 'Date32':
    case 'Date64':
      return 'date';
    case 'Time32':
    case 'Time64':
      return 'time';
    case 'Timestamp':
      return 'timestamp';
    case 'Duration':
      return 'duration';
    case 'Interval':
      return 'interval';
    case 'List':
    case 'LargeList':
    case 'ListView':
    case 'LargeListView':
    case 'FixedSizeList':
      return 'list';
    case 'Struct':
      return 'struct';
    case 'Map':
      return 'map';
    case 'Union':
      return 'union';
    case 'Dictionary':
    case 'RunEndEncoded':
      return 'encoded';
  }
}

const isNumeric = (group: TypeClass): boolean => group === 'integer' || group === 'float' || group === 'decimal';

/** The field of a list's elements. */
export function elementField(type: DataType): Field | undefined {
  return 'field' in type ? type.field : undefined;
}

/** The fields of a map's entries: key and value. */
export function entryFields(type: DataType): readonly Field[] {
  return type.kind === 'Map' && type.entries.dataType.kind === 'Struct' ? type.entries.dataType.fields : [];
}

/** True when {@link cast} knows how to turn one type into the other (values may still fail). */
export function canCast(from: DataType, to: DataType): boolean {
  if (sameType(from, to) || from.kind === 'Null') return true;
  if (from.kind === 'Dictionary') return canCast(from.valueType, to);
  if (to.kind === 'Dictionary') return canCast(from, to.valueType);
  if (from.kind === 'RunEndEncoded') return canCast(from.values.dataType, to);
  if (to.kind === 'RunEndEncoded') return canCast(from, to.values.dataType);
  const source = classOf(from);
  const target = classOf(to);
  if (source === 'list' || target === 'list') return canCastLists(from, to, source, target);
  switch (source) {
    case 'boolean':
      return target === 'boolean' || target === 'integer' || target === 'float' || target === 'text';
    case 'integer':
      return canCastInteger(from, to, target);
    case 'float':
      if (target === 'decimal') return from.kind !== 'Float16';
      return (
        isNumeric(target) ||
        target === 'boolean' ||
        target === 'text' ||
        target === 'timestamp' ||
        target === 'duration'
      );
    case 'decimal':
      if (target === 'float') return to.kind !== 'Float16';
      return isNumeric(target) || target === 'text' || target === 'timestamp' || target === 'duration';
    case 'text':
      return canCastText(target);
    case 'binary':
      return target === 'binary' || target === 'text' || (target === 'fixedBinary' && from.kind !== 'BinaryView');
    case 'fixedBinary':
      return target === 'binary';
    case 'date':
    case 'time':
    case 'timestamp':
    case 'duration':
    case 'interval':
      return canCastTemporal(from, to, source, target);
    case 'struct':
      return from.kind === 'Struct' && to.kind === 'Struct' && canCastStruct(from.fields, to.fields);
    case 'map': {
      const [a, b] = [entryFields(from), entryFields(to)];
      return target === 'map' && a.every((f, i) => b[i] !== undefined && canCast(f.dataType, b[i].dataType));
    }
    default:
      return false;
  }
}

function canCastText(target: TypeClass): boolean {
  switch (target) {
    case 'boolean':
    case 'integer':
    case 'float':
    case 'decimal':
    case 'text':
    case 'binary':
    case 'date':
    case 'time':
    case 'timestamp':
    case 'interval':
      return true;
    default:
      return false;
  }
}

function canCastInteger(from: DataType, to: DataType, target: TypeClass): boolean {
  const [is32, is64] = [from.kind === 'Int32', from.kind === 'Int64'];
  switch (target) {
    case 'integer':
    case 'float':
    case 'decimal':
    case 'boolean':
    case 'text':
    case 'timestamp':
    case 'duration':
      return true;
    case 'binary':
      return to.kind !== 'BinaryView';
    case 'date':
      return is32 || is64;
    case 'time':
      return to.kind === 'Time32' ? is32 : is64;
    case 'interval':
      return is32 && to.kind === 'Interval' && to.unit === 'YearMonth';
    default:
      return false;
  }
}

function canCastTemporal(from: DataType, to: DataType, source: TypeClass, target: TypeClass): boolean {
  if (target === 'text') return true;
  switch (source) {
    case 'date':
      return target === 'date' || target === 'timestamp' || to.kind === 'Int32' || to.kind === 'Int64';
    case 'time':
      return (
        target === 'time' ||
        to.kind === (from.kind === 'Time32' ? 'Int32' : 'Int64') ||
        (from.kind === 'Time32' && to.kind === 'Int64')
      );
    case 'timestamp':
      return target === 'timestamp' || target === 'date' || target === 'time' || isNumeric(target);
    case 'duration':
      return target === 'duration' || isNumeric(target) || (to.kind === 'Interval' && to.unit === 'MonthDayNano');
    default:
      return canCastInterval(from, to);
  }
}

function canCastInterval(from: DataType, to: DataType): boolean {
  if (from.kind !== 'Interval') return false;
  if (to.kind === 'Duration') return from.unit === 'MonthDayNano';
  // Arrow says that these convert and then refuses every value.
  if (to.kind === 'Int64') return from.unit !== 'MonthDayNano';
  return to.kind === 'Interval' && to.unit === 'MonthDayNano';
}

function canCastLists(from: DataType, to: DataType, source: TypeClass, target: TypeClass): boolean {
  const element = elementField(from);
  const into = elementField(to);
  if (source !== 'list') return into !== undefined && canCast(from, into.dataType);
  if (element === undefined) return false;
  if (target === 'list' && into !== undefined) {
    if (from.kind === 'FixedSizeList' && to.kind === 'FixedSizeList' && from.size !== to.size) return false;
    return canCast(element.dataType, into.dataType);
  }
  if (from.kind === 'FixedSizeList') return from.size === 1 && canCast(element.dataType, to);
  return target === 'text' && canCast(element.dataType, to);
}

/** Structs convert by field name: shared fields must convert, at least one must be shared, new ones must take nulls. */
function canCastStruct(from: readonly Field[], to: readonly Field[]): boolean {
  let shared = from.length === 0;
  for (const target of to) {
    const source = from.find((f) => f.name === target.name);
    if (source === undefined) {
      if (!target.nullable) return false;
    } else if (canCast(source.dataType, target.dataType)) shared = true;
    else return false;
  }
  return shared;
}
