import { type ScalarFunctionArgs } from '@datafusion-ts/expr';
import { ExecutionError } from '@datafusion-ts/common';
import { type ColumnVector, isNull } from '@datafusion-ts/compute';
import { matcher } from './elements.js';
import { ListGather } from './list-gather.js';
import { listsOf } from './lists.js';

/** Leaves out the first `limit(row)` elements equal to the second argument; NULL for a NULL array or element. */
export function removeElements(
  { args: [array, element], rowCount, returnField, arena }: ScalarFunctionArgs,
  limit: (row: number) => number,
): ColumnVector {
  if (array!.type.kind === 'Null') throw new ExecutionError("array_remove_all does not support type 'Null'.");
  const lists = listsOf(array!, arena);
  const equals = matcher(lists, element!, arena);
  const result = new ListGather(rowCount, lists.elements.length, arena);
  for (let row = 0; row < rowCount; row++) {
    if (lists.isNull(row) || isNull(element!, row)) {
      result.closeNull();
      continue;
    }
    let left = limit(row);
    for (let at = lists.start(row); at < lists.end(row); at++) {
      if (left > 0 && equals(at)) left--;
      else result.push(at);
    }
    result.close();
  }
  return result.finish(returnField.dataType, lists.elements);
}
