/** The schema part of a footer: a list of elements in depth-first order, made into a tree. */
import { parquetError } from '../parquet-error.js';
import { ThriftType, type CompactReader } from '../thrift/compact-reader.js';
import type { LogicalAnnotation, Repetition, SchemaElement } from './file-metadata.js';

/** An element before its children are known. */
export interface FlatElement {
  readonly name: string;
  readonly repetition: Repetition;
  readonly physical: number | undefined;
  readonly typeLength: number;
  readonly childCount: number;
  readonly annotation: LogicalAnnotation | undefined;
  readonly fieldId: number | undefined;
}

const REPETITIONS: readonly Repetition[] = ['Required', 'Optional', 'Repeated'];
const MOST_DEPTH = 100;

export function readSchemaElement(reader: CompactReader): FlatElement {
  let name: string | undefined;
  let repetition: Repetition = 'Required';
  let physical: number | undefined;
  let typeLength = 0;
  let childCount = 0;
  let converted: number | undefined;
  let scale = 0;
  let precision = 0;
  let logical: LogicalAnnotation | undefined;
  let fieldId: number | undefined;
  reader.struct((id, type) => {
    if (id === 1) physical = checkedPhysical(reader.integer());
    else if (id === 2) typeLength = reader.integer();
    else if (id === 3) repetition = repetitionOf(reader.integer());
    else if (id === 4 && type === ThriftType.Binary) name = reader.text();
    else if (id === 5) childCount = reader.integer();
    else if (id === 6) converted = reader.integer();
    else if (id === 7) scale = reader.integer();
    else if (id === 8) precision = reader.integer();
    else if (id === 9) fieldId = reader.integer();
    else if (id === 10 && type === ThriftType.Struct) logical = readLogicalType(reader);
    else return false;
    return true;
  });
  if (name === undefined) throw parquetError('Required field name is missing');
  const annotation = logical ?? (converted === undefined ? undefined : fromConverted(converted, precision, scale));
  return { name, repetition, physical, typeLength, childCount, annotation, fieldId };
}

/** The tree of the elements and the number of its leaves. */
export function buildSchemaTree(elements: readonly FlatElement[]): {
  readonly root: SchemaElement;
  readonly leafCount: number;
} {
  let next = 0;
  let leafCount = 0;
  const build = (depth: number): SchemaElement => {
    if (depth > MOST_DEPTH) throw parquetError('Schema is nested too deeply');
    const element = elements[next++];
    if (element === undefined) throw parquetError('Schema ends before all children are read');
    const { childCount, ...rest } = element;
    const isRoot = depth === 0;
    if (!isRoot && element.physical !== undefined && childCount === 0) {
      leafCount++;
      return { ...rest, children: [] };
    }
    const children: SchemaElement[] = [];
    for (let i = 0; i < childCount; i++) children.push(build(depth + 1));
    return { ...rest, physical: undefined, children };
  };
  if (elements.length === 0) throw parquetError('Schema is empty');
  const root = build(0);
  if (next !== elements.length)
    throw parquetError(`Expected exactly one root node, got more: ${elements.length - next} elements are left`);
  return { root, leafCount };
}

function checkedPhysical(value: number): number {
  if (value < 0 || value > 7) throw parquetError(`unexpected parquet type: ${value}`);
  return value;
}

function repetitionOf(value: number): Repetition {
  const found = REPETITIONS[value];
  if (found === undefined) throw parquetError(`unexpected parquet repetition type: ${value}`);
  return found;
}

function readLogicalType(reader: CompactReader): LogicalAnnotation | undefined {
  let result: LogicalAnnotation | undefined;
  reader.struct((id, type) => {
    if (type !== ThriftType.Struct) return false;
    switch (id) {
      case 1:
        result = { kind: 'String' };
        return false;
      case 2:
        result = { kind: 'Map' };
        return false;
      case 3:
        result = { kind: 'List' };
        return false;
      case 4:
        result = { kind: 'Enum' };
        return false;
      case 5:
        result = readDecimal(reader);
        return true;
      case 6:
        result = { kind: 'Date' };
        return false;
      case 7:
        result = readTime(reader, 'Time');
        return true;
      case 8:
        result = readTime(reader, 'Timestamp');
        return true;
      case 10:
        result = readInteger(reader);
        return true;
      case 11:
        result = { kind: 'Unknown' };
        return false;
      case 12:
        result = { kind: 'Json' };
        return false;
      case 13:
        result = { kind: 'Bson' };
        return false;
      case 14:
        result = { kind: 'Uuid' };
        return false;
      case 15:
        result = { kind: 'Float16' };
        return false;
      default:
        return false;
    }
  });
  return result;
}

function readDecimal(reader: CompactReader): LogicalAnnotation {
  let scale = 0;
  let precision = 0;
  reader.struct((id) => {
    if (id === 1) scale = reader.integer();
    else if (id === 2) precision = reader.integer();
    else return false;
    return true;
  });
  return { kind: 'Decimal', precision, scale };
}

const UNITS = { 1: 'Millisecond', 2: 'Microsecond', 3: 'Nanosecond' } as const;

function readTime(reader: CompactReader, kind: 'Time' | 'Timestamp'): LogicalAnnotation {
  let unit: 'Millisecond' | 'Microsecond' | 'Nanosecond' | undefined;
  let isAdjustedToUtc = false;
  reader.struct((id, type) => {
    if (id === 1) {
      isAdjustedToUtc = type === ThriftType.True;
      return false;
    }
    if (id !== 2 || type !== ThriftType.Struct) return false;
    reader.struct((unitId) => {
      if (unitId === 1 || unitId === 2 || unitId === 3) unit = UNITS[unitId];
      return false;
    });
    return true;
  });
  if (unit === undefined) throw parquetError('Required field unit is missing');
  return { kind, unit, isAdjustedToUtc };
}

function readInteger(reader: CompactReader): LogicalAnnotation {
  let bitWidth = 0;
  let signed = false;
  reader.struct((id, type) => {
    if (id === 1) bitWidth = reader.byte();
    else if (id === 2) {
      signed = type === ThriftType.True;
      return false;
    } else return false;
    return true;
  });
  return { kind: 'Integer', bitWidth, signed };
}

function fromConverted(converted: number, precision: number, scale: number): LogicalAnnotation | undefined {
  switch (converted) {
    case 0:
      return { kind: 'String' };
    case 1:
      return { kind: 'Map' };
    case 2:
      return { kind: 'MapKeyValue' };
    case 3:
      return { kind: 'List' };
    case 4:
      return { kind: 'Enum' };
    case 5:
      return { kind: 'Decimal', precision, scale };
    case 6:
      return { kind: 'Date' };
    case 7:
      return { kind: 'Time', unit: 'Millisecond', isAdjustedToUtc: true };
    case 8:
      return { kind: 'Time', unit: 'Microsecond', isAdjustedToUtc: true };
    case 9:
      return { kind: 'Timestamp', unit: 'Millisecond', isAdjustedToUtc: true };
    case 10:
      return { kind: 'Timestamp', unit: 'Microsecond', isAdjustedToUtc: true };
    case 11:
    case 12:
    case 13:
    case 14:
      return { kind: 'Integer', bitWidth: 8 << (converted - 11), signed: false };
    case 15:
    case 16:
    case 17:
    case 18:
      return { kind: 'Integer', bitWidth: 8 << (converted - 15), signed: true };
    case 19:
      return { kind: 'Json' };
    case 20:
      return { kind: 'Bson' };
    case 21:
      return { kind: 'Interval' };
    default:
      return undefined;
  }
}
