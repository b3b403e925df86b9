import { type Arena, type ColumnVector } from '@datafusion-ts/compute';
import { isListType, type Lists, listsOf } from './lists.js';

/** Gives the sizes of a row's dimensions, each measured on the first element of the one before; undefined for NULL. A map has one dimension. */
export function dimensionReader(array: ColumnVector, arena: Arena): (row: number) => readonly number[] | undefined {
  const levels: Lists[] = [];
  let column = array;
  while (isListType(column.type) || (column.type.kind === 'Map' && levels.length === 0)) {
    const lists = listsOf(column, arena);
    levels.push(lists);
    column = lists.elements;
  }
  return (row) => {
    const sizes: number[] = [];
    let at = row;
    for (const level of levels) {
      if (level.isNull(at)) return sizes.length === 0 ? undefined : sizes;
      const [start, end] = [level.start(at), level.end(at)];
      sizes.push(end - start);
      if (start === end) break;
      at = start;
    }
    return sizes;
  };
}
