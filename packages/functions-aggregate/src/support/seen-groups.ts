import { allocBitmap, kernels, type Arena, type MemoryCharge, fillBytes } from '@datafusion-ts/compute';
import type { EmitTo, GroupIndices } from '@datafusion-ts/expr-common';
import type { RowMask } from './active-rows.js';
import { GroupBuffer } from './group-buffer.js';

/** Nulls of a column that is given out. */
export interface Nulls {
  readonly validity: number;
  readonly nullCount: number;
}

/** Which groups have a value: a byte a group, or nothing while all have. Groups without are NULL. */
export class SeenGroups extends GroupBuffer {
  /** Groups so far, all with a value; -1 once there are bytes. */
  #complete = 0;

  constructor(charge: MemoryCharge) {
    super(1, charge);
  }

  /** Makes groups up to `total`, of which the caller marks those with a value. */
  override grow(total: number): number {
    const complete = this.#complete;
    this.#complete = -1;
    const address = super.grow(Math.max(total, complete));
    if (complete > 0) fillBytes(address, complete, 1);
    return address;
  }

  /** Marks the groups of the rows of a mask. */
  mark(mask: RowMask, groups: GroupIndices): void {
    const { rowCount, totalGroups, coversNew } = groups;
    if (mask === 0 && coversNew === true && this.#complete >= 0) {
      this.#complete = totalGroups;
      return;
    }
    const seen = this.grow(totalGroups);
    if (mask !== undefined && rowCount > 0) kernels().aggMark(mask, groups.address, rowCount, seen);
  }

  /** Nulls of the groups given out, which are removed. */
  takeNulls(emit: EmitTo, arena: Arena): Nulls {
    if (this.#complete >= 0) {
      this.#complete = emit.kind === 'All' ? 0 : this.#complete - emit.count;
      return { validity: 0, nullCount: 0 };
    }
    const count = this.countOf(emit);
    return nullsOfBytes(this.take(emit, arena), count, arena);
  }
}

/** Nulls where bytes are 0. */
export function nullsOfBytes(bytes: number, count: number, arena: Arena): Nulls {
  const validity = allocBitmap(count, false, arena);
  const nullCount = count - kernels().bytesToBits(bytes, count, validity);
  return { validity: nullCount === 0 ? 0 : validity, nullCount };
}
