/**
 * Key groups by rank, for one integer key in a range too wide for a number per value: a bit per value of the range says
 * which are keys, and the group of a key is the number of lower keys. A probe reads one word of the bits and, when the
 * key is there, one count: an eighth of a byte per value and four bytes per 64, where a hash table takes 24 bytes a key
 * and forgets that neighbouring keys come together.
 */
import { kernels, type Arena, type ColumnVector, flatten, type FlatVector } from '@datafusion-ts/compute';
import { integerKeys } from './integer-keys.js';
import type { KeyGroups, KeyRange } from './key-packer.js';
import { KeySet } from './key-set.js';

/** Widest range for so many keys: about what a hash table of them would take. */
export function isRankable(values: bigint, rowCount: number): boolean {
  return values <= BigInt(Math.min(2 ** 30, Math.max(2 ** 16, rowCount * 160)));
}

/** Whether keys are worth a bitmap to test rows against: one of at most 1 MB always is. */
export function fitsBitmap(values: bigint, rowCount: number): boolean {
  return values <= 2n ** 23n || isRankable(values, rowCount);
}

/** Numbers keys by rank. */
export class RankedGroups implements KeyGroups {
  readonly groupCount: number;
  readonly keySet: KeySet;
  readonly #ranks: number;

  constructor(flat: FlatVector, range: KeyRange, rowCount: number, keep: Arena, scratch: Arena) {
    this.keySet = KeySet.of(flat, range, rowCount, keep, scratch);
    this.#ranks = keep.alloc(this.keySet.words * 4);
    this.groupCount = kernels().keyRanks(this.keySet.bits, this.keySet.words, this.#ranks);
  }

  groupsOf(keys: readonly ColumnVector[], rowCount: number, arena: Arena): number {
    const flat = flatten(keys[0]!, arena);
    const groups = arena.alloc(rowCount * 4);
    const { state, bits } = this.keySet;
    kernels().joinRanked(integerKeys(flat, arena), flat.validity, rowCount, state, bits, this.#ranks, groups);
    return groups;
  }

  release(): void {}
}
