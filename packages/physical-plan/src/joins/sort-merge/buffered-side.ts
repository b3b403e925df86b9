/**
 * The side of a merge join whose rows are looked at more than once: batches are kept until all their rows are behind the
 * other side's key. Rows with the key looked for form a group; when it spans batches it is put together into one.
 */
import {
  allocBitmap,
  Arena,
  concatBatches,
  copyBatch,
  copyBits,
  sliceBatch,
  type Batch,
  type MemoryCharge,
} from '@datafusion-ts/compute';
import type { BatchStream } from '../../execution-plan.js';
import { compareKeys, endOfRun, type KeyOrder, type OrderedBatch } from './ordered-batch.js';

/** A kept batch. */
interface Kept {
  readonly rows: OrderedBatch;
  readonly arena: Arena;
  /** Bits of rows that met a partner; 0 when nobody asks. */
  readonly matched: number;
}

/** Rows of equal keys: `from` to `to` of a batch. */
export interface BufferedGroup {
  readonly batch: Batch;
  readonly from: number;
  readonly to: number;
  /** Bits to set for rows of `batch` that met a partner; 0 when nobody asks. */
  readonly matched: number;
}

/** Where a spanning group's rows come from. */
interface Part {
  readonly kept: Kept;
  readonly from: number;
  readonly to: number;
}

/** Told of a batch that no row can meet any more, with its bits. */
export type OnPassed = (batch: Batch, matched: number) => void;

/** The kept batches and the first row that is not behind. */
export class BufferedSide {
  readonly #iterator: AsyncIterator<Batch>;
  readonly #order: KeyOrder;
  readonly #charge: MemoryCharge;
  readonly #tracksMatches: boolean;
  readonly #onBatch: (batch: Batch) => void;
  readonly #queue: Kept[] = [];
  #row = 0;
  #ended = false;
  #group: BufferedGroup | undefined;
  #parts: readonly Part[] = [];
  readonly #groupArena: Arena;

  constructor(
    stream: BatchStream,
    order: KeyOrder,
    charge: MemoryCharge,
    tracksMatches: boolean,
    onBatch: (batch: Batch) => void,
  ) {
    this.#iterator = stream[Symbol.asyncIterator]();
    this.#order = order;
    this.#charge = charge;
    this.#tracksMatches = tracksMatches;
    this.#onBatch = onBatch;
    this.#groupArena = new Arena(charge);
  }

  /**
   * The group with the key of row `at` of `rows`; undefined when there is none. Keys must be asked for in order. Batches
   * that fall behind are told to `onPassed` and released after it.
   */
  async find(rows: OrderedBatch, at: number, onPassed: OnPassed): Promise<BufferedGroup | undefined> {
    if (this.#group !== undefined) {
      const [first] = this.#parts;
      if (compareKeys(first!.kept.rows, first!.from, rows, at) === 0) return this.#group;
      this.#leaveGroup(onPassed);
    }
    for (;;) {
      const head = await this.#head(onPassed);
      if (head === undefined) return undefined;
      const order = compareKeys(head.rows, this.#row, rows, at);
      if (order > 0) return undefined;
      if (order === 0) return this.#enterGroup(head);
      this.#row++;
    }
  }

  /** Reads what is left, so that all batches are told. */
  async passAll(onPassed: OnPassed): Promise<void> {
    this.#leaveGroup(onPassed);
    for (let head = await this.#head(onPassed); head !== undefined; head = await this.#head(onPassed))
      this.#row = head.rows.rowCount;
  }

  async release(): Promise<void> {
    for (const { arena } of this.#queue) arena.release();
    this.#queue.length = 0;
    this.#groupArena.release();
    await this.#iterator.return?.();
  }

  /** The batch of the first row that is not behind; undefined at the end. */
  async #head(onPassed: OnPassed): Promise<Kept | undefined> {
    for (;;) {
      const head = this.#queue[0];
      if (head === undefined) {
        if (!(await this.#read())) return undefined;
      } else if (this.#row < head.rows.rowCount) return head;
      else this.#dequeue(head, onPassed);
    }
  }

  #dequeue(head: Kept, onPassed: OnPassed): void {
    this.#queue.shift();
    this.#row = 0;
    onPassed(head.rows.batch, head.matched);
    head.arena.release();
  }

  /** Reads one more batch; false at the end. */
  async #read(): Promise<boolean> {
    while (!this.#ended) {
      const next = await this.#iterator.next();
      if (next.done === true) {
        this.#ended = true;
        return false;
      }
      this.#onBatch(next.value);
      if (next.value.rowCount === 0) continue;
      this.#keep(next.value);
      return true;
    }
    return false;
  }

  #keep(batch: Batch): void {
    const arena = new Arena(this.#charge);
    try {
      const rows = this.#order.encode(copyBatch(batch, arena), arena);
      const matched = this.#tracksMatches ? allocBitmap(rows.rowCount, false, arena) : 0;
      this.#queue.push({ rows, arena, matched });
    } catch (error) {
      arena.release();
      throw error;
    }
  }

  async #enterGroup(head: Kept): Promise<BufferedGroup> {
    const parts: Part[] = [{ kept: head, from: this.#row, to: endOfRun(head.rows, this.#row) }];
    for (let last = parts[0]!, i = 1; last.to === last.kept.rows.rowCount; i++) {
      if (this.#queue[i] === undefined && !(await this.#read())) break;
      const next = this.#queue[i]!;
      if (compareKeys(head.rows, this.#row, next.rows, 0) !== 0) break;
      last = { kept: next, from: 0, to: endOfRun(next.rows, 0) };
      parts.push(last);
    }
    this.#parts = parts;
    return (this.#group = this.#joinParts(parts));
  }

  #joinParts(parts: readonly Part[]): BufferedGroup {
    const [first] = parts;
    if (parts.length === 1) {
      const { kept, from, to } = first!;
      return { batch: kept.rows.batch, from, to, matched: kept.matched };
    }
    const slices = parts.map(({ kept, from, to }) => sliceBatch(kept.rows.batch, from, to - from, this.#groupArena));
    const batch = concatBatches(first!.kept.rows.batch.schema, slices, this.#groupArena);
    const matched = this.#tracksMatches ? allocBitmap(batch.rowCount, false, this.#groupArena) : 0;
    return { batch, from: 0, to: batch.rowCount, matched };
  }

  /** Moves behind the group; its pairs are told to be used up first, since its rows may go. */
  #leaveGroup(onPassed: OnPassed): void {
    const group = this.#group;
    if (group === undefined) return;
    const parts = this.#parts;
    this.#group = undefined;
    this.#parts = [];
    if (parts.length > 1) {
      onPassed(group.batch, 0);
      if (this.#tracksMatches) copyMatches(group, parts);
      this.#groupArena.reset();
    }
    for (const { kept } of parts.slice(0, -1)) this.#dequeue(kept, onPassed);
    this.#row = parts.at(-1)!.to;
  }
}

/** Bits of a spanning group go to the batches its rows came from. */
function copyMatches(group: BufferedGroup, parts: readonly Part[]): void {
  let at = 0;
  for (const { kept, from, to } of parts) {
    copyBits(group.matched, at, to - from, kept.matched, from);
    at += to - from;
  }
}
