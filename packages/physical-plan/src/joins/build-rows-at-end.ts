/** The build rows that come out when all probe rows were seen: unmatched ones, matched ones, or all with a mark. */
import type { JoinType, Schema } from '@datafusion-ts/common';
import type { Arena } from '@datafusion-ts/compute';
import { allocBitmap, getBit, mem, setBit, type Batch } from '@datafusion-ts/compute';
import { joinedBatch } from './join-output.js';
import type { ColumnIndex } from './join-parts.js';

/** Which build rows of `batch`, by the bits `visited` of those that met a partner, in pieces of `batchSize` rows. */
export function* buildRowsAtEnd(
  joinType: JoinType,
  batch: Batch,
  visited: number,
  schema: Schema,
  columns: readonly ColumnIndex[],
  batchSize: number,
  arena: Arena,
): Generator<Batch> {
  let from = 0;
  while (from < batch.rowCount) {
    arena.reset();
    const rows = arena.alloc(batchSize * 4);
    const marks = joinType === 'LeftMark' ? allocBitmap(batchSize, false, arena) : 0;
    let count = 0;
    for (; from < batch.rowCount && count < batchSize; from++) {
      const met = getBit(visited, from);
      if (joinType === 'LeftMark') {
        if (met) setBit(marks, count);
      } else if (met !== (joinType === 'LeftSemi')) continue;
      mem.u32[(rows >>> 2) + count++] = from;
    }
    if (count > 0) yield joinedBatch(schema, columns, { batch, rows, padded: false }, undefined, count, arena, marks);
  }
}
