/** Collects input rows until partitions are complete: a partition ends where the keys of its rows change. */
import { Arena, concatBatches, copyBatch, sliceBatch, type Batch, type MemoryCharge } from '@datafusion-ts/compute';
import type { Schema } from '@datafusion-ts/common';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { lastBoundary } from './boundaries.js';

/** Rows that wait for their partition to end. */
export class ChunkSource {
  readonly #schema: Schema;
  readonly #keys: readonly PhysicalExpr[];
  readonly #target: number;
  #kept: Arena;
  #given: Arena;
  readonly #scratch = new Arena();
  #waiting: Batch[] = [];
  #rows = 0;

  /** Chunks hold whole runs of equal `keys` and, when there are that many, at least `target` rows. */
  constructor(schema: Schema, keys: readonly PhysicalExpr[], target: number, charge: MemoryCharge) {
    this.#schema = schema;
    this.#keys = keys;
    this.#target = target;
    this.#kept = new Arena(charge);
    this.#given = new Arena(charge);
  }

  /** Takes a batch; gives a chunk of complete partitions when there are enough rows, valid until the next call. */
  push(batch: Batch): Batch | undefined {
    if (batch.rowCount === 0) return undefined;
    this.#scratch.reset();
    if (this.#rows + batch.rowCount < this.#target || this.#keys.length === 0) {
      this.#keep(batch);
      return undefined;
    }
    const split = lastBoundary(this.#keys, batch, this.#waiting.at(-1), this.#scratch);
    if (split === undefined) {
      this.#keep(batch);
      return undefined;
    }
    if (split > 0) this.#keep(sliceBatch(batch, 0, split, this.#scratch));
    const chunk = this.#take();
    if (split < batch.rowCount) this.#keep(sliceBatch(batch, split, batch.rowCount - split, this.#scratch));
    return chunk;
  }

  /** The rows that are left at the end. */
  finish(): Batch | undefined {
    return this.#rows === 0 ? undefined : this.#take();
  }

  release(): void {
    this.#kept.release();
    this.#given.release();
    this.#scratch.release();
  }

  #keep(batch: Batch): void {
    this.#waiting.push(copyBatch(batch, this.#kept));
    this.#rows += batch.rowCount;
  }

  #take(): Batch {
    const chunk = concatBatches(this.#schema, this.#waiting, this.#kept);
    [this.#kept, this.#given] = [this.#given, this.#kept];
    this.#kept.reset();
    this.#waiting = [];
    this.#rows = 0;
    return chunk;
  }
}
