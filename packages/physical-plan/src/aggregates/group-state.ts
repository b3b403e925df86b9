/**
 * The groups of one partition: their keys, and a columnar state a call. Knows nothing of streams, spilling and order.
 */
import type { DataType } from '@datafusion-ts/common';
import { GroupTable, type Arena, type ColumnVector, type MemoryCharge, type Selection } from '@datafusion-ts/compute';
import {
  GroupShare,
  type EmitTo,
  type GroupIndices,
  type GroupsAccumulator,
  type SpreadGroups,
} from '@datafusion-ts/expr-common';
import type { AggregateFunctionExpr } from '@datafusion-ts/physical-expr';
import { GroupsAccumulatorAdapter } from './groups-adapter.js';
import { MaskedGroups } from './spread-rows.js';

/** Columnar state of a call: the function's own, or one accumulator a group. */
export function makeGroupsAccumulator(call: AggregateFunctionExpr, charge: MemoryCharge): GroupsAccumulator {
  const own = call.createGroupsAccumulator(charge);
  if (own !== undefined) return own;
  const stateTypes = call.stateFields().map(({ dataType }) => dataType);
  return new GroupsAccumulatorAdapter(() => call.createAccumulator(charge), stateTypes, call.field.dataType, charge);
}

/** Groups that were taken out: their keys, and results or states. */
export interface TakenGroups {
  readonly count: number;
  readonly columns: readonly ColumnVector[];
}

/** Groups that can be written to disk. */
export interface SpillableGroups {
  /** Takes all groups out, with their states. */
  takeAll(arena: Arena): readonly TakenGroups[];
  /** Forgets the keys once what was taken is no longer needed. */
  releaseKeys(): void;
}

/** Keys and states; all memory is charged to `charge` and returned by `release`. */
export class GroupState implements SpillableGroups {
  readonly table: GroupTable;
  readonly accumulators: readonly GroupsAccumulator[];

  constructor(keyTypes: readonly DataType[], calls: readonly AggregateFunctionExpr[], charge: MemoryCharge) {
    this.table = new GroupTable(keyTypes, charge);
    this.accumulators = calls.map((call) => makeGroupsAccumulator(call, charge));
  }

  get groupCount(): number {
    return this.table.groupCount;
  }

  /** Numbers the rows of some keys. */
  intern(keys: readonly ColumnVector[], rowCount: number, arena: Arena): GroupIndices {
    const address = this.table.insert(keys, rowCount, arena);
    return { address, rowCount, totalGroups: this.table.groupCount, coversNew: true, share: new GroupShare(arena) };
  }

  /**
   * Numbers the rows of a selection among `rowCount` rows, which the keys have; undefined when these are not codes of few
   * combinations, or nothing but row numbers tells which are selected.
   */
  internMasked(
    keys: readonly ColumnVector[],
    rowCount: number,
    selection: Selection,
    arena: Arena,
  ): SpreadGroups | undefined {
    if (selection.mask === undefined) return undefined;
    const bytes = this.table.insertMasked(keys, rowCount, selection.mask, arena);
    return bytes === undefined ? undefined : new MaskedGroups(bytes, rowCount, this.groupCount, selection, arena);
  }

  /**
   * Keys and results (or states) of the first `count` groups, which are removed; in memory of `arena`. When all are
   * taken, text of keys may lie in the table: it stays until `releaseKeys`.
   */
  take(count: number, states: boolean, arena: Arena): readonly ColumnVector[] {
    const all = count >= this.groupCount;
    const emit: EmitTo = all ? { kind: 'All' } : { kind: 'First', count };
    const values = this.accumulators.flatMap((a) => (states ? a.state(emit, arena) : [a.evaluate(emit, arena)]));
    const keys = all ? this.table.keys(0, count, arena) : this.table.emitFirst(count, arena);
    return [...keys, ...values];
  }

  /** All groups and their states, see {@link take}. */
  takeAll(arena: Arena): readonly TakenGroups[] {
    const count = this.groupCount;
    return count === 0 ? [] : [{ count, columns: this.take(count, true, arena) }];
  }

  /** Forgets the keys after all groups were taken. */
  releaseKeys(): void {
    this.table.release();
  }

  release(): void {
    this.table.release();
    for (const accumulator of this.accumulators) accumulator.release();
  }
}
