import type { Schema } from '@datafusion-ts/common';
import {
  Arena,
  Batch,
  compareRows,
  concatBatches,
  concatVectors,
  copyBatch,
  mem,
  RowEncoder,
  sliceBatch,
  sliceVector,
  takeVector,
} from '@datafusion-ts/compute';
import { checkCancelled, type TaskContext } from '@datafusion-ts/execution';
import type { LexOrdering } from '@datafusion-ts/physical-expr';
import type { BatchStream } from '../execution-plan.js';
import type { Time } from '../metrics/metric-values.js';
import { batchStream } from '../stream/batch-stream.js';
import { MergeCursor } from './cursor.js';
import { LoserTree } from './loser-tree.js';

/** What is merged, and how. */
export interface MergeInput {
  readonly schema: Schema;
  /** Streams sorted by `ordering`. */
  readonly streams: readonly BatchStream[];
  readonly ordering: LexOrdering;
  readonly batchSize: number;
  /** Stop after so many rows. */
  readonly fetch?: number | undefined;
  readonly context: TaskContext;
  readonly elapsed?: Time;
}

/**
 * Merges sorted streams into one sorted stream, stably.
 *
 * Keys are compared as encoded byte strings by a loser tree. Rows are copied once, when a batch of output is full or an
 * input batch is used up (its memory goes away when the next is asked for). A last remaining stream passes through
 * without any copy.
 */
export function mergeSortedStreams(input: MergeInput): BatchStream {
  return batchStream(input.schema, () => new Merge(input).run());
}

class Merge {
  readonly #input: MergeInput;
  readonly #cursors: MergeCursor[];
  readonly #output = new Arena();
  readonly #parts = new Arena();
  #finished: Batch[] = [];
  #finishedRows = 0;
  /** For each pending row the cursor it comes from; rows of a cursor are consecutive from its `taken`. */
  readonly #pending: Uint16Array;
  #pendingCount = 0;
  #left: number;

  constructor(input: MergeInput) {
    this.#input = input;
    const fields = input.ordering.map(({ expr, options }) => ({ type: expr.dataType(input.schema), ...options }));
    const encoder = new RowEncoder(fields, 'order');
    this.#cursors = input.streams.map((stream) => new MergeCursor(stream, input.ordering, encoder));
    this.#pending = new Uint16Array(input.batchSize);
    this.#left = input.fetch ?? Infinity;
  }

  async *run(): AsyncGenerator<Batch, void, undefined> {
    try {
      let active = 0;
      for (const cursor of this.#cursors) if (await cursor.advance()) active++;
      if (active > 1) {
        const tree = new LoserTree(this.#cursors.length, (a, b) => this.#less(a, b));
        while (active > 1 && this.#left > 0) {
          checkCancelled(this.#input.context);
          const exhausted = this.#advance(tree);
          if (exhausted === undefined) {
            yield this.#emit();
            this.#parts.reset();
            continue;
          }
          this.#flush(true);
          if (!(await exhausted.advance())) active--;
          tree.replay();
        }
        if (this.#finishedRows + this.#pendingCount > 0) yield this.#emit();
      }
      yield* this.#passThrough();
    } finally {
      this.#output.release();
      this.#parts.release();
      for (const cursor of this.#cursors) await cursor.close();
    }
  }

  #less(a: number, b: number): boolean {
    const [x, y] = [this.#cursors[a]!, this.#cursors[b]!];
    if (x.batch === undefined) return false;
    if (y.batch === undefined) return true;
    return compareRows(x.rows, x.position, y.rows, y.position) < 0;
  }

  /** Takes rows until the output is full (undefined) or a cursor has used up its batch. */
  #advance(tree: LoserTree): MergeCursor | undefined {
    const stop = this.#input.elapsed?.start();
    const room = Math.min(this.#input.batchSize, this.#finishedRows + this.#pendingCount + this.#left);
    let exhausted: MergeCursor | undefined;
    while (this.#finishedRows + this.#pendingCount < room) {
      const { winner } = tree;
      const cursor = this.#cursors[winner]!;
      this.#pending[this.#pendingCount++] = winner;
      this.#left--;
      cursor.position++;
      if (cursor.position === cursor.rowCount) {
        exhausted = cursor;
        break;
      }
      tree.replay();
    }
    stop?.();
    return exhausted;
  }

  /** Copies the pending rows; with `own`, text included, because an input batch is about to go. */
  #flush(own: boolean): void {
    if (this.#pendingCount === 0) return;
    const arena = this.#parts;
    const used = this.#cursors.map((cursor) => ({
      cursor,
      start: cursor.taken,
      count: cursor.position - cursor.taken,
    }));
    const bases: number[] = [];
    let base = 0;
    for (const { count } of used) {
      bases.push(base);
      base += count;
    }
    const rows = arena.alloc(this.#pendingCount * 4);
    const next = [...bases];
    for (let i = 0; i < this.#pendingCount; i++) mem.u32[(rows >>> 2) + i] = next[this.#pending[i]!]!++;
    const live = used.filter(({ count }) => count > 0);
    const { schema } = this.#input;
    const columns = schema.fields.map((field, c) => {
      const slices = live.map(({ cursor, start, count }) =>
        sliceVector(cursor.batch!.column(c, cursor.arena), start, count, arena),
      );
      const joined = concatVectors(slices, field.dataType, arena);
      return live.length === 1 ? joined : takeVector(joined, rows, this.#pendingCount, arena);
    });
    const batch = new Batch(schema, columns, this.#pendingCount);
    this.#finished.push(own ? copyBatch(batch, arena) : batch);
    this.#finishedRows += this.#pendingCount;
    this.#pendingCount = 0;
    for (const cursor of this.#cursors) cursor.taken = cursor.position;
  }

  /** Everything taken so far as one batch. */
  #emit(): Batch {
    this.#flush(false);
    this.#output.reset();
    const parts = this.#finished;
    this.#finished = [];
    this.#finishedRows = 0;
    return parts.length === 1 ? parts[0]! : concatBatches(this.#input.schema, parts, this.#output);
  }

  /** The rest of the only stream that is left, untouched. */
  async *#passThrough(): AsyncGenerator<Batch, void, undefined> {
    const last = this.#cursors.find((cursor) => cursor.batch !== undefined);
    if (last === undefined || this.#left <= 0) return;
    do {
      checkCancelled(this.#input.context);
      const batch = last.batch!;
      const count = Math.min(batch.rowCount - last.position, this.#left);
      this.#left -= count;
      if (count > 0) yield sliceBatch(batch, last.position, count, last.arena);
    } while (this.#left > 0 && (await last.advance()));
  }
}
