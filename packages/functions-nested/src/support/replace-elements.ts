import { type ColumnVector } from '@datafusion-ts/compute';
import type { ScalarFunctionArgs } from '@datafusion-ts/expr';
import { elementTypeOf } from './arguments.js';
import { allElements, matcher } from './elements.js';
import { ListGather } from './list-gather.js';
import { listsOf } from './lists.js';
import { nullVector } from '@datafusion-ts/compute';

/** Puts the third argument in the place of the first `limit(row)` elements equal to the second (NULL is NULL). */
export function replaceElements(
  { args: [array, from, to], rowCount, returnField, arena }: ScalarFunctionArgs,
  limit: (row: number) => number,
): ColumnVector {
  const type = returnField.dataType;
  if (type.kind === 'Null') return nullVector(type, rowCount);
  const lists = listsOf(array!, arena);
  const equals = matcher(lists, from!, arena);
  const source = allElements([lists.elements, to!], elementTypeOf(type), arena);
  const replacement = lists.elements.length;
  const result = new ListGather(rowCount, lists.elements.length, arena);
  for (let row = 0; row < rowCount; row++) {
    if (lists.isNull(row)) {
      result.closeNull();
      continue;
    }
    let left = limit(row);
    for (let at = lists.start(row); at < lists.end(row); at++) {
      const replaced = left > 0 && equals(at);
      if (replaced) left--;
      result.push(replaced ? replacement + row : at);
    }
    result.close();
  }
  return result.finish(type, source);
}
