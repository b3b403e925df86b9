/** What numbers join keys, the ranges they are numbered in, and how several integer keys become one. */
import { DataTypes } from '@datafusion-ts/common';
import {
  allocBitmap,
  countBits,
  flatVector,
  kernels,
  mem,
  type Arena,
  type ColumnVector,
  type FlatVector,
} from '@datafusion-ts/compute';
import { integerKeys } from './integer-keys.js';

/** Numbers keys; 0xffffffff is no group. */
export interface KeyGroups {
  /** Groups there are; numbers are below. */
  readonly groupCount: number;
  /** Address of the group (u32) of every row. */
  groupsOf(keys: readonly ColumnVector[], rowCount: number, arena: Arena): number;
  release(): void;
}

/** Bounds of integer keys as 64-bit numbers. */
export interface KeyRange {
  readonly low: bigint;
  readonly high: bigint;
}

/** Makes one 64-bit key of several: `(a - lowest a) * stride a + …`; null where a key is null or outside its range. */
export class KeyPacker {
  readonly #states: readonly number[];

  constructor(ranges: readonly KeyRange[], keep: Arena) {
    let stride = 1n;
    this.#states = ranges.map(({ low, high }) => {
      const state = keep.alloc(24);
      mem.i64[state >>> 3] = low;
      mem.i64[(state >>> 3) + 1] = high;
      mem.i64[(state >>> 3) + 2] = stride;
      stride *= high - low + 1n;
      return state;
    });
  }

  pack(flats: readonly FlatVector[], rowCount: number, arena: Arena): FlatVector {
    const values = arena.allocZeroed(rowCount * 8);
    const validity = allocBitmap(rowCount, true, arena);
    flats.forEach((flat, i) =>
      kernels().joinPack(integerKeys(flat, arena), flat.validity, rowCount, this.#states[i]!, values, validity),
    );
    const nullCount = rowCount - countBits(validity, rowCount);
    return flatVector(DataTypes.Int64, rowCount, { values, width: 8, validity, nullCount });
  }
}
