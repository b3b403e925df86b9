/**
 * Several columns as packed keys (see `KeyCodec`) while they fit; keys that need more bits go on as encoded rows. Nulls
 * match each other. Groups keep their numbers whatever happens: the same keys in the same order get the same numbers again.
 */
import { DataTypes } from '@datafusion-ts/common';
import { Arena } from '../memory/arena.js';
import type { MemoryCharge } from '../memory/charge.js';
import { mem } from '../memory/engine-memory.js';
import type { ColumnVector } from '../vector/column-vector.js';
import { FixedKeys } from './fixed-keys.js';
import type { KeyCodec } from './key-codec.js';
import type { KeyStore } from './key-store.js';
import { WideKeys } from './wide-keys.js';

/** A table of packed keys. */
export type PackedTable = FixedKeys | WideKeys;

/** A table of keys of `1 << rowShift` bytes. */
export const makePackedTable = (rowShift: number, charge: MemoryCharge): PackedTable =>
  rowShift === 3 ? new FixedKeys(DataTypes.Int64, charge, true) : new WideKeys(charge);

/** Texts there may be per group for groups to be dealt out by packed keys. */
const TEXTS_PER_GROUP = 1 / 4;

/** Several columns as keys of one table. */
export class PackedKeys implements KeyStore {
  readonly #codec: KeyCodec;
  readonly #charge: MemoryCharge;
  readonly #makeRows: () => KeyStore;
  #keys: PackedTable;
  /** Groups that were announced. */
  #expected = 0;
  /** Takes over when the keys do not fit. */
  #rows: KeyStore | undefined;

  constructor(codec: KeyCodec, charge: MemoryCharge, makeRows: () => KeyStore) {
    this.#codec = codec;
    this.#charge = charge;
    this.#makeRows = makeRows;
    this.#keys = makePackedTable(codec.rowShift, charge);
  }

  get groupCount(): number {
    return (this.#rows ?? this.#keys).groupCount;
  }

  get allocatedBytes(): number {
    return this.#codec.allocatedBytes + (this.#rows ?? this.#keys).allocatedBytes;
  }

  get isPartitionable(): boolean {
    if (this.#rows !== undefined) return false;
    return this.#keys.isPartitionable && this.#codec.mostTexts <= this.groupCount * TEXTS_PER_GROUP;
  }

  insert(columns: readonly ColumnVector[], rowCount: number, groups: number, arena: Arena): void {
    if (rowCount === 0) return;
    if (this.#rows === undefined) {
      const read = this.#codec.learn(columns, rowCount, arena);
      if (this.#codec.fits || this.#layOut(arena)) {
        const { keys } = this.#codec.encode(read, rowCount, arena);
        return this.#keys.insertKeys(keys, 0, rowCount, groups, arena);
      }
    }
    this.#toRows().insert(columns, rowCount, groups, arena);
  }

  lookup(columns: readonly ColumnVector[], rowCount: number, groups: number, arena: Arena): void {
    if (this.#rows !== undefined) return this.#rows.lookup(columns, rowCount, groups, arena);
    if (this.groupCount === 0) return void mem.u32.fill(0xffff_ffff, groups >>> 2, (groups >>> 2) + rowCount);
    const { keys, present } = this.#codec.encode(this.#codec.find(columns, rowCount, arena), rowCount, arena);
    this.#keys.lookupKeys(keys, present, rowCount, groups, arena);
  }

  keys(from: number, to: number, arena: Arena): ColumnVector[] {
    if (this.#rows !== undefined) return this.#rows.keys(from, to, arena);
    return this.#codec.decode(this.#keys.addressOf(from), to - from, arena);
  }

  removeFirst(count: number): void {
    // Not as packed keys, as the texts of removed groups would stay in their tables.
    if (count > 0) this.#toRows().removeFirst(count);
  }

  reserve(groupCount: number): void {
    this.#expected = groupCount;
    (this.#rows ?? this.#keys).reserve(groupCount);
  }

  release(): void {
    this.#keys.release();
    this.#rows?.release();
    this.#rows = undefined;
    this.#codec.release();
    this.#expected = 0;
  }

  /** Lays the keys out anew and moves the groups there are; false when they do not fit. */
  #layOut(arena: Arena): boolean {
    const count = this.#keys.groupCount;
    const before = this.keys(0, count, arena);
    if (!this.#codec.layOut()) return false;
    const next = makePackedTable(this.#codec.rowShift, this.#charge);
    if (count > 0) this.#move(next, before, count, arena);
    else if (this.#expected > 0) next.reserve(this.#expected);
    this.#keys.release();
    this.#keys = next;
    return true;
  }

  /** Inserts the keys of the groups into a table of the new layout. */
  #move(next: PackedTable, columns: readonly ColumnVector[], count: number, arena: Arena): void {
    try {
      const { keys } = this.#codec.encode(this.#codec.find(columns, count, arena), count, arena);
      next.insertKeys(keys, 0, count, arena.alloc(count * 4), arena);
    } catch (error) {
      next.release();
      throw error;
    }
  }

  /** The table of whole rows, with the groups there are. */
  #toRows(): KeyStore {
    if (this.#rows !== undefined) return this.#rows;
    const rows = this.#makeRows();
    const count = this.#keys.groupCount;
    const scratch = new Arena();
    try {
      rows.insert(this.keys(0, count, scratch), count, scratch.alloc(count * 4), scratch);
    } catch (error) {
      rows.release();
      throw error;
    } finally {
      scratch.release();
    }
    this.#keys.release();
    this.#codec.release();
    return (this.#rows = rows);
  }
}
