/**
 * Weaker notions of equal types than {@link sameType}: names of list elements and precision never matter; logically,
 * neither does the encoding of text or dictionaries.
 */
import { sameType, type DataType, type Field } from './data-type.js';

type Compare = (a: DataType, b: DataType) => boolean;

/** Types that hold the same values: a dictionary equals its values' type, Utf8 equals Utf8View. */
export function logicallyEqualTypes(a: DataType, b: DataType): boolean {
  if (a.kind === 'Dictionary' || b.kind === 'Dictionary') {
    return sameType(a.kind === 'Dictionary' ? a.valueType : a, b.kind === 'Dictionary' ? b.valueType : b);
  }
  if ((a.kind === 'Utf8' && b.kind === 'Utf8View') || (a.kind === 'Utf8View' && b.kind === 'Utf8')) return true;
  return sameNested(a, b, logicallyEqualTypes) ?? semanticallyEqualTypes(a, b);
}

/** Types that plans may exchange for each other: decimals of one width, lists whose elements are named otherwise. */
export function semanticallyEqualTypes(a: DataType, b: DataType): boolean {
  if (a.kind === 'Dictionary' && b.kind === 'Dictionary') {
    return semanticallyEqualTypes(a.keyType, b.keyType) && semanticallyEqualTypes(a.valueType, b.valueType);
  }
  switch (a.kind) {
    case 'Decimal32':
    case 'Decimal64':
    case 'Decimal128':
    case 'Decimal256':
      return a.kind === b.kind;
    default:
      return sameNested(a, b, semanticallyEqualTypes) ?? sameType(a, b);
  }
}

/** Compares members of two nested types of the same kind; undefined when they are not. */
function sameNested(a: DataType, b: DataType, same: Compare): boolean | undefined {
  switch (a.kind) {
    case 'List':
    case 'LargeList':
    case 'ListView':
    case 'LargeListView':
      return b.kind === a.kind ? same(a.field.dataType, b.field.dataType) : undefined;
    case 'FixedSizeList':
      return b.kind === 'FixedSizeList' ? a.size === b.size && same(a.field.dataType, b.field.dataType) : undefined;
    case 'Struct':
      return b.kind === 'Struct' ? sameMembers(a.fields, b.fields, same, true) : undefined;
    case 'Map':
      return b.kind === 'Map' ? sameEntries(a.entries.dataType, b.entries.dataType, same) : undefined;
    default:
      return undefined;
  }
}

function sameEntries(a: DataType, b: DataType, same: Compare): boolean {
  return a.kind === 'Struct' && b.kind === 'Struct' && sameMembers(a.fields, b.fields, same, false);
}

function sameMembers(a: readonly Field[], b: readonly Field[], same: Compare, byName: boolean): boolean {
  return (
    a.length === b.length && a.every((f, i) => (!byName || f.name === b[i]!.name) && same(f.dataType, b[i]!.dataType))
  );
}
