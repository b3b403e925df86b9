import type { DataType } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import type { MemoryCharge } from '../memory/charge.js';
import { mem } from '../memory/engine-memory.js';
import { kernels } from '../kernels/registry.js';
import { narrowDecimal } from '../structural/concat.js';
import { flatten } from '../structural/flatten.js';
import { allocBitmap, clearBit, writeBit } from '../vector/bitmap.js';
import type { ColumnVector, FlatVector } from '../vector/column-vector.js';
import { flatVector } from '../vector/flat-vector.js';
import { physicalTypeOf, widthOf } from '../vector/physical-type.js';
import { SlotTable, type KeyStore } from './key-store.js';

/** True when values of the type are keys of at most eight bytes. */
export function fitsFixedKeys(type: DataType): boolean {
  switch (physicalTypeOf(type)) {
    case 'boolean':
      return true;
    case 'null':
    case 'fixedBinary':
    case 'view':
    case 'list':
    case 'fixedList':
    case 'struct':
    case 'union':
      return false;
    default:
      return widthOf(type) <= 8;
  }
}

/** One column of at most eight bytes a value: the key lies in the slot. */
export class FixedKeys extends SlotTable implements KeyStore {
  readonly #type: DataType;

  constructor(type: DataType, charge: MemoryCharge, nullsMatch: boolean) {
    super(charge, 16, 8, nullsMatch);
    this.#type = type;
  }

  insert(columns: readonly ColumnVector[], rowCount: number, groups: number, arena: Arena): void {
    const flat = flatten(columns[0]!, arena);
    const keys = this.#keysOf(flat, rowCount, arena);
    this.insertAll(
      rowCount,
      arena,
      (first, state) =>
        kernels().groupInsert8(
          keys,
          flat.validity,
          first,
          rowCount,
          this.slots.address,
          this.mask,
          this.dense.address,
          this.limit,
          state,
          groups,
        ),
      () => undefined,
    );
  }

  lookup(columns: readonly ColumnVector[], rowCount: number, groups: number, arena: Arena): void {
    if (this.limit === 0) return void mem.u32.fill(0xffff_ffff, groups >>> 2, (groups >>> 2) + rowCount);
    const flat = flatten(columns[0]!, arena);
    const keys = this.#keysOf(flat, rowCount, arena);
    const state = arena.alloc(16);
    this.writeState(state);
    kernels().groupLookup8(keys, flat.validity, rowCount, this.slots.address, this.mask, state, groups);
  }

  keys(from: number, to: number, arena: Arena): ColumnVector[] {
    const count = to - from;
    const dense = this.dense.address + from * 8;
    const nulls = this.#nulls(from, to, arena);
    if (physicalTypeOf(this.#type) === 'boolean') {
      const values = allocBitmap(count, false, arena);
      for (let i = 0; i < count; i++) writeBit(values, i, mem.u32[(dense >>> 2) + i * 2] === 1);
      return [flatVector(this.#type, count, { ...nulls, values })];
    }
    const width = widthOf(this.#type);
    const values = arena.alloc(count * width);
    if (width === 8) mem.u8.copyWithin(values, dense, dense + count * 8);
    else kernels().narrowFrom8(dense, width, count, values);
    return [flatVector(this.#type, count, { ...nulls, values, width })];
  }

  removeFirst(count: number): void {
    if (count > 0) this.removeSlots(count);
  }

  release(): void {
    this.releaseSlots();
  }

  protected override rehash(from: number, fromCount: number, slots: number, mask: number, removed: number): void {
    kernels().groupRehash8(from, fromCount, slots, mask, removed);
  }

  #keysOf(flat: FlatVector, rowCount: number, arena: Arena): number {
    const narrow = physicalTypeOf(flat.type) === 'decimal' ? narrowDecimal(flat, arena) : flat;
    if (narrow.width === 8) return narrow.values;
    const keys = arena.alloc(rowCount * 8);
    if (physicalTypeOf(flat.type) === 'boolean') kernels().bitsTo8(flat.values, rowCount, keys);
    else kernels().widenTo8(flat.values, narrow.width, rowCount, keys);
    return keys;
  }

  #nulls(from: number, to: number, arena: Arena): { readonly validity: number; readonly nullCount: number } {
    const row = this.nullGroup - 1;
    if (row < from || row >= to) return { validity: 0, nullCount: 0 };
    const validity = allocBitmap(to - from, true, arena);
    clearBit(validity, row - from);
    return { validity, nullCount: 1 };
  }
}
