/** Common types of lists, structs and maps: members are coerced by the rule of the caller. */
import { field, type DataType, type DataTypeOf, type Field } from '@datafusion-ts/common';
import { isList, type ListType } from './type-tests.js';

/** Finds the common type of two types, or none. */
export type CoercionRule = (a: DataType, b: DataType) => DataType | undefined;

/** The field that holds values of both: the left one's name, a common type, nullable when either is. */
function commonField(a: Field, b: Field, rule: CoercionRule): Field | undefined {
  const type = rule(a.dataType, b.dataType);
  return type === undefined ? undefined : field(a.name, type, a.nullable || b.nullable, a.metadata);
}

const LARGE = new Set<string>(['LargeList', 'LargeListView']);

/** Lists of different layouts meet in List, or LargeList when one is large; fixed sizes are kept when equal. */
export function listCoercion(a: DataType, b: DataType, rule: CoercionRule): DataType | undefined {
  if (!isList(a) || !isList(b)) return undefined;
  const element = commonField(a.field, b.field, rule);
  return element === undefined ? undefined : listOf(a, b, element);
}

function listOf(a: ListType, b: ListType, element: Field): DataType {
  if (a.kind === 'FixedSizeList' && b.kind === 'FixedSizeList' && a.size === b.size) {
    return { kind: 'FixedSizeList', field: element, size: a.size };
  }
  return { kind: LARGE.has(a.kind) || LARGE.has(b.kind) ? 'LargeList' : 'List', field: element };
}

/**
 * Structs of as many fields: matched by name when both have the same names (in any order), else by position. Order and
 * names are the left one's.
 */
export function structCoercion(a: DataType, b: DataType, rule: CoercionRule): DataType | undefined {
  if (a.kind !== 'Struct' || b.kind !== 'Struct' || a.fields.length !== b.fields.length) return undefined;
  const names = new Map(b.fields.map((f) => [f.name, f] as const));
  const byName = names.size === b.fields.length && a.fields.every((f) => names.has(f.name));
  const fields = a.fields.map((f, i) => commonField(f, byName ? names.get(f.name)! : b.fields[i]!, rule));
  return fields.includes(undefined) ? undefined : { kind: 'Struct', fields: fields as Field[] };
}

/** Maps with a common key and a common value type. */
export function mapCoercion(a: DataType, b: DataType, rule: CoercionRule): DataType | undefined {
  if (a.kind !== 'Map' || b.kind !== 'Map') return undefined;
  const entries = entriesOf(a, b, rule);
  return entries === undefined
    ? undefined
    : {
        kind: 'Map',
        entries: field(a.entries.name, entries, a.entries.nullable || b.entries.nullable),
        sorted: a.sorted && b.sorted,
      };
}

function entriesOf(a: DataTypeOf<'Map'>, b: DataTypeOf<'Map'>, rule: CoercionRule): DataType | undefined {
  const [left, right] = [a.entries.dataType, b.entries.dataType];
  if (left.kind !== 'Struct' || right.kind !== 'Struct' || left.fields.length !== right.fields.length) return undefined;
  const fields = left.fields.map((f, i) => commonField(f, right.fields[i]!, rule));
  return fields.includes(undefined) ? undefined : { kind: 'Struct', fields: fields as Field[] };
}
