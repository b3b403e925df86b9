import type { DataType } from '@datafusion-ts/common';
import type { Arena, ColumnVector } from '@datafusion-ts/compute';
import { elementTypeOf } from './arguments.js';
import { allElements } from './elements.js';
import { ListGather } from './list-gather.js';
import { listsOf } from './lists.js';

/** Every list with the row's element added at one end; NULL lists count as empty. */
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
    if (!lists.isNull(row)) result.pushRange(lists.start(row), lists.end(row));
    if (end === 'last') result.push(added + row);
    result.close();
  }
  return result.finish(type, source);
}
