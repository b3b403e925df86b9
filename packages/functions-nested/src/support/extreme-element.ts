import { displayType, PlanError, type DataType } from '@datafusion-ts/common';
import { type ColumnVector, mem, NO_ROW, takeVectorOrNull } from '@datafusion-ts/compute';
import type { ScalarFunctionArgs } from '@datafusion-ts/expr';
import { isListType, listsOf } from './lists.js';
import { extremeOrder } from './nested-order.js';

/** Type of the elements of a list type; a PlanError for others. */
export function elementOfList(name: string, type: DataType): DataType {
  if (isListType(type)) return type.field.dataType;
  throw new PlanError(`${name} does not support type ${displayType(type)}`);
}

/** For each list the element that is better than all others that are not NULL. */
export function extremeElement(
  { args: [array], rowCount, arena }: ScalarFunctionArgs,
  isBetter: (order: number) => boolean,
): ColumnVector {
  const lists = listsOf(array!, arena);
  const compare = extremeOrder(lists.elements);
  const rows = arena.alloc(rowCount * 4);
  for (let row = 0; row < rowCount; row++) {
    let best = NO_ROW;
    const end = lists.isNull(row) ? 0 : lists.end(row);
    for (let at = lists.start(row); at < end; at++) {
      if (lists.isNullElement(at)) continue;
      if (best === NO_ROW || isBetter(compare(at, best))) best = at;
    }
    mem.u32[(rows >>> 2) + row] = best;
  }
  return takeVectorOrNull(lists.elements, rows, rowCount, arena);
}
