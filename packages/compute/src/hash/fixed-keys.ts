import type { DataType } from '@datafusion-ts/common';
import { Arena } from '../memory/arena.js';
import type { MemoryCharge } from '../memory/charge.js';
import { mem } from '../memory/engine-memory.js';
import { kernels } from '../kernels/registry.js';
import { narrowDecimal } from '../structural/concat.js';
import { flatten } from '../structural/flatten.js';
import { allocBitmap, clearBit, writeBit } from '../vector/bitmap.js';
import type { ColumnVector, FlatVector } from '../vector/column-vector.js';
import { flatVector } from '../vector/flat-vector.js';
import { physicalTypeOf, widthOf } from '../vector/physical-type.js';
import { DirectTable, NO_KEYS, valuesIn, WHOLE_WORDS, widenSpan, type KeySpan } from './direct-table.js';
import { SLOT_BYTES, SlotTable, type KeyStore } from './key-store.js';
import { copyBytesTo } from '../memory/bytes.js';

/** A range of at most so many values is addressed directly, whatever the number of keys. */
const SMALL_RANGE = 1 << 14;
/** Wider ranges never are. */
const WIDEST_RANGE = 1 << 27;

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

/**
 * One column of at most eight bytes a value: the key lies in the slot, or addresses a table while that is no larger than
 * the slots would be.
 */
export class FixedKeys extends SlotTable implements KeyStore {
  readonly #type: DataType;
  readonly #direct: DirectTable;
  #span = NO_KEYS;
  #isDirect = true;
  /** Groups that were announced. */
  #expected = 0;

  constructor(type: DataType, charge: MemoryCharge, nullsMatch: boolean) {
    super(charge, 8, nullsMatch);
    this.#type = type;
    this.#direct = new DirectTable(charge);
  }

  get isPartitionable(): boolean {
    return !this.#isDirect;
  }

  override get allocatedBytes(): number {
    return super.allocatedBytes + this.#direct.bytes;
  }

  insert(columns: readonly ColumnVector[], rowCount: number, groups: number, arena: Arena): void {
    const flat = flatten(columns[0]!, arena);
    const keys = this.#keysOf(flat, rowCount, arena);
    this.insertKeys(keys, flat.validity, rowCount, groups, arena);
  }

  /** Inserts 64-bit keys. */
  insertKeys(keys: number, validity: number, rowCount: number, groups: number, arena: Arena): void {
    if (rowCount === 0) return;
    this.#choose(widenSpan(this.#span, keys, WHOLE_WORDS, validity, rowCount, arena), rowCount, arena);
    if (this.#isDirect) {
      const lowest = this.#direct.lowest(arena);
      return this.insertAll(
        rowCount,
        arena,
        (first, state) => {
          const table = this.#direct.address;
          const { dense, limit } = this;
          return kernels().keyInsertDirect(
            keys,
            validity,
            first,
            rowCount,
            lowest,
            table,
            dense.address,
            limit,
            state,
            groups,
          );
        },
        () => undefined,
      );
    }
    this.insertAll(
      rowCount,
      arena,
      (first, state) => this.#insertHashed(keys, validity, first, rowCount, state, groups),
      () => undefined,
    );
  }

  #insertHashed(
    keys: number,
    validity: number,
    first: number,
    rowCount: number,
    state: number,
    groups: number,
  ): number {
    const { slots, mask, dense, limit } = this;
    return kernels().groupInsert8(
      keys,
      validity,
      first,
      rowCount,
      slots.address,
      mask,
      dense.address,
      limit,
      state,
      groups,
    );
  }

  /** Chooses between slots and direct addressing for keys within `span`, `rowCount` of which come next. */
  #choose(span: KeySpan, rowCount: number, arena: Arena): void {
    this.#span = span;
    const values = valuesIn(span);
    if (this.#isDirect) {
      const slotBytes = this.slotsFor(this.groupCount + rowCount) * SLOT_BYTES;
      if (values <= WIDEST_RANGE && values * 4 <= Math.max(SMALL_RANGE * 4, slotBytes)) this.#direct.cover(span);
      else this.#toSlots(arena);
    } else if (values > 0 && values <= WIDEST_RANGE && values * 4 <= this.slots.capacity) this.#toDirect(arena);
  }

  #toSlots(arena: Arena): void {
    const count = this.groupCount;
    this.resize(this.slotsFor(Math.max(count + 1, this.#expected)));
    this.#direct.release();
    this.#isDirect = false;
    if (count === 0) return;
    // The same keys in the same order get the same numbers again.
    const nulls = this.#nulls(0, count, arena);
    const state = arena.alloc(16);
    mem.u32.fill(0, state >>> 2, (state >>> 2) + 4);
    const groups = arena.alloc(count * 4);
    this.#insertHashed(this.dense.address, nulls.validity, 0, count, state, groups);
  }

  #toDirect(arena: Arena): void {
    this.slots.release();
    this.mask = -1;
    this.#isDirect = true;
    this.#direct.cover(this.#span);
    const lowest = this.#direct.lowest(arena);
    kernels().keyFillDirect(this.dense.address, this.groupCount, this.nullGroup, lowest, this.#direct.address);
  }

  protected override grow(): void {
    if (!this.#isDirect) return super.grow();
    this.#ensureDense(Math.max(256, this.limit * 2));
  }

  #ensureDense(limit: number): void {
    this.dense.ensure(limit * 8);
    this.limit = Math.floor(this.dense.capacity / 8);
  }

  override reserve(groupCount: number): void {
    if (this.groupCount > 0) return;
    // Keys that turn out to lie close together need no slots; the others get them at once.
    this.#expected = groupCount;
    this.#ensureDense(groupCount);
  }

  lookup(columns: readonly ColumnVector[], rowCount: number, groups: number, arena: Arena): void {
    const flat = flatten(columns[0]!, arena);
    this.lookupKeys(this.#keysOf(flat, rowCount, arena), flat.validity, rowCount, groups, arena);
  }

  /** Looks 64-bit keys up. */
  lookupKeys(keys: number, validity: number, rowCount: number, groups: number, arena: Arena): void {
    if (this.groupCount === 0) return void mem.u32.fill(0xffff_ffff, groups >>> 2, (groups >>> 2) + rowCount);
    const state = arena.alloc(16);
    this.writeState(state);
    const k = kernels();
    if (this.#isDirect) {
      const { address, entries } = this.#direct;
      const lowest = this.#direct.lowest(arena);
      return k.keyLookupDirect(keys, validity, rowCount, lowest, address, entries, state, groups);
    }
    k.groupLookup8(keys, validity, rowCount, this.slots.address, this.mask, this.dense.address, state, groups);
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
    if (width === 8) copyBytesTo(values, dense, count * 8);
    else kernels().narrowFrom8(dense, width, count, values);
    return [flatVector(this.#type, count, { ...nulls, values, width })];
  }

  override freeze(): void {
    super.freeze();
    this.#direct.release();
  }

  /** Where the 64-bit keys of groups from `group` on lie. */
  addressOf(group: number): number {
    return this.dense.address + group * 8;
  }

  removeFirst(count: number): void {
    if (count === 0) return;
    if (this.#isDirect) {
      // Groups come off in order: keys of what is left start anew.
      const scratch = new Arena();
      try {
        this.#toSlots(scratch);
      } finally {
        scratch.release();
      }
    }
    this.removeSlots(count);
  }

  release(): void {
    this.releaseSlots();
    this.#direct.release();
    this.#span = NO_KEYS;
    this.#isDirect = true;
    this.#expected = 0;
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
