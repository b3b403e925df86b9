/** Pairs of every row of a run of left rows with every row of a right batch, left-major. */
import { mem, type Arena } from '@datafusion-ts/compute';
import type { RowPairs } from './filter-pairs.js';

/** The pairs of left rows `first` to `first + leftCount` with right rows 0 to `rightCount`. */
export function allPairs(first: number, leftCount: number, rightCount: number, arena: Arena): RowPairs {
  const count = leftCount * rightCount;
  const left = arena.alloc(count * 4);
  const right = arena.alloc(count * 4);
  const { u32 } = mem;
  let at = 0;
  for (let l = 0; l < leftCount; l++) {
    for (let r = 0; r < rightCount; r++, at++) {
      u32[(left >>> 2) + at] = first + l;
      u32[(right >>> 2) + at] = r;
    }
  }
  return { left, right, count };
}
