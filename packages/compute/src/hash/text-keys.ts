import type { DataType } from '@datafusion-ts/common';
import { Arena } from '../memory/arena.js';
import type { MemoryCharge } from '../memory/charge.js';
import { mem } from '../memory/engine-memory.js';
import { kernels } from '../kernels/registry.js';
import { flatten } from '../structural/flatten.js';
import { copyBytes } from '../structural/copy.js';
import { allocBitmap, clearBit } from '../vector/bitmap.js';
import type { ColumnVector } from '../vector/column-vector.js';
import { flatVector } from '../vector/flat-vector.js';
import { SlotTable, type KeyStore } from './key-store.js';

/** Byte strings as keys: one view a group, text in an arena of the table's own. */
export class ViewTable extends SlotTable {
  #text: Arena;

  constructor(charge: MemoryCharge, nullsMatch: boolean) {
    super(charge, 16, nullsMatch);
    this.#text = new Arena(charge);
  }

  override get allocatedBytes(): number {
    return super.allocatedBytes + this.#text.allocatedBytes;
  }

  /** Adds the strings behind `views`; null rows by `validity`. */
  insertViews(views: number, validity: number, rowCount: number, groups: number, arena: Arena): void {
    const hashes = arena.alloc(rowCount * 8);
    kernels().hashViews(views, validity, rowCount, hashes, 0);
    this.insertAll(
      rowCount,
      arena,
      (first, state) =>
        kernels().groupInsertViews(
          views,
          validity,
          hashes,
          first,
          rowCount,
          this.slots.address,
          this.mask,
          this.dense.address,
          this.limit,
          state,
          groups,
        ),
      (from, to) => this.#own(from, to),
    );
  }

  /** Looks strings up. */
  lookupViews(views: number, validity: number, rowCount: number, groups: number, arena: Arena): void {
    if (this.limit === 0) return void mem.u32.fill(0xffff_ffff, groups >>> 2, (groups >>> 2) + rowCount);
    const hashes = arena.alloc(rowCount * 8);
    kernels().hashViews(views, validity, rowCount, hashes, 0);
    const state = arena.alloc(16);
    this.writeState(state);
    const { slots, mask, dense } = this;
    kernels().groupLookupViews(views, validity, hashes, rowCount, slots.address, mask, dense.address, state, groups);
  }

  /** Address of a copy of the views of groups `from` to `to`. */
  viewsOf(from: number, to: number, arena: Arena): number {
    return copyBytes(this.dense.address + from * 16, (to - from) * 16, arena);
  }

  /** Row of the null group, or -1. */
  get nullRow(): number {
    return this.nullGroup - 1;
  }

  /** Removes groups; the text of the rest moves to a fresh arena. */
  removeFirst(count: number): void {
    if (count === 0) return;
    this.removeSlots(count);
    const before = this.#text;
    this.#text = new Arena(this.charge);
    try {
      this.#own(0, this.groupCount);
    } finally {
      before.release();
    }
  }

  release(): void {
    this.releaseSlots();
    this.#text.release();
  }

  /** Whether all strings lie in their views. */
  get isShort(): boolean {
    return this.#text.allocatedBytes === 0;
  }

  /** Copies text that still belongs to the input. */
  #own(from: number, to: number): void {
    const views = this.dense.address + from * 16;
    const bytes = kernels().longTextBytes(views, to - from);
    if (bytes > 0) kernels().moveText(views, to - from, this.#text.alloc(bytes));
  }
}

/** One string or binary column. */
export class TextKeys implements KeyStore {
  readonly #type: DataType;
  readonly #table: ViewTable;

  constructor(type: DataType, charge: MemoryCharge, nullsMatch: boolean) {
    this.#type = type;
    this.#table = new ViewTable(charge, nullsMatch);
  }

  get groupCount(): number {
    return this.#table.groupCount;
  }

  get isPartitionable(): boolean {
    return this.#table.isShort;
  }

  get allocatedBytes(): number {
    return this.#table.allocatedBytes;
  }

  insert(columns: readonly ColumnVector[], rowCount: number, groups: number, arena: Arena): void {
    const flat = flatten(columns[0]!, arena);
    this.#table.insertViews(flat.values, flat.validity, rowCount, groups, arena);
  }

  lookup(columns: readonly ColumnVector[], rowCount: number, groups: number, arena: Arena): void {
    const flat = flatten(columns[0]!, arena);
    this.#table.lookupViews(flat.values, flat.validity, rowCount, groups, arena);
  }

  keys(from: number, to: number, arena: Arena): ColumnVector[] {
    const values = this.#table.viewsOf(from, to, arena);
    const row = this.#table.nullRow;
    if (row < from || row >= to) return [flatVector(this.#type, to - from, { values, width: 16 })];
    const validity = allocBitmap(to - from, true, arena);
    clearBit(validity, row - from);
    return [flatVector(this.#type, to - from, { values, width: 16, validity, nullCount: 1 })];
  }

  reserve(groupCount: number): void {
    this.#table.reserve(groupCount);
  }

  removeFirst(count: number): void {
    this.#table.removeFirst(count);
  }

  release(): void {
    this.#table.release();
  }
}
