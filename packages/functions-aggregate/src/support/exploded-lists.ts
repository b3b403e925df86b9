import { InternalError } from '@datafusion-ts/common';
import {
  flatten,
  isNull,
  listRange,
  mem,
  takeVector,
  type Arena,
  type ColumnVector,
  type FlatVector,
} from '@datafusion-ts/compute';
import type { GroupIndices } from '@datafusion-ts/expr-common';

/** The elements of lists, each with the group of its list (u32 at `owners`). */
export interface ExplodedLists {
  readonly elements: ColumnVector;
  readonly owners: number;
  readonly count: number;
}

/** Takes a state column of lists apart. */
export function explodeLists(lists: ColumnVector, groups: GroupIndices, arena: Arena): ExplodedLists {
  const flat = flatten(lists, arena);
  const elements = flat.children[0];
  if (elements === undefined) throw new InternalError('Expected a column of lists');
  let count = 0;
  for (let row = 0; row < flat.length; row++) count += lengthOf(flat, row);
  const owners = arena.alloc(count * 4);
  const rows = arena.alloc(count * 4);
  const u32 = mem.u32;
  let at = 0;
  for (let row = 0; row < flat.length; row++) {
    if (isNull(flat, row)) continue;
    const { start, end } = listRange(flat, row);
    for (let i = start; i < end; i++, at++) {
      u32[(owners >>> 2) + at] = u32[(groups.address >>> 2) + row]!;
      u32[(rows >>> 2) + at] = i;
    }
  }
  return { elements: takeVector(elements, rows, count, arena), owners, count };
}

function lengthOf(flat: FlatVector, row: number): number {
  if (isNull(flat, row)) return 0;
  const { start, end } = listRange(flat, row);
  return end - start;
}
