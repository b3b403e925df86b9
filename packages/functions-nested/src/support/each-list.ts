import type { DataType } from '@datafusion-ts/common';
import type { Arena, ColumnVector } from '@datafusion-ts/compute';
import { ListGather } from './list-gather.js';
import { type Lists, listsOf } from './lists.js';

/** Makes a list of each list: `choose` pushes the elements it wants; NULL stays NULL. */
export function eachList(
  array: ColumnVector,
  type: DataType,
  arena: Arena,
  choose: (start: number, end: number, result: ListGather, row: number, lists: Lists) => void,
): ColumnVector {
  const lists = listsOf(array, arena);
  const result = new ListGather(lists.count, lists.elements.length, arena);
  for (let row = 0; row < lists.count; row++) {
    if (lists.isNull(row)) {
      result.closeNull();
      continue;
    }
    choose(lists.start(row), lists.end(row), result, row, lists);
    result.close();
  }
  return result.finish(type, lists.elements);
}
