import { allocBitmap, clearBit, mem, type Arena, type MemoryCharge } from '@datafusion-ts/compute';
import type { EmitTo } from '@datafusion-ts/expr-common';
import { GroupBuffer } from './group-buffer.js';

/** Nulls of a column that is given out. */
export interface Nulls {
  readonly validity: number;
  readonly nullCount: number;
}

/** Which groups have a value: a byte a group. Groups without are NULL. */
export class SeenGroups extends GroupBuffer {
  constructor(charge: MemoryCharge) {
    super(1, charge);
  }

  /** Nulls of the groups given out, which are removed. */
  takeNulls(emit: EmitTo, arena: Arena): Nulls {
    const count = this.countOf(emit);
    return nullsOfBytes(this.take(emit, arena), count, arena);
  }
}

/** Nulls where bytes are 0. */
export function nullsOfBytes(bytes: number, count: number, arena: Arena): Nulls {
  let nullCount = 0;
  const validity = allocBitmap(count, true, arena);
  const u8 = mem.u8;
  for (let i = 0; i < count; i++) {
    if (u8[bytes + i] !== 0) continue;
    clearBit(validity, i);
    nullCount++;
  }
  return { validity: nullCount === 0 ? 0 : validity, nullCount };
}
