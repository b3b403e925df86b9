/** The keys of a build side as an exact bitmap over their range: for one integer key. */
import { allocBitmap, kernels, mem, type Arena, type FlatVector } from '@datafusion-ts/compute';
import { integerKeys } from './integer-keys.js';
import type { KeyRange } from './key-packer.js';

export class KeySet {
  /** Address of {lowest key, highest key}, 64 bits each. */
  readonly state: number;
  /** Address of a bit per value of the range. */
  readonly bits: number;
  /** 64-bit words of the bits. */
  readonly words: number;

  private constructor(state: number, bits: number, words: number) {
    this.state = state;
    this.bits = bits;
    this.words = words;
  }

  /** The keys of all rows that are not null; `range` must cover at most 2^32 values. Lives in `keep`. */
  static of(flat: FlatVector, range: KeyRange, rowCount: number, keep: Arena, scratch: Arena): KeySet {
    const state = keep.alloc(16);
    mem.i64[state >>> 3] = range.low;
    mem.i64[(state >>> 3) + 1] = range.high;
    const words = Math.ceil((Number(range.high - range.low) + 1) / 64);
    const set = new KeySet(state, keep.allocZeroed(words * 8), words);
    kernels().keyBits(integerKeys(flat, scratch), flat.validity, rowCount, state, set.bits);
    return set;
  }

  /** Address of a bitmap: whether each value is a key; null values are none. */
  test(flat: FlatVector, arena: Arena): number {
    const narrow = flat.width === 4 ? flat.values : integerKeys(flat, arena);
    const out = allocBitmap(flat.length, false, arena);
    const width = flat.width === 4 ? 4 : 8;
    kernels().keyBitsTest(narrow, width, flat.validity, flat.length, this.state, this.bits, out);
    return out;
  }
}
