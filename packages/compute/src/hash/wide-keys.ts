import type { Arena } from '../memory/arena.js';
import type { MemoryCharge } from '../memory/charge.js';
import { mem } from '../memory/engine-memory.js';
import { kernels } from '../kernels/registry.js';
import { SlotTable } from './key-store.js';

/** Keys of 16 bytes. */
export class WideKeys extends SlotTable {
  readonly isPartitionable = true;

  constructor(charge: MemoryCharge) {
    super(charge, 16, true);
  }

  /** Inserts keys; see `KeyStore.insert`. */
  insertKeys(keys: number, validity: number, rowCount: number, groups: number, arena: Arena): void {
    const insert = (first: number, state: number): number => {
      const { slots, mask, dense, limit } = this;
      const { groupInsert16 } = kernels();
      const { address } = slots;
      return groupInsert16(keys, validity, first, rowCount, address, mask, dense.address, limit, state, groups);
    };
    this.insertAll(rowCount, arena, insert, () => undefined);
  }

  /** Looks keys up; see `KeyStore.lookup`. */
  lookupKeys(keys: number, validity: number, rowCount: number, groups: number, arena: Arena): void {
    if (this.groupCount === 0) return void mem.u32.fill(0xffff_ffff, groups >>> 2, (groups >>> 2) + rowCount);
    const state = arena.alloc(16);
    this.writeState(state);
    const { slots, mask, dense } = this;
    kernels().groupLookup16(keys, validity, rowCount, slots.address, mask, dense.address, state, groups);
  }

  /** Where the keys of groups from `group` on lie. */
  addressOf(group: number): number {
    return this.dense.address + group * 16;
  }

  release(): void {
    this.releaseSlots();
  }
}
