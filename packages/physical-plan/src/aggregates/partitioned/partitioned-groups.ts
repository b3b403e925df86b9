/**
 * Groups by the million: rows are dealt out by the hash of their key first, and then one partition after the other is
 * aggregated, with a table and states that stay in the cache. One table for all of them costs a miss a row.
 *
 * Keys are packed into 64 or 128 bits (`PackedKeyCodec`), arguments (or states, or filters) of fixed width are kept beside them.
 * Rows wait in memory until there are many; then, or when the pool wants memory back, they are folded into the groups of
 * their partitions. Rows of a group keep their order. The groups that one table had before come out first and in their
 * order, so that a LIMIT gets what it would without partitions; the others follow partition by partition.
 */
import type { DataType, Schema } from '@datafusion-ts/common';
import {
  Arena,
  Batch,
  concatBatches,
  kernels,
  makePackedTable,
  makePartitionCodec,
  mem,
  takeVector,
  type ColumnVector,
  type PackedKeyCodec,
  type PackedTable,
} from '@datafusion-ts/compute';
import { GroupShare, type EmitTo, type GroupIndices, type GroupsAccumulator } from '@datafusion-ts/expr-common';
import type { AggregateExec } from '../aggregate-exec.js';
import type { CallInputs } from '../aggregate-inputs.js';
import { readsRows } from '../aggregate-mode.js';
import type { DeferredCharge } from '../deferred-charge.js';
import { makeGroupsAccumulator, type GroupState, type SpillableGroups, type TakenGroups } from '../group-state.js';
import { PARTITIONS, RowPartitions } from './row-partitions.js';
import { isStorable, StoredValues } from './stored-values.js';

/** Rows may always take so many bytes before they are folded into groups. */
const MOST_WAITING = 64 * 1024 * 1024;
const ALL: EmitTo = { kind: 'All' };

/** Groups of one partition. */
interface Partition {
  readonly table: PackedTable;
  readonly accumulators: readonly GroupsAccumulator[];
}

/** The groups that there were before rows were dealt out: packed keys and states, and the row numbers of each partition. */
interface Earlier {
  readonly arena: Arena;
  readonly keys: number;
  readonly states: readonly (readonly ColumnVector[])[];
  readonly rows: number;
  /** Where the rows of each partition begin, and the end. */
  readonly starts: readonly number[];
}

/** What partitioned groups are made for. */
export interface PartitionedParts {
  readonly exec: AggregateExec;
  readonly calls: readonly CallInputs[];
  readonly keyTypes: readonly DataType[];
  readonly charge: DeferredCharge;
}

/** Whether states of the calls can be moved between tables cheaply, which other kinds of state cannot. */
export const canPartition = ({ exec, calls }: Pick<PartitionedParts, 'exec' | 'calls'>): boolean =>
  exec.aggregates.every((call) => call.stateFields().every(({ dataType }) => isStorable(dataType))) &&
  StoredValues.for(calls, exec.input.schema) !== undefined;

/** All groups of an aggregation, by partition. */
export class PartitionedGroups implements SpillableGroups {
  readonly #parts: PartitionedParts;
  readonly #codec: PackedKeyCodec;
  readonly #values: StoredValues;
  readonly #waiting: RowPartitions;
  readonly #partitions: (Partition | undefined)[] = Array.from({ length: PARTITIONS }, () => undefined);
  readonly #scratch = new Arena();
  readonly #stateWidths: readonly number[];
  /** Groups of each partition that were taken out already. */
  readonly #taken = new Uint32Array(PARTITIONS);
  #earlier: Earlier | undefined;

  private constructor(parts: PartitionedParts, codec: PackedKeyCodec, values: StoredValues) {
    const { exec, charge } = parts;
    this.#parts = parts;
    this.#codec = codec;
    this.#values = values;
    this.#stateWidths = exec.aggregates.map((call) => call.stateFields().length);
    this.#waiting = new RowPartitions([1 << codec.rowShift, ...values.widths], charge);
  }

