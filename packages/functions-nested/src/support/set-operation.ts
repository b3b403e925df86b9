import type { DataType } from '@datafusion-ts/common';
import type { Arena, ColumnVector } from '@datafusion-ts/compute';
import { elementTypeOf } from './arguments.js';
import { allElements, elementNumbers } from './elements.js';
import { ListGather } from './list-gather.js';
import { type Lists, listsOf } from './lists.js';

/** Works out one row: `numberOf(array, element)` are equal for equal elements, `push(array, element)` adds to the result. */
export type SetRow = (
  numberOf: (array: number, element: number) => number,
  lists: readonly Lists[],
  row: number,
  push: (array: number, element: number) => void,
) => void;

/** Lists of elements of the arrays, chosen row by row by their values; NULL where an array is. */
export function setOperation(
  arrays: readonly ColumnVector[],
  type: DataType,
  arena: Arena,
  perform: SetRow,
): ColumnVector {
  const lists = arrays.map((array) => listsOf(array, arena));
  const bases: number[] = [];
  let total = 0;
  for (const { elements } of lists) {
    bases.push(total);
    total += elements.length;
  }
  const source = allElements(
    lists.map(({ elements }) => elements),
    elementTypeOf(type),
    arena,
  );
  const number = elementNumbers(source, arena);
  const numberOf = (array: number, element: number): number => number(bases[array]! + element);
  const count = lists[0]!.count;
  const result = new ListGather(count, total, arena);
  const push = (array: number, element: number): void => result.push(bases[array]! + element);
  for (let row = 0; row < count; row++) {
    if (lists.some((list) => list.isNull(row))) {
      result.closeNull();
      continue;
    }
    perform(numberOf, lists, row, push);
    result.close();
  }
  return result.finish(type, source);
}

/** Type of a set of elements of two arrays: that of the array that is not untyped NULL. */
export function commonArrayType(a: DataType, b: DataType): DataType {
  if (a.kind !== 'Null') return a;
  return b.kind === 'Null' ? { kind: 'List', field: { name: 'item', dataType: b, nullable: true } } : b;
}
