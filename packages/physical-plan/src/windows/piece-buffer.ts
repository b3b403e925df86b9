/**
 * The rows a window operator that streams holds: those done that later rows look at, those that wait for their frames to
 * be complete, and those that have just come.
 */
import type { Schema } from '@datafusion-ts/common';
import {
  Arena,
  concatBatches,
  copyBatch,
  rowsOf,
  selectRows,
  sliceBatch,
  type Batch,
  type MemoryCharge,
} from '@datafusion-ts/compute';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { lastBoundary } from './boundaries.js';
import type { KeptRows } from './bounded-run.js';

/** Rows of partitions in pieces; memory is charged and returned by `release`. */
export class PieceBuffer {
  readonly #schema: Schema;
  /** A change of these ends all partitions. */
  readonly #keys: readonly PhysicalExpr[];
  readonly #scratch = new Arena();
  #held: Arena;
  #spare: Arena;
  #batches: Batch[] = [];
  /** Rows there are, those of them that were there for the last piece, and those that are done. */
  #rows = 0;
  #known = 0;
  #done = 0;
  /** Rows before this one are of partitions that are over. */
  #boundary: number | undefined;

  constructor(schema: Schema, keys: readonly PhysicalExpr[], charge: MemoryCharge) {
    this.#schema = schema;
    this.#keys = keys;
    this.#held = new Arena(charge);
    this.#spare = new Arena(charge);
  }

  /** Takes a batch in. */
  push(batch: Batch): void {
    if (batch.rowCount === 0) return;
    this.#scratch.reset();
    if (this.#keys.length > 0) {
      const at = lastBoundary(this.#keys, batch, this.#batches.at(-1), this.#scratch);
      if (at !== undefined) this.#boundary = this.#rows + at;
    }
    this.#batches.push(copyBatch(batch, this.#held));
    this.#rows += batch.rowCount;
  }

  /** Rows that came since the last piece. */
  get newRows(): number {
    return this.#rows - this.#known;
  }

  /** Rows that were there for the last piece already. */
  get knownRows(): number {
    return this.#known;
  }

  /** How many of the first rows are done. */
  get done(): number {
    return this.#done;
  }

  /** The number of rows whose partitions are over; undefined when there are none. */
  get boundary(): number | undefined {
    return this.#boundary === 0 ? undefined : this.#boundary;
  }

  /** All rows, or the first ones, as one batch; valid until rows are dropped. */
  rows(count = this.#rows): Batch {
    if (this.#batches.length !== 1) this.#batches = [concatBatches(this.#schema, this.#batches, this.#held)];
    const [all] = this.#batches;
    if (count === this.#rows) return all!;
    this.#scratch.reset();
    return sliceBatch(all!, 0, count, this.#scratch);
  }

  /** Lets the first `count` rows go, whose partitions are over. */
  dropFirst(count: number): void {
    this.#scratch.reset();
    const rest = sliceBatch(this.rows(), count, this.#rows - count, this.#scratch);
    this.#replace(rest, 0, 0);
  }

  /** Lets all rows go but some. */
  keep({ rows, done }: KeptRows): void {
    this.#scratch.reset();
    const chosen = { rows: rowsOf(rows, this.#scratch), count: rows.length };
    this.#replace(selectRows(this.rows(), chosen, this.#scratch), done, rows.length);
  }

  release(): void {
    this.#batches = [];
    this.#held.release();
    this.#spare.release();
    this.#scratch.release();
  }

  #replace(rows: Batch, done: number, known: number): void {
    this.#batches = rows.rowCount === 0 ? [] : [copyBatch(rows, this.#spare)];
    [this.#held, this.#spare] = [this.#spare, this.#held];
    this.#spare.reset();
    this.#rows = rows.rowCount;
    this.#done = done;
    this.#known = known;
    this.#boundary = undefined;
  }
}
