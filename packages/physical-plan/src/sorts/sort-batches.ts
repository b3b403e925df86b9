import type { Schema } from '@datafusion-ts/common';
import type { Arena } from '@datafusion-ts/compute';
import { Batch, concatBatches, mem, sortIndices, takeVector } from '@datafusion-ts/compute';
import { evaluateSortKeys, type LexOrdering } from '@datafusion-ts/physical-expr';

/** Rows and the order they come in: `count` u32 row numbers of `batch` at `rows`. */
export interface SortedRows {
  readonly batch: Batch;
  readonly rows: number;
  readonly count: number;
}

/** Sorts the rows of batches that stay where they are; scratch memory and the result's row numbers are of `arena`. */
export function sortBatches(
  schema: Schema,
  batches: readonly Batch[],
  ordering: LexOrdering,
  fetch: number | undefined,
  arena: Arena,
): SortedRows {
  const batch = concatBatches(schema, batches, arena);
  const keys = evaluateSortKeys(ordering, batch, arena);
  const rows = sortIndices(
    keys.map((key) => key),
    ordering.map((key) => key.options),
    fetch,
    arena,
  );
  return { batch, rows, count: Math.min(fetch ?? Infinity, batch.rowCount) };
}

/** Sorted rows as batches of at most `batchSize`, each valid until the next. */
export function* takeSorted(sorted: SortedRows, batchSize: number, output: Arena): Iterable<Batch> {
  const { batch, rows, count } = sorted;
  for (let offset = 0; offset < count; offset += batchSize) {
    output.reset();
    const length = Math.min(batchSize, count - offset);
    const columns = batch.columns.map((column) => takeVector(column, rows + offset * 4, length, output));
    yield new Batch(batch.schema, columns, length);
  }
}

/** Row number at a place of the order. */
export const rowAt = (sorted: SortedRows, place: number): number => mem.u32[(sorted.rows >>> 2) + place]!;
