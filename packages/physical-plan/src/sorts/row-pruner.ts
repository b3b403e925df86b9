import type { Batch } from '@datafusion-ts/compute';

/** Leaves out rows ahead of a sort that nobody will ask for. */
export interface RowPruner {
  /** The batch without such rows; `this` may keep what it learns from it. Valid until the next call. */
  prune(batch: Batch): Batch;
  /** Gives the memory back; may be called again. */
  release(): void;
}
