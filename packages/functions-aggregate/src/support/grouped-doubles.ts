/**
 * Doubles of all groups, for functions whose state is all their values: kept batch by batch with the group of each, and
 * brought together by group only when results are asked for.
 */
import { Arena, copyBytesTo, kernels, mem, type FlatVector, type MemoryCharge } from '@datafusion-ts/compute';
import type { EmitTo } from '@datafusion-ts/expr-common';
import type { RowMask } from './active-rows.js';

/** Doubles, one group after the other: those of group `i` are `offsets[i]` to `offsets[i + 1]` (i32). */
export interface DoublesByGroup {
  readonly groupCount: number;
  readonly offsets: number;
  readonly values: number;
  readonly count: number;
}

/** Values and their groups (u32). */
interface Part {
  readonly values: number;
  readonly owners: number;
  readonly count: number;
}

/** Collects doubles. */
export class GroupedDoubles {
  readonly #charge: MemoryCharge;
  #arena: Arena;
  #parts: Part[] = [];
  #groupCount = 0;

  constructor(charge: MemoryCharge) {
    this.#charge = charge;
    this.#arena = new Arena(charge);
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#arena.allocatedBytes;
  }

  /** Adds the values of a mask; `owners` are their groups, u32 each. */
  add({ values, length }: FlatVector, owners: number, totalGroups: number, mask: RowMask, scratch: Arena): void {
    this.#groupCount = Math.max(this.#groupCount, totalGroups);
    if (mask === undefined || length === 0) return;
    if (mask === 0) return this.#keep({ values, owners, count: length });
    const k = kernels();
    const rows = scratch.alloc(length * 4 + 64);
    const count = k.bitsToRows(mask, 0, length, rows);
    const part = { values: scratch.alloc(count * 8), owners: scratch.alloc(count * 4), count };
    k.gather8(values, rows, count, part.values);
    k.gather4(owners, rows, count, part.owners);
    this.#keep(part);
  }

  #keep({ values, owners, count }: Part): void {
    if (count === 0) return;
    const part = { values: this.#arena.alloc(count * 8), owners: this.#arena.alloc(count * 4), count };
    copyBytesTo(part.values, values, count * 8);
    copyBytesTo(part.owners, owners, count * 4);
    this.#parts.push(part);
  }

  /** The values of the groups given out, which are removed; in memory of `arena`. */
  take(emit: EmitTo, arena: Arena): DoublesByGroup {
    const all = this.#byGroup(arena);
    if (emit.kind === 'All') {
      this.release();
      return all;
    }
    const count = mem.i32[(all.offsets >>> 2) + emit.count]!;
    this.#keepFrom(emit.count, all);
    return { ...all, groupCount: emit.count, count };
  }

  #byGroup(arena: Arena): DoublesByGroup {
    const k = kernels();
    const groupCount = this.#groupCount;
    const counts = arena.allocZeroed(groupCount * 4);
    for (const { owners, count } of this.#parts) k.aggTally(owners, count, counts);
    const offsets = arena.alloc((groupCount + 1) * 4);
    k.prefixSum(counts, groupCount, offsets);
    const count = mem.i32[(offsets >>> 2) + groupCount]!;
    const values = arena.alloc(count * 8);
    copyBytesTo(counts, offsets, groupCount * 4);
    for (const part of this.#parts) k.aggCollect8(part.values, part.owners, part.count, counts, values);
    return { groupCount, offsets, values, count };
  }

  /** Goes on with the groups from `first` on, numbered from 0. */
  #keepFrom(first: number, { groupCount, offsets, values, count }: DoublesByGroup): void {
    this.#arena.release();
    this.#arena = new Arena(this.#charge);
    this.#groupCount = groupCount - first;
    const from = mem.i32[(offsets >>> 2) + first]!;
    const left = count - from;
    this.#parts = [];
    if (left === 0) return;
    const part = { values: this.#arena.alloc(left * 8), owners: this.#arena.alloc(left * 4), count: left };
    copyBytesTo(part.values, values + from * 8, left * 8);
    for (let group = first; group < groupCount; group++) {
      const start = (part.owners >>> 2) - from;
      const [begin, end] = [mem.i32[(offsets >>> 2) + group]!, mem.i32[(offsets >>> 2) + group + 1]!];
      mem.u32.fill(group - first, start + begin, start + end);
    }
    this.#parts = [part];
  }

  /** Forgets everything; can be used again. */
  release(): void {
    this.#parts = [];
    this.#groupCount = 0;
    this.#arena.release();
  }
}
