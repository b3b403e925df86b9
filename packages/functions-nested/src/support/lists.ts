/**
 * Lists of any layout (List, LargeList, FixedSizeList, Map, and the untyped NULL) seen in one way: for each row a range
 * of rows of the elements. Functions work on these ranges and never on one list as a value.
 */
import { DataTypes, type DataType, type Field } from '@datafusion-ts/common';
import {
  allocBitmap,
  type Arena,
  type ColumnVector,
  emptyVector,
  flatten,
  type FlatVector,
  flatVector,
  getBit,
  mem,
} from '@datafusion-ts/compute';

/** A column of lists, all parts flat. */
export class Lists {
  /** Rows. */
  readonly count: number;
  readonly elements: FlatVector;
  /** Validity bitmap of the rows, 0 when none is NULL. */
  readonly validity: number;
  readonly nullCount: number;
  /** Address of `count + 1` i32 offsets. */
  readonly offsets: number;

  constructor(count: number, elements: FlatVector, offsets: number, validity: number, nullCount: number) {
    this.count = count;
    this.elements = elements;
    this.offsets = offsets;
    this.validity = validity;
    this.nullCount = nullCount;
  }

  /** True when the list of the row is NULL. */
  isNull(row: number): boolean {
    return this.validity !== 0 && !getBit(this.validity, row);
  }
  /** First element of the row. */
  start(row: number): number {
    return mem.i32[(this.offsets >>> 2) + row]!;
  }
  /** The element behind the last of the row. */
  end(row: number): number {
    return mem.i32[(this.offsets >>> 2) + row + 1]!;
  }
  /** True when the element is NULL. */
  isNullElement(element: number): boolean {
    const { elements } = this;
    return elements.validity !== 0 ? !getBit(elements.validity, element) : elements.type.kind === 'Null';
  }
}

/** The list layouts that functions take. */
export type ListType =
  | { readonly kind: 'List' | 'LargeList' | 'ListView' | 'LargeListView'; readonly field: Field }
  | { readonly kind: 'FixedSizeList'; readonly field: Field; readonly size: number };

/** True for the list layouts that functions take. */
export function isListType(type: DataType): type is ListType {
  switch (type.kind) {
    case 'List':
    case 'LargeList':
    case 'ListView':
    case 'LargeListView':
    case 'FixedSizeList':
      return true;
    default:
      return false;
  }
}

/** The column as lists; a column of type Null has only NULL lists. */
export function listsOf(vector: ColumnVector, arena: Arena): Lists {
  if (vector.type.kind === 'Null') {
    const offsets = arena.allocZeroed((vector.length + 1) * 4);
    const none = allocBitmap(vector.length, false, arena);
    return new Lists(vector.length, emptyVector(DataTypes.Null, arena), offsets, none, vector.length);
  }
  const flat = flatten(vector, arena);
  const elements = flatten(flat.children[0]!, arena);
  return new Lists(flat.length, elements, offsetsOf(flat, arena), flat.validity, flat.nullCount);
}

function offsetsOf(flat: FlatVector, arena: Arena): number {
  if (flat.type.kind !== 'FixedSizeList') return flat.values;
  const { size } = flat.type;
  const offsets = arena.alloc((flat.length + 1) * 4);
  const { i32 } = mem;
  for (let row = 0; row <= flat.length; row++) i32[(offsets >>> 2) + row] = row * size;
  return offsets;
}

/** For each element the row of its list; elements outside all lists get row 0. u32 address. */
export function rowOfElements(lists: Lists, arena: Arena): number {
  const rows = arena.allocZeroed(lists.elements.length * 4);
  const { u32 } = mem;
  for (let row = 0; row < lists.count; row++) {
    u32.fill(row, (rows >>> 2) + lists.start(row), (rows >>> 2) + lists.end(row));
  }
  return rows;
}

/** A column of lists from offsets and elements. */
export function listVector(
  type: DataType,
  count: number,
  offsets: number,
  elements: ColumnVector,
  nulls: { readonly validity: number; readonly nullCount: number },
): FlatVector {
  const { validity, nullCount } = nulls;
  return flatVector(type, count, { values: offsets, width: 4, validity, nullCount, children: [elements] });
}
