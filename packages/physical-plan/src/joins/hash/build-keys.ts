/**
 * What scans of the probe side test rows by: exactly the keys of the build side. One integer key is looked up in a bitmap
 * of its range, everything else in the join's own table.
 */
import { allocBitmap, kernels, type Arena, type FlatVector } from '@datafusion-ts/compute';
import type { KeyMembership } from '@datafusion-ts/physical-expr';
import type { BuildSide } from './build-side.js';
import type { KeySet } from './key-set.js';

/** The keys of a build side until it is released. */
export class BuildKeys implements KeyMembership {
  #build: BuildSide | undefined;
  #set: KeySet | undefined;

  constructor(build: BuildSide) {
    this.#build = build;
  }

  /** Makes the bitmap where there can be one. */
  prepare(): void {
    const [key, ...more] = this.#build?.keyColumns() ?? [];
    if (key !== undefined && more.length === 0) this.#set = this.#build?.table.keySet(key);
  }

  /** Makes every row pass from now on: the memory is about to go. */
  close(): void {
    this.#build = undefined;
    this.#set = undefined;
  }

  test(keys: readonly FlatVector[], rowCount: number, arena: Arena): number | undefined {
    const [only] = keys;
    if (this.#set !== undefined && only !== undefined) return this.#set.test(only, arena);
    if (this.#build === undefined) return undefined;
    const { table } = this.#build;
    const bits = allocBitmap(rowCount, false, arena);
    const rows = arena.alloc(rowCount * 4 + 64);
    const groups = table.groupsOf(keys, rowCount, arena);
    kernels().joinMark(rows, table.hits(groups, rowCount, true, rows), bits);
    return bits;
  }
}
