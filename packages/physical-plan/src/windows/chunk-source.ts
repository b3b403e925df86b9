/** Collects input rows until partitions are complete: a partition ends where the keys of its rows change. */
import {
  Arena,
  concatBatches,
  copyBatch,
  makeComparator,
  isNull,
  sliceBatch,
  getBit,
  type Batch,
  type ColumnVector,
  type MemoryCharge,
} from '@datafusion-ts/compute';
import type { Schema } from '@datafusion-ts/common';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { changeBits } from './boundaries.js';

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
    const split = this.#lastBoundary(batch);
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

  /** The last row of the batch that begins a new partition; undefined when none does. */
  #lastBoundary(batch: Batch): number | undefined {
    const keys = this.#keys.map((key) => key.evaluate(batch, this.#scratch));
    const changes = changeBits(keys, batch.rowCount, this.#scratch);
    if (changes !== undefined)
      for (let row = batch.rowCount - 1; row > 0; row--) if (getBit(changes, row - 1)) return row;
    return this.#rows > 0 && this.#differsFromWaiting(keys) ? 0 : undefined;
  }

  #differsFromWaiting(keys: readonly ColumnVector[]): boolean {
    const last = this.#waiting.at(-1)!;
    return this.#keys.some((key, i) => differ(key.evaluate(last, this.#scratch), last.rowCount - 1, keys[i]!, 0));
  }
}

function differ(a: ColumnVector, i: number, b: ColumnVector, j: number): boolean {
  const [x, y] = [isNull(a, i), isNull(b, j)];
  return x || y ? x !== y : makeComparator(a, b)(i, j) !== 0;
}
