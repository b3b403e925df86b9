/**
 * `count(DISTINCT x)` of groups in columns: a hash table of (group, value) pairs; every pair that is new counts once.
 * States are the values of each group as a list.
 */
import { DataTypes, type DataType } from '@datafusion-ts/common';
import {
  Arena,
  copyVector,
  flatten,
  flatVector,
  getBit,
  GroupTable,
  mem,
  takeVector,
  type ColumnVector,
  type FlatVector,
  type MemoryCharge,
} from '@datafusion-ts/compute';
import type { EmitTo, GroupIndices, GroupsAccumulator } from '@datafusion-ts/expr-common';
import { activeRows } from './active-rows.js';
import { explodeLists } from './exploded-lists.js';
import { GroupBuffer } from './group-buffer.js';

/** Numbers of different values of groups. */
export class DistinctCountGroups implements GroupsAccumulator {
  readonly #type: DataType;
  readonly #charge: MemoryCharge;
  readonly #counts: GroupBuffer;
  readonly #scratch = new Arena();
  #pairs: GroupTable;

  constructor(type: DataType, charge: MemoryCharge) {
    this.#type = type;
    this.#charge = charge;
    this.#counts = new GroupBuffer(8, charge);
    this.#pairs = new GroupTable([DataTypes.UInt32, type], charge);
  }

  updateBatch([values]: readonly ColumnVector[], groups: GroupIndices, filter: ColumnVector | undefined): void {
    const scratch = this.#scratch;
    scratch.reset();
    this.#counts.grow(groups.totalGroups);
    const mask = activeRows(values!, filter, scratch);
    if (mask === undefined || groups.rowCount === 0) return;
    const all = groupColumn(groups.address, groups.rowCount);
    if (mask === 0) return this.#add(all, values!);
    const rows = scratch.alloc(groups.rowCount * 4);
    let count = 0;
    for (let row = 0; row < groups.rowCount; row++) if (getBit(mask, row)) mem.u32[(rows >>> 2) + count++] = row;
    this.#add(takeVector(all, rows, count, scratch), takeVector(values!, rows, count, scratch));
  }

  mergeBatch([states]: readonly ColumnVector[], groups: GroupIndices): void {
    const scratch = this.#scratch;
    scratch.reset();
    this.#counts.grow(groups.totalGroups);
    const { elements, owners, count } = explodeLists(states!, groups, scratch);
    if (count > 0) this.#add(groupColumn(owners, count), elements);
  }

  #add(groups: ColumnVector, values: ColumnVector): void {
    const { length } = values;
    const before = this.#pairs.groupCount;
    const owners = flatten(groups, this.#scratch).values;
    const ids = this.#pairs.insert([groups, values], length, this.#scratch);
    const counts = this.#counts.address;
    const u32 = mem.u32;
    let next = before;
    for (let row = 0; row < length; row++) {
      if (u32[(ids >>> 2) + row] !== next) continue;
      next++;
      u32[(counts >>> 2) + u32[(owners >>> 2) + row]! * 2]!++;
    }
  }

  evaluate(emit: EmitTo, arena: Arena): ColumnVector {
    const count = this.#counts.countOf(emit);
    const values = this.#counts.take(emit, arena);
    if (emit.kind === 'All') this.#pairs.release();
    else this.#forget(count);
    return flatVector(DataTypes.Int64, count, { values, width: 8 });
  }

  state(emit: EmitTo, arena: Arena): readonly ColumnVector[] {
    const count = this.#counts.countOf(emit);
    const [owners, values] = this.#pairs.keys(0, this.#pairs.groupCount, arena);
    const { offsets, rows, total } = byOwner(flatten(owners!, arena), count, arena);
    const items = copyVector(takeVector(values!, rows, total, arena), arena);
    const type: DataType = { kind: 'List', field: { name: 'item', dataType: this.#type, nullable: true } };
    this.#counts.take(emit, arena);
    if (emit.kind === 'All') this.#pairs.release();
    else this.#forget(count);
    return [flatVector(type, count, { values: offsets, width: 4, children: [items] })];
  }

  /** Drops the pairs of the first groups and numbers the rest from 0. */
  #forget(count: number): void {
    const scratch = this.#scratch;
    scratch.reset();
    const total = this.#pairs.groupCount;
    const [owners, values] = this.#pairs.keys(0, total, scratch);
    const flat = flatten(owners!, scratch);
    const rows = scratch.alloc(total * 4);
    const moved = scratch.alloc(total * 4);
    let kept = 0;
    for (let row = 0; row < total; row++) {
      const owner = mem.u32[(flat.values >>> 2) + row]!;
      if (owner < count) continue;
      mem.u32[(rows >>> 2) + kept] = row;
      mem.u32[(moved >>> 2) + kept++] = owner - count;
    }
    const old = this.#pairs;
    this.#pairs = new GroupTable([DataTypes.UInt32, this.#type], this.#charge);
    this.#pairs.insert([groupColumn(moved, kept), takeVector(values!, rows, kept, scratch)], kept, scratch);
    old.release();
  }

  size(): number {
    return this.#counts.bytes + this.#pairs.allocatedBytes;
  }

  release(): void {
    this.#counts.release();
    this.#pairs.release();
    this.#scratch.release();
  }
}

const groupColumn = (address: number, length: number): FlatVector =>
  flatVector(DataTypes.UInt32, length, { values: address, width: 4 });

/** Rows ordered by their owner, for the owners below `count`. */
function byOwner(
  owners: FlatVector,
  count: number,
  arena: Arena,
): { readonly offsets: number; readonly rows: number; readonly total: number } {
  const offsets = arena.allocZeroed((count + 1) * 4);
  const { u32 } = mem;
  const first = offsets >>> 2;
  const from = owners.values >>> 2;
  for (let row = 0; row < owners.length; row++) {
    const owner = u32[from + row]!;
    if (owner < count) u32[first + owner + 1]!++;
  }
  for (let group = 0; group < count; group++) u32[first + group + 1]! += u32[first + group]!;
  const total = u32[first + count]!;
  const next = Uint32Array.from(u32.subarray(first, first + count));
  const rows = arena.alloc(total * 4);
  for (let row = 0; row < owners.length; row++) {
    const owner = mem.u32[from + row]!;
    if (owner < count) mem.u32[(rows >>> 2) + next[owner]!++] = row;
  }
  return { offsets, rows, total };
}
