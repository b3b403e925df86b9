/**
 * What scans of the probe side test rows by: exactly the keys of the build side. One integer key is looked up in a bitmap
 * of its range, everything else in the join's own table. Of several keys, those that are integers have a bitmap each, too:
 * it cannot tell which values come together, but a scan can ask it once per dictionary entry, before it reads the others.
 */
import { allocBitmap, kernels, type Arena, type ColumnVector, type FlatVector } from '@datafusion-ts/compute';
import type { KeyMembership } from '@datafusion-ts/physical-expr';
import type { JoinTable } from './join-table.js';
import type { KeySet } from './key-set.js';

/** Rows listed by key. */
export interface KeyedRows {
  readonly table: JoinTable;
  /** The keys of all rows. */
  keyColumns(): readonly ColumnVector[];
}

/** The keys of a build side until it is released. */
export class BuildKeys implements KeyMembership {
  #build: KeyedRows | undefined;
  #set: KeySet | undefined;
  #columns: readonly (ColumnKeys | undefined)[] = [];

  constructor(build: KeyedRows) {
    this.#build = build;
  }

  /** Makes the bitmaps where there can be any. */
  prepare(): void {
    if (this.#build === undefined) return;
    const { table } = this.#build;
    const keys = this.#build.keyColumns();
    if (keys.length === 1) this.#set = table.keySet(keys[0]!, 0, true);
    else {
      this.#columns = keys.map((key, i) => {
        const set = table.keySet(key, i, false);
        return set === undefined ? undefined : new ColumnKeys(set);
      });
    }
  }

  /** The values of single keys by position, where there are several keys and a bitmap of the one. */
  get columns(): readonly (KeyMembership | undefined)[] {
    return this.#columns;
  }

  /** Makes every row pass from now on: the memory is about to go. */
  close(): void {
    this.#build = undefined;
    this.#set = undefined;
    for (const column of this.#columns) column?.close();
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

/** The values that one of several keys has. */
class ColumnKeys implements KeyMembership {
  #set: KeySet | undefined;

  constructor(set: KeySet) {
    this.#set = set;
  }

  close(): void {
    this.#set = undefined;
  }

  test(keys: readonly FlatVector[], _rowCount: number, arena: Arena): number | undefined {
    return this.#set?.test(keys[0]!, arena);
  }
}
