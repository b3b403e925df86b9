import type { Schema } from '@datafusion-ts/common';
import type { Batch } from '@datafusion-ts/compute';
import { Arena, concatBatches, copyBatch, sliceBatch } from '@datafusion-ts/compute';

/**
 * Makes few full batches of many small ones: after filters, joins and exchanges. Batches of at least half the target
 * pass through untouched while nothing is waiting; smaller ones are copied and given out together.
 */
export class BatchCoalescer {
  readonly #schema: Schema;
  readonly #target: number;
  /** Parts that wait; changes place with `#given` so that the text of a batch given out stays where it is. */
  #kept = new Arena();
  #given = new Arena();
  readonly #output = new Arena();
  #waiting: Batch[] = [];
  #waitingRows = 0;

  constructor(schema: Schema, targetRows: number) {
    this.#schema = schema;
    this.#target = Math.max(1, targetRows);
  }

  /**
   * Takes a batch and gives the batches that are full now. Each is valid until the next is asked for; the input must
   * stay valid while they are used.
   */
  *push(batch: Batch): Iterable<Batch> {
    if (batch.rowCount === 0) return;
    if (this.#waitingRows + batch.rowCount < this.#target && batch.rowCount * 2 < this.#target) {
      this.#keep(batch);
      return;
    }
    if (this.#waitingRows > 0 && this.#waitingRows + batch.rowCount <= this.#target) {
      this.#keep(batch);
      yield this.#takeWaiting();
      return;
    }
    if (this.#waitingRows > 0) yield this.#takeWaiting();
    yield* this.#pieces(batch);
  }

  /** Gives what is left at the end. */
  *finish(): Iterable<Batch> {
    if (this.#waitingRows > 0) yield this.#takeWaiting();
  }

  /** Rows that wait. */
  get bufferedRows(): number {
    return this.#waitingRows;
  }

  release(): void {
    this.#waiting = [];
    this.#kept.release();
    this.#given.release();
    this.#output.release();
  }

  #keep(batch: Batch): void {
    this.#waiting.push(copyBatch(batch, this.#kept));
    this.#waitingRows += batch.rowCount;
  }

  #takeWaiting(): Batch {
    this.#output.reset();
    const result = concatBatches(this.#schema, this.#waiting, this.#output);
    [this.#kept, this.#given] = [this.#given, this.#kept];
    this.#kept.reset();
    this.#waiting = [];
    this.#waitingRows = 0;
    return result;
  }

  *#pieces(batch: Batch): Iterable<Batch> {
    if (batch.rowCount <= this.#target * 2) {
      yield batch;
      return;
    }
    for (let offset = 0; offset < batch.rowCount; offset += this.#target) {
      this.#output.reset();
      yield sliceBatch(batch, offset, Math.min(this.#target, batch.rowCount - offset), this.#output);
    }
  }
}
