/**
 * Rows of all groups in columns, for functions whose state is all their values: each batch is copied as it comes, with
 * the group of each row, and rows are brought together by group (and sorted) only when results are asked for.
 */
import { DataTypes, type DataType } from '@datafusion-ts/common';
import {
  Arena,
  concatVectors,
  copyVector,
  flatten,
  flatVector,
  getBit,
  mem,
  rowsOf,
  sortIndices,
  takeVector,
  type ColumnVector,
  type FlatVector,
  type MemoryCharge,
} from '@datafusion-ts/compute';
import type { EmitTo } from '@datafusion-ts/expr-common';
import type { RowMask } from './active-rows.js';

/** Rows of groups, one group after the other: those of group `i` are `offsets[i]` to `offsets[i + 1]` (i32) of the columns. */
export interface GroupedRows {
  readonly groupCount: number;
  readonly offsets: number;
  readonly columns: readonly ColumnVector[];
}

/** How rows of a group are ordered, by columns of the collection. */
export interface CollectedOrder {
  readonly column: number;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

interface Part {
  readonly owners: ColumnVector;
  readonly columns: readonly ColumnVector[];
}

/** Collects rows of some columns. */
export class CollectedGroups {
  readonly #types: readonly DataType[];
  readonly #order: readonly CollectedOrder[];
  readonly #reversed: boolean;
  #arena: Arena;
  readonly #charge: MemoryCharge;
  #parts: Part[] = [];
  #groupCount = 0;

  constructor(types: readonly DataType[], order: readonly CollectedOrder[], reversed: boolean, charge: MemoryCharge) {
    this.#types = types;
    this.#order = order;
    this.#reversed = reversed;
    this.#charge = charge;
    this.#arena = new Arena(charge);
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#arena.allocatedBytes;
  }

  /** Adds the rows of a mask; `owners` are their groups, u32 each. */
  add(columns: readonly ColumnVector[], owners: number, totalGroups: number, mask: RowMask, scratch: Arena): void {
    this.#groupCount = Math.max(this.#groupCount, totalGroups);
    const length = columns[0]?.length ?? 0;
    if (mask === undefined || length === 0) return;
    const groups = flatVector(DataTypes.UInt32, length, { values: owners, width: 4 });
    if (mask === 0) return this.#keep([groups, ...columns]);
    const chosen: number[] = [];
    for (let row = 0; row < length; row++) if (getBit(mask, row)) chosen.push(row);
    if (chosen.length === 0) return;
    const rows = rowsOf(chosen, scratch);
    this.#keep([groups, ...columns].map((column) => takeVector(column, rows, chosen.length, scratch)));
  }

  #keep([owners, ...columns]: readonly ColumnVector[]): void {
    this.#parts.push({
      owners: copyVector(owners!, this.#arena),
      columns: columns.map((column) => copyVector(column, this.#arena)),
    });
  }

  /** The rows of the groups given out, which are removed; in memory of `arena`. */
  take(emit: EmitTo, arena: Arena): GroupedRows {
    const groupCount = emit.kind === 'All' ? this.#groupCount : emit.count;
    const all = this.#columns(arena);
    const owners = flatten(all.owners, arena);
    const rows = this.#ordered(owners, all.columns, groupCount, arena);
    const columns = all.columns.map((column) => copyVector(takeVector(column, rows.rows, rows.count, arena), arena));
    if (emit.kind === 'All') this.release();
    else this.#dropFirst(groupCount, owners, all.columns);
    return { groupCount, offsets: rows.offsets, columns };
  }

  #columns(arena: Arena): Part {
    const owners = concatVectors(
      this.#parts.map((part) => part.owners),
      DataTypes.UInt32,
      arena,
    );
    const columns = this.#types.map((type, i) =>
      concatVectors(
        this.#parts.map((part) => part.columns[i]!),
        type,
        arena,
      ),
    );
    return { owners, columns };
  }

  /** Row numbers by group, in order within each, for the groups below `groupCount`. */
  #ordered(
    owners: FlatVector,
    columns: readonly ColumnVector[],
    groupCount: number,
    arena: Arena,
  ): { readonly rows: number; readonly count: number; readonly offsets: number } {
    const { length } = owners;
    const byOrder = this.#order.length === 0 || length === 0 ? undefined : this.#sorted(columns, arena) >>> 2;
    const offsets = arena.allocZeroed((groupCount + 1) * 4);
    const { u32 } = mem;
    const [first, group] = [offsets >>> 2, owners.values >>> 2];
    for (let row = 0; row < length; row++) {
      const owner = u32[group + row]!;
      if (owner < groupCount) u32[first + owner + 1]!++;
    }
    for (let i = 0; i < groupCount; i++) u32[first + i + 1]! += u32[first + i]!;
    const count = u32[first + groupCount]!;
    const rows = arena.alloc(count * 4);
    const next = Uint32Array.from(
      mem.u32.subarray(first + (this.#reversed ? 1 : 0), first + groupCount + (this.#reversed ? 1 : 0)),
    );
    const memory = mem.u32;
    for (let i = 0; i < length; i++) {
      const row = byOrder === undefined ? i : memory[byOrder + i]!;
      const owner = memory[group + row]!;
      if (owner >= groupCount) continue;
      const place = this.#reversed ? --next[owner]! : next[owner]!++;
      memory[(rows >>> 2) + place] = row;
    }
    return { rows, count, offsets };
  }

  #sorted(columns: readonly ColumnVector[], arena: Arena): number {
    const keys = this.#order.map(({ column }) => columns[column]!);
    return sortIndices(keys, this.#order, undefined, arena);
  }

  #dropFirst(count: number, owners: FlatVector, columns: readonly ColumnVector[]): void {
    const arena = new Arena(this.#charge);
    const scratch = new Arena();
    try {
      const kept: number[] = [];
      for (let row = 0; row < owners.length; row++) if (mem.u32[(owners.values >>> 2) + row]! >= count) kept.push(row);
      const rows = rowsOf(kept, scratch);
      const moved = rowsOf(
        kept.map((row) => mem.u32[(owners.values >>> 2) + row]! - count),
        arena,
      );
      const left: Part = {
        owners: flatVector(DataTypes.UInt32, kept.length, { values: moved, width: 4 }),
        columns: columns.map((column) => copyVector(takeVector(column, rows, kept.length, scratch), arena)),
      };
      this.#arena.release();
      this.#arena = arena;
      this.#parts = kept.length === 0 ? [] : [left];
      this.#groupCount -= count;
    } finally {
      scratch.release();
    }
  }

  /** Forgets everything; can be used again. */
  release(): void {
    this.#parts = [];
    this.#groupCount = 0;
    this.#arena.release();
  }
}
