import { type Arena, type ColumnVector, mem, takeVector } from '@datafusion-ts/compute';
import type { Lists } from './lists.js';

/** Elements without gaps. */
export interface CompactElements {
  /** Address of i32 offsets, one more than rows. */
  readonly offsets: number;
  /** Only elements of lists that are not NULL. */
  readonly elements: ColumnVector;
  /** Address of the row (u32) of each element. */
  readonly rows: number;
  readonly total: number;
}

/** Leaves out elements that belong to no list or to a NULL one: no function may look at them. */
export function compactElements(lists: Lists, arena: Arena): CompactElements {
  const { count } = lists;
  const offsets = arena.alloc((count + 1) * 4);
  const size = lists.elements.length;
  const [taken, rows] = [arena.alloc(size * 4), arena.alloc(size * 4)];
  let total = 0;
  mem.i32[offsets >>> 2] = 0;
  for (let row = 0; row < count; row++) {
    if (!lists.isNull(row)) {
      for (let at = lists.start(row); at < lists.end(row); at++, total++) {
        mem.u32[(taken >>> 2) + total] = at;
        mem.u32[(rows >>> 2) + total] = row;
      }
    }
    mem.i32[(offsets >>> 2) + row + 1] = total;
  }
  const elements = total === size ? lists.elements : takeVector(lists.elements, taken, total, arena);
  return { offsets, elements, rows, total };
}
