/** Questions about elements, answered for all of them at once. */
import type { DataType } from '@datafusion-ts/common';
import {
  type Arena,
  type ColumnVector,
  compare,
  concatVectors,
  flatten,
  type FlatVector,
  getBit,
  GroupTable,
  mem,
  takeVector,
} from '@datafusion-ts/compute';
import { isListType, type Lists, rowOfElements } from './lists.js';

/**
 * Tells for an element number whether it is the value of its list's row in `wanted`. NULL is NULL, except that a list that
 * is NULL is no list's equal.
 */
export function matcher(lists: Lists, wanted: ColumnVector, arena: Arena): (element: number) => boolean {
  const { elements } = lists;
  if (elements.length === 0) return () => false;
  const repeated = takeVector(wanted, rowOfElements(lists, arena), elements.length, arena);
  const equal = flatten(compare('notDistinct', elements, repeated, arena), arena).values;
  if (isListType(elements.type)) return (element) => getBit(equal, element) && !lists.isNullElement(element);
  return (element) => getBit(equal, element);
}

/** Numbers that are equal where elements are, NULLs being equal too. */
export function elementNumbers(elements: ColumnVector, arena: Arena): (element: number) => number {
  if (elements.length === 0) return () => 0;
  const table = new GroupTable([elements.type]);
  try {
    const groups = table.insert([elements], elements.length, arena) >>> 2;
    return (element) => mem.u32[groups + element]!;
  } finally {
    table.release();
  }
}

/** Elements of several columns, one column after the other. */
export function allElements(parts: readonly ColumnVector[], type: DataType, arena: Arena): FlatVector {
  return flatten(concatVectors(parts, type, arena), arena);
}