  /** Takes over all groups of `state`; undefined, and no change, when their keys cannot be packed. */
  static from(state: GroupState, parts: PartitionedParts): PartitionedGroups | undefined {
    const { keyTypes, calls, exec, charge } = parts;
    const codec = makePartitionCodec(keyTypes, charge);
    const values = StoredValues.for(calls, exec.input.schema);
    if (codec === undefined || values === undefined) return undefined;
    const arena = new Arena(charge);
    let groups: PartitionedGroups | undefined;
    try {
      const count = state.groupCount;
      const read = codec.learn(state.table.keys(0, count, arena), count, arena);
      if (!codec.layOut()) return undefined;
      const { keys } = codec.encode(read, count, arena);
      const columns = state.take(count, true, arena).slice(exec.groupBy.outputCount);
      const all = new PartitionedGroups(parts, codec, values);
      all.#adopt(keys, columns, count, arena);
      state.releaseKeys();
      groups = all;
    } finally {
      if (groups === undefined) for (const kept of [codec, arena]) kept.release();
    }
    return groups;
  }

  /** Deals groups with their states out. */
  #adopt(keys: number, columns: readonly ColumnVector[], count: number, arena: Arena): void {
    const { parts, counts } = this.#deal(keys, count, arena);
    const starts = [0];
    for (let p = 0; p < PARTITIONS; p++) starts.push(starts[p]! + mem.u32[(counts >>> 2) + p]!);
    const next = [...starts];
    const rows = arena.alloc(count * 4);
    const u32 = mem.u32;
    for (let row = 0; row < count; row++) u32[(rows >>> 2) + next[u32[(parts >>> 2) + row]!]!++] = row;
    let at = 0;
    const states = this.#stateWidths.map((width) => columns.slice(at, (at += width)));
    this.#earlier = { arena, keys, states, rows, starts };
  }

  #deal(keys: number, count: number, arena: Arena): { readonly parts: number; readonly counts: number } {
    const parts = arena.alloc(count * 4);
    const counts = arena.alloc(PARTITIONS * 4);
    kernels().radixParts(keys, this.#codec.rowShift, count, PARTITIONS - 1, parts, counts);
    return { parts, counts };
  }

  /** Adds rows; false, and no change, when their keys do not fit in with those before. */
  add(
    keys: readonly ColumnVector[],
    values: readonly (readonly ColumnVector[])[],
    filters: readonly (ColumnVector | undefined)[],
    rowCount: number,
    arena: Arena,
  ): boolean {
    const read = this.#codec.learn(keys, rowCount, arena);
    if (!this.#codec.fits) return false;
    const packed = this.#codec.encode(read, rowCount, arena).keys;
    const { parts, counts } = this.#deal(packed, rowCount, arena);
    const columns = [{ address: packed, isBits: false }, ...this.#values.columnsOf(values, filters, arena)];
    this.#waiting.add(columns, parts, counts, rowCount, arena);
    const { bytes } = this.#waiting;
    if (bytes > MOST_WAITING && bytes > (this.#parts.charge.bytes - bytes) * 2) this.fold();
    return true;
  }

  /** True when rows wait for being aggregated. */
  get hasWaiting(): boolean {
    return this.#waiting.bytes > 0;
  }

  /** Aggregates all rows that wait. */
  fold(): void {
    for (let p = 0; p < PARTITIONS; p++) this.#foldPartition(p);
  }

  #forgetEarlier(): void {
    this.#earlier?.arena.release();
    this.#earlier = undefined;
  }

  #foldPartition(p: number): Partition {
    const partition = (this.#partitions[p] ??= this.#open(p));
    const { exec } = this.#parts;
    const isRows = readsRows(exec.mode);
    const scratch = this.#scratch;
    this.#waiting.drain(p, (columns, rowCount) => {
      scratch.reset();
      const groups = intern(partition.table, columns[0]!, rowCount, scratch);
      partition.accumulators.forEach((accumulator, call) => {
        const { values, filter } = this.#values.read(call, columns, 1, rowCount, scratch);
        if (isRows) accumulator.updateBatch(values, groups, filter);
        else accumulator.mergeBatch(values, groups);
      });
    });
    return partition;
  }

  /** Makes the groups of a partition, with those that there were before. */
  #open(p: number): Partition {
    const { exec, charge } = this.#parts;
    const table = makePackedTable(this.#codec.rowShift, charge);
    const accumulators = exec.aggregates.map((call) => makeGroupsAccumulator(call, charge));
    const partition = { table, accumulators };
    this.#partitions[p] = partition;
    const earlier = this.#earlier;
    const from = earlier?.starts[p] ?? 0;
    const count = (earlier?.starts[p + 1] ?? 0) - from;
    table.reserve(count + this.#waiting.rowsOf(p));
    if (earlier === undefined || count === 0) return partition;
    const scratch = this.#scratch;
    scratch.reset();
    const rows = earlier.rows + from * 4;
    const take = (column: ColumnVector): ColumnVector => takeVector(column, rows, count, scratch);
    const keys = scratch.alloc(count << this.#codec.rowShift);
    if (this.#codec.rowShift === 3) kernels().gather8(earlier.keys, rows, count, keys);
    else kernels().gather16(earlier.keys, rows, count, keys);
    const groups = intern(table, keys, count, scratch);
    accumulators.forEach((accumulator, call) => accumulator.mergeBatch(earlier.states[call]!.map(take), groups));
    return partition;
  }

  /** Aggregates all rows that wait, one partition a step; no rows can be added any more. */
  *finish(): Generator<void, void, undefined> {
    // What one table gives back is what the next one takes: it stays in the cache.
    for (let p = 0; p < PARTITIONS; p++) {
      this.#foldPartition(p).table.freeze();
      yield;
    }
  }

  /** Once all is aggregated, takes out results of the groups that there were before, in their order; undefined without any. */
  takeEarlier(schema: Schema, arena: Arena): Batch | undefined {
    const earlier = this.#earlier;
    if (earlier === undefined) return undefined;
    const parts: Batch[] = [];
    for (let p = 0; p < PARTITIONS; p++) {
      // They were the first to get numbers.
      const count = earlier.starts[p + 1]! - earlier.starts[p]!;
      if (count > 0) parts.push(new Batch(schema, this.#takeFirst(p, count, arena), count));
    }
    const groups = concatBatches(schema, parts, arena);
    const count = groups.rowCount;
    const order = arena.alloc(count * 4);
    const u32 = mem.u32;
    for (let i = 0; i < count; i++) u32[(order >>> 2) + u32[(earlier.rows >>> 2) + i]!] = i;
    this.#forgetEarlier();
    const columns = groups.columns.map((column) => takeVector(column, order, count, arena));
    return new Batch(schema, columns, count);
  }

  #takeFirst(p: number, count: number, arena: Arena): readonly ColumnVector[] {
    const { table, accumulators } = this.#partitions[p]!;
    this.#taken[p] = count;
    const values = accumulators.map((a) => a.evaluate({ kind: 'First', count }, arena));
    return [...this.#codec.decode(table.addressOf(0), count, arena), ...values];
  }

  /** Takes what is left of a partition out: keys, and results or states. Texts of keys live until the release. */
  take(p: number, states: boolean, arena: Arena): TakenGroups {
    const { table, accumulators } = this.#foldPartition(p);
    const from = this.#taken[p]!;
    const count = table.groupCount - from;
    const values = accumulators.flatMap((a) => (states ? a.state(ALL, arena) : [a.evaluate(ALL, arena)]));
    const columns = [...this.#codec.decode(table.addressOf(from), count, arena), ...values];
    this.#close(p);
    return { count, columns };
  }

  /** Takes all groups out with their states. */
  takeAll(arena: Arena): readonly TakenGroups[] {
    const taken = this.#partitions.map((_, p) => this.take(p, true, arena));
    return taken.filter(({ count }) => count > 0);
  }

  /** Gives all groups to a table that knows no partitions, and forgets them. */
  dissolve(state: GroupState): void {
    const arena = new Arena();
    const keyCount = this.#parts.keyTypes.length;
    try {
      for (let p = 0; p < PARTITIONS; p++) {
        arena.reset();
        const { count, columns } = this.take(p, true, arena);
        if (count === 0) continue;
        const groups = state.intern(columns.slice(0, keyCount), count, arena);
        let at = keyCount;
        state.accumulators.forEach((accumulator, call) => {
          accumulator.mergeBatch(columns.slice(at, (at += this.#stateWidths[call]!)), groups);
        });
      }
    } finally {
      arena.release();
    }
    this.release();
  }

  /** Ends it after all groups were taken. */
  releaseKeys(): void {
    this.release();
  }

  #close(p: number): void {
    const partition = this.#partitions[p];
    this.#partitions[p] = undefined;
    partition?.table.release();
    for (const accumulator of partition?.accumulators ?? []) accumulator.release();
  }

  release(): void {
    for (let p = 0; p < PARTITIONS; p++) this.#close(p);
    this.#waiting.release();
    this.#forgetEarlier();
    this.#codec.release();
    this.#scratch.release();
  }
}

function intern(table: PackedTable, keys: number, rowCount: number, arena: Arena): GroupIndices {
  const address = arena.alloc(rowCount * 4);
  table.insertKeys(keys, 0, rowCount, address, arena);
  return { address, rowCount, totalGroups: table.groupCount, coversNew: true, share: new GroupShare(arena) };
}
