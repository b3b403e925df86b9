import type { DataType } from '@datafusion-ts/common';
import type { Arena, ColumnVector } from '@datafusion-ts/compute';
import { elementTypeOf } from './arguments.js';
import { allElements } from './elements.js';
import { ListGather } from './list-gather.js';
import { type Lists, listsOf } from './lists.js';

/** Every list with the row's element added at one end; NULL lists count as empty, but see {@link hasSlots}. */
export function withElement(
  array: ColumnVector,
  element: ColumnVector,
  end: 'first' | 'last',
  type: DataType,
  arena: Arena,
): ColumnVector {
  const lists = listsOf(array, arena);
  const source = allElements([lists.elements, element], elementTypeOf(type), arena);
  const added = lists.elements.length;
  const result = new ListGather(lists.count, source.length, arena);
  for (let row = 0; row < lists.count; row++) {
    if (end === 'first') result.push(added + row);
    if (!lists.isNull(row) || hasSlots(lists, row)) result.pushRange(lists.start(row), lists.end(row));
    if (end === 'last') result.push(added + row);
    result.close();
  }
  return result.finish(type, source);
}

/**
 * A NULL of a fixed-size list still takes up its elements, all NULL, and DataFusion shows them here. A list cast from
 * such a type is known by offsets at equal distances.
 */
function hasSlots(lists: Lists, row: number): boolean {
  const [start, end] = [lists.start(row), lists.end(row)];
  const size = end - start;
  if (size === 0 || start !== row * size || lists.end(lists.count - 1) !== lists.count * size) return false;
  for (let at = start; at < end; at++) if (!lists.isNullElement(at)) return false;
  return true;
}
