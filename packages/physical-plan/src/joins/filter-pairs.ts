import { filterToSelection, kernels, type Arena, type Selection } from '@datafusion-ts/compute';
import { joinedBatch, type SideRows } from './join-output.js';
import type { JoinFilter } from './join-parts.js';

/** Pairs of rows: addresses of `count` u32 row numbers a side. */
export interface RowPairs {
  readonly left: number;
  readonly right: number;
  readonly count: number;
}

/** The numbers of the pairs for which a join filter is true. */
export function pairsPassing(
  filter: JoinFilter,
  left: SideRows,
  right: SideRows,
  count: number,
  arena: Arena,
): Selection {
  const batch = joinedBatch(filter.schema, filter.columnIndices, left, right, count, arena);
  return filterToSelection(filter.expression.evaluate(batch, arena), count, arena);
}

/** Some of the pairs. */
export function selectPairs(pairs: RowPairs, chosen: Selection, arena: Arena): RowPairs {
  if (chosen.count === pairs.count) return pairs;
  const left = arena.alloc(chosen.count * 4);
  const right = arena.alloc(chosen.count * 4);
  kernels().gather4(pairs.left, chosen.rows, chosen.count, left);
  kernels().gather4(pairs.right, chosen.rows, chosen.count, right);
  return { left, right, count: chosen.count };
}
