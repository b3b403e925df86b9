import type { Arena } from '../memory/arena.js';
import type { MemoryCharge } from '../memory/charge.js';
import { GrowableBuffer } from '../memory/growable-buffer.js';
import { kernels } from '../kernels/registry.js';
import { mem } from '../memory/engine-memory.js';
import type { ColumnVector } from '../vector/column-vector.js';
import { copyBytesTo } from '../memory/bytes.js';

/** Keys of a group table in one layout. */
export interface KeyStore {
  readonly groupCount: number;
  readonly allocatedBytes: number;
  /** See `GroupTable.isPartitionable`. */
  readonly isPartitionable: boolean;
  /** Writes group numbers (u32) to `groups`, adding new keys. */
  insert(columns: readonly ColumnVector[], rowCount: number, groups: number, arena: Arena): void;
  lookup(columns: readonly ColumnVector[], rowCount: number, groups: number, arena: Arena): void;
  keys(from: number, to: number, arena: Arena): ColumnVector[];
  removeFirst(count: number): void;
  /** Makes room for so many groups in one step. */
  reserve(groupCount: number): void;
  release(): void;
}

const FEWEST_SLOTS = 256;
/** Bytes of a slot: the low half of the key's hash and the group's number + 1, u32 each. */
export const SLOT_BYTES = 8;
/** Slots there are for each group at least: in fuller tables, runs of taken slots get long. */
const SLOTS_PER_GROUP = 2;

/** Slots (hash and group) and dense keys that grow together. */
export abstract class SlotTable {
  protected readonly charge: MemoryCharge;
  protected readonly dense: GrowableBuffer;
  protected slots: GrowableBuffer;
  protected mask = -1;
  /** Groups there may be before the table grows. */
  protected limit = 0;
  /** Number of the null group + 1, or 0. */
  protected nullGroup = 0;
  readonly #keyBytes: number;
  readonly #nullsMatch: boolean;
  #groupCount = 0;

  constructor(charge: MemoryCharge, keyBytes: number, nullsMatch: boolean) {
    this.charge = charge;
    this.#keyBytes = keyBytes;
    this.#nullsMatch = nullsMatch;
    this.slots = new GrowableBuffer(charge, true);
    this.dense = new GrowableBuffer(charge);
  }

  get groupCount(): number {
    return this.#groupCount;
  }

  get allocatedBytes(): number {
    return this.slots.capacity + this.dense.capacity;
  }

  /** Runs an inserting kernel until all rows are in, growing as needed. */
  protected insertAll(
    rowCount: number,
    arena: Arena,
    kernel: (first: number, state: number) => number,
    added: (from: number, to: number) => void,
  ): void {
    const state = arena.alloc(16);
    if (this.limit === 0) this.grow();
    for (let done = 0; done < rowCount;) {
      this.writeState(state);
      const before = this.#groupCount;
      done = kernel(done, state);
      this.#groupCount = mem.u32[state >>> 2]!;
      this.nullGroup = mem.u32[(state >>> 2) + 1]!;
      if (this.#groupCount > before) added(before, this.#groupCount);
      if (done < rowCount) this.grow();
    }
  }

  /** The state block that kernels take. */
  protected writeState(state: number): void {
    const at = state >>> 2;
    mem.u32[at] = this.#groupCount;
    mem.u32[at + 1] = this.nullGroup;
    mem.u32[at + 2] = this.#nullsMatch ? 0 : 1;
  }

  protected removeSlots(count: number): void {
    const left = this.#groupCount - count;
    const slotCount = this.mask + 1;
    const next = new GrowableBuffer(this.charge, true);
    next.restart(slotCount * SLOT_BYTES);
    kernels().groupRehash(this.slots.address, slotCount, next.address, this.mask, count);
    this.slots.release();
    this.slots = next;
    const from = this.dense.address + count * this.#keyBytes;
    copyBytesTo(this.dense.address, from, left * this.#keyBytes);
    this.nullGroup = this.nullGroup > count ? this.nullGroup - count : 0;
    this.#groupCount = left;
  }

  /** Gives back what only finding keys needs: from now on the keys can be read, and nothing else. */
  freeze(): void {
    this.slots.release();
  }

  protected releaseSlots(): void {
    this.slots.release();
    this.dense.release();
    this.mask = -1;
    this.limit = 0;
    this.nullGroup = 0;
    this.#groupCount = 0;
  }

  /** Makes room for more groups. */
  protected grow(): void {
    this.resize(Math.max(FEWEST_SLOTS, (this.mask + 1) * 2));
  }

  /** Slots that so many groups need. */
  protected slotsFor(groupCount: number): number {
    let slots = FEWEST_SLOTS;
    while (slots / SLOTS_PER_GROUP < groupCount) slots *= 2;
    return slots;
  }

  /** Makes room for at least so many groups. */
  reserve(groupCount: number): void {
    const slots = this.slotsFor(groupCount);
    if (slots > this.mask + 1) this.resize(slots);
  }

  /** Moves to a table of so many slots, a power of two. */
  protected resize(slotCount: number): void {
    const before = this.mask + 1;
    const limit = slotCount / SLOTS_PER_GROUP;
    this.dense.ensure(limit * this.#keyBytes);
    const next = new GrowableBuffer(this.charge, true);
    next.restart(slotCount * SLOT_BYTES);
    if (before > 0) kernels().groupRehash(this.slots.address, before, next.address, slotCount - 1, 0);
    this.slots.release();
    this.slots = next;
    this.mask = slotCount - 1;
    this.limit = limit;
  }
}
