import { DataTypes } from '@datafusion-ts/common';
import { type Arena, BooleanBuilder, type ColumnVector, concatVectors } from '@datafusion-ts/compute';
import { elementNumbers } from './elements.js';
import { listsOf } from './lists.js';

/** For each row whether the first array has the elements of the second: all of them, or any; NULL for NULL arrays. */
export function hasElementsOf(
  array: ColumnVector,
  wanted: ColumnVector,
  quantifier: 'all' | 'any',
  arena: Arena,
): ColumnVector {
  const [lists, others] = [listsOf(array, arena), listsOf(wanted, arena)];
  const type = lists.elements.type.kind === 'Null' ? others.elements.type : lists.elements.type;
  const number = elementNumbers(concatVectors([lists.elements, others.elements], type, arena), arena);
  const base = lists.elements.length;
  const result = new BooleanBuilder(arena, lists.count, DataTypes.Boolean);
  const members = new Set<number>();
  for (let row = 0; row < lists.count; row++) {
    if (lists.isNull(row) || others.isNull(row)) {
      result.appendNull();
      continue;
    }
    members.clear();
    for (let i = lists.start(row); i < lists.end(row); i++) members.add(number(i));
    const every = quantifier === 'all';
    let answer = every;
    for (let i = others.start(row); i < others.end(row) && answer === every; i++)
      answer = members.has(number(base + i));
    result.appendBoolean(answer);
  }
  return result.finish();
}
