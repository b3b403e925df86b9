/** The build rows that come out when all probe rows were seen: unmatched ones, matched ones, or all with a mark. */
import type { JoinType, Schema } from '@datafusion-ts/common';
import { allocBitmap, Arena, kernels, sliceBitmap, type Batch, type Selection } from '@datafusion-ts/compute';
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
  if (joinType === 'LeftMark') return yield* markedRows(batch, visited, schema, columns, batchSize, arena);
  const own = new Arena();
  try {
    const chosen = chosenRows(visited, batch.rowCount, joinType === 'LeftSemi', own);
    for (let from = 0; from < chosen.count; from += batchSize) {
      arena.reset();
      const rows = { batch, rows: chosen.rows + from * 4, padded: false };
      yield joinedBatch(schema, columns, rows, undefined, Math.min(batchSize, chosen.count - from), arena);
    }
  } finally {
    own.release();
  }
}

/** The rows whose bits are set, or those whose bits are not. */
function chosenRows(visited: number, rowCount: number, met: boolean, arena: Arena): Selection {
  const bits = met ? visited : allocBitmap(rowCount, false, arena);
  if (!met) kernels().notBits(visited, rowCount, bits);
  const count = kernels().countBits(bits, rowCount);
  const rows = arena.alloc(count * 4 + 64);
  return { rows, count: kernels().bitsToRows(bits, 0, rowCount, rows) };
}

function* markedRows(
  batch: Batch,
  visited: number,
  schema: Schema,
  columns: readonly ColumnIndex[],
  batchSize: number,
  arena: Arena,
): Generator<Batch> {
  for (let from = 0; from < batch.rowCount; from += batchSize) {
    arena.reset();
    const count = Math.min(batchSize, batch.rowCount - from);
    const rows = arena.alloc(count * 4);
    kernels().iota(rows, count, from);
    const marks = sliceBitmap(visited, from, count, arena);
    yield joinedBatch(schema, columns, { batch, rows, padded: false }, undefined, count, arena, marks);
  }
}
