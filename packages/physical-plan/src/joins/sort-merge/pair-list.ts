/**
 * Pairs of one streamed batch with rows of one buffered batch, waiting for the filter: each streamed row has a run of
 * candidates, in order. When they are used up, what the join type gives for each row is known.
 */
import type { JoinType } from '@datafusion-ts/common';
import { allocBitmap, Arena, getBit, kernels, mem, NO_ROW, setBit, type Batch } from '@datafusion-ts/compute';
import { pairsPassing } from '../filter-pairs.js';
import type { JoinFilter } from '../join-parts.js';
import type { SideRows } from '../join-output.js';
import type { BufferedGroup } from './buffered-side.js';

/** What a streamed row gives: pairs, pairs or one padded row, itself with or without partner, or itself with a mark. */
export type StreamedOutput = 'Pairs' | 'Padded' | 'Semi' | 'Anti' | 'Mark';

/** What the join type gives for the rows of the streamed side. */
export function streamedOutput(joinType: JoinType): StreamedOutput {
  switch (joinType) {
    case 'Inner':
      return 'Pairs';
    case 'Left':
    case 'Right':
    case 'Full':
      return 'Padded';
    case 'LeftSemi':
    case 'RightSemi':
      return 'Semi';
    case 'LeftAnti':
    case 'RightAnti':
      return 'Anti';
    case 'LeftMark':
    case 'RightMark':
      return 'Mark';
  }
}

/** Rows ready to be given out. */
export interface ReadyRows {
  /** Addresses of row numbers a side; buffered ones may be {@link NO_ROW}. */
  readonly streamed: number;
  readonly buffered: number;
  readonly count: number;
  /** Bits of the mark column, for `Mark`. */
  readonly marks: number;
  readonly bufferedBatch: Batch | undefined;
}

/** The waiting pairs. */
export class PairList {
  readonly #capacity: number;
  readonly #output: StreamedOutput;
  readonly #filter: JoinFilter | undefined;
  readonly #streamedIsLeft: boolean;
  readonly #lists = new Arena();
  readonly #work = new Arena();
  readonly #streamed: number;
  readonly #buffered: number;
  /** Streamed rows in order with the end of their candidates; a row that goes on after a flush is there again. */
  #rows: { row: number; end: number; isComplete: boolean }[] = [];
  #count = 0;
  #group: BufferedGroup | undefined;
  /** Whether the row that is not complete yet has met a partner already. */
  #carriedMatch = false;

  constructor(capacity: number, output: StreamedOutput, filter: JoinFilter | undefined, streamedIsLeft: boolean) {
    this.#capacity = Math.max(1, capacity);
    this.#output = output;
    this.#filter = filter;
    this.#streamedIsLeft = streamedIsLeft;
    this.#streamed = this.#lists.alloc(this.#capacity * 4);
    this.#buffered = this.#lists.alloc(this.#capacity * 4);
  }

  get isFull(): boolean {
    return this.#count >= this.#capacity || this.#rows.length >= this.#capacity;
  }

  /** True when rows of another batch wait than the group's. */
  conflictsWith(group: BufferedGroup): boolean {
    return this.#group !== undefined && this.#group.batch !== group.batch;
  }

  /** A streamed row without candidates. */
  addLonely(row: number): void {
    this.#rows.push({ row, end: this.#count, isComplete: true });
  }

  /** Adds candidates of a streamed row from `skip` on; gives how many of the group's rows are in now. */
  addCandidates(row: number, group: BufferedGroup, skip: number): number {
    this.#group = group;
    const total = group.to - group.from;
    const taken = Math.min(total - skip, this.#capacity - this.#count);
    const { u32 } = mem;
    for (let i = 0; i < taken; i++, this.#count++) {
      u32[(this.#streamed >>> 2) + this.#count] = row;
      u32[(this.#buffered >>> 2) + this.#count] = group.from + skip + i;
    }
    this.#rows.push({ row, end: this.#count, isComplete: skip + taken === total });
    return skip + taken;
  }

  /** Uses the waiting pairs up: what comes out of them; undefined when that is nothing. */
  flush(streamedBatch: Batch): ReadyRows | undefined {
    if (this.#rows.length === 0) return undefined;
    this.#work.reset();
    const passing = this.#passing(streamedBatch);
    const ready = this.#collect(passing);
    this.#rows = [];
    this.#count = 0;
    this.#group = undefined;
    return ready.count === 0 ? undefined : ready;
  }

  release(): void {
    this.#lists.release();
    this.#work.release();
  }

  /** Bits of the candidates for which the filter is true; 0 when all are. */
  #passing(streamedBatch: Batch): number {
    const group = this.#group;
    if (group === undefined || this.#count === 0) return 0;
    let bits = 0;
    if (this.#filter !== undefined) {
      const streamed: SideRows = { batch: streamedBatch, rows: this.#streamed, padded: false };
      const buffered: SideRows = { batch: group.batch, rows: this.#buffered, padded: false };
      const [left, right] = this.#streamedIsLeft ? [streamed, buffered] : [buffered, streamed];
      const chosen = pairsPassing(this.#filter, left, right, this.#count, this.#work);
      bits = allocBitmap(this.#count, false, this.#work);
      kernels().joinMark(chosen.rows, chosen.count, bits);
    }
    if (group.matched !== 0) this.#markBuffered(group.matched, bits);
    return bits;
  }

  #markBuffered(matched: number, passing: number): void {
    const { u32 } = mem;
    for (let i = 0; i < this.#count; i++) {
      if (passing === 0 || getBit(passing, i)) setBit(matched, u32[(this.#buffered >>> 2) + i]!);
    }
  }

  #collect(passing: number): ReadyRows {
    const room = (this.#count + this.#rows.length) * 4;
    const streamed = this.#work.alloc(room);
    const buffered = this.#work.alloc(room);
    const marks = this.#output === 'Mark' ? allocBitmap(this.#rows.length, false, this.#work) : 0;
    const { u32 } = mem;
    let count = 0;
    const put = (row: number, partner: number): void => {
      u32[(streamed >>> 2) + count] = row;
      u32[(buffered >>> 2) + count] = partner;
      count++;
    };
    const pairs = this.#output === 'Pairs' || this.#output === 'Padded';
    let at = 0;
    for (const { row, end, isComplete } of this.#rows) {
      let met = this.#carriedMatch;
      for (; at < end; at++) {
        if (passing !== 0 && !getBit(passing, at)) continue;
        met = true;
        if (pairs) put(row, u32[(this.#buffered >>> 2) + at]!);
      }
      this.#carriedMatch = isComplete ? false : met;
      if (!isComplete) continue;
      if (this.#output === 'Mark' && met) setBit(marks, count);
      if (givesRow(this.#output, met)) put(row, NO_ROW);
    }
    return { streamed, buffered, count, marks, bufferedBatch: this.#group?.batch };
  }
}

/** Whether a streamed row comes out by itself. */
function givesRow(output: StreamedOutput, met: boolean): boolean {
  switch (output) {
    case 'Pairs':
      return false;
    case 'Padded':
    case 'Anti':
      return !met;
    case 'Semi':
      return met;
    case 'Mark':
      return true;
  }
}
