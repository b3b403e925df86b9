/**
 * Which groups are complete, when the input is ordered by some of the group keys: those before the run of equal sort
 * keys that the last row belongs to. Groups are numbered by first appearance, so these are always the first ones.
 */
import { GroupTable, mem, type Arena, type ColumnVector, type MemoryCharge } from '@datafusion-ts/compute';
import type { DataType } from '@datafusion-ts/common';
import type { InputOrderMode } from './aggregate-mode.js';

/** Follows the runs of equal sort keys. */
export interface GroupOrder {
  /** Looks at a batch and the group numbers its rows got. */
  newRows(keys: readonly ColumnVector[], groups: number, rowCount: number, arena: Arena): void;
  /** Number of complete groups; they are taken to be given out. */
  complete(): number;
  /** Says that `count` groups were removed from the front. */
  removed(count: number): void;
  release(): void;
}

/** The tracker for an order mode; undefined when rows of a group may come at any time. */
export function makeGroupOrder(
  mode: InputOrderMode,
  keyTypes: readonly DataType[],
  charge: MemoryCharge,
): GroupOrder | undefined {
  switch (mode.kind) {
    case 'Linear':
      return undefined;
    case 'Sorted':
      return new SortedGroups();
    case 'PartiallySorted':
      return new PartiallySortedGroups(mode.indices, keyTypes, charge);
  }
}

/** Ordered by all keys: only the last row's group is open. */
class SortedGroups implements GroupOrder {
  #open = 0;

  newRows(_keys: readonly ColumnVector[], groups: number, rowCount: number): void {
    if (rowCount > 0) this.#open = mem.u32[(groups >>> 2) + rowCount - 1]!;
  }

  complete(): number {
    return this.#open;
  }

  removed(count: number): void {
    this.#open -= count;
  }

  release(): void {
    this.#open = 0;
  }
}

/** Ordered by some keys: the groups of the last run of these are open. */
class PartiallySortedGroups implements GroupOrder {
  readonly #indices: readonly number[];
  readonly #runs: GroupTable;
  #open = 0;
  #lastRun = -1;

  constructor(indices: readonly number[], keyTypes: readonly DataType[], charge: MemoryCharge) {
    this.#indices = indices;
    this.#runs = new GroupTable(
      indices.map((i) => keyTypes[i]!),
      charge,
    );
  }

  newRows(keys: readonly ColumnVector[], groups: number, rowCount: number, arena: Arena): void {
    if (rowCount === 0) return;
    const sorted = this.#indices.map((i) => keys[i]!);
    const runs = this.#runs.insert(sorted, rowCount, arena) >>> 2;
    const u32 = mem.u32;
    const last = u32[runs + rowCount - 1]!;
    if (last !== this.#lastRun) {
      let first = rowCount - 1;
      while (first > 0 && u32[runs + first - 1] === last) first--;
      this.#open = u32[(groups >>> 2) + first]!;
    }
    this.#lastRun = last;
    if (this.#runs.groupCount > 1024) {
      this.#runs.emitFirst(last, arena);
      this.#lastRun = 0;
    }
  }

  complete(): number {
    return this.#open;
  }

  removed(count: number): void {
    this.#open -= count;
  }

  release(): void {
    this.#runs.release();
    this.#open = 0;
    this.#lastRun = -1;
  }
}
