/** State of one call over all rows: an accumulator, or for functions that keep their rows the columns of one group. */
import { ScalarValue, type Field } from '@datafusion-ts/common';
import { Arena, constantVector, type ColumnVector, type MemoryCharge } from '@datafusion-ts/compute';
import type { Accumulator, GroupIndices, GroupsAccumulator } from '@datafusion-ts/expr-common';
import type { AggregateFunctionExpr } from '@datafusion-ts/physical-expr';

/** What an ungrouped aggregation asks of a call's state. */
export interface UngroupedState {
  /** Present when the state is one. */
  readonly accumulator?: Accumulator;
  update(values: readonly ColumnVector[]): void;
  merge(states: readonly ColumnVector[]): void;
  /** The result, or the columns of the state, as columns of one row in memory of `arena`; asked for once. */
  result(states: boolean, fields: readonly Field[], arena: Arena): readonly ColumnVector[];
  /** Bytes outside the charge. */
  size(): number;
  release(): void;
}

/** Makes the state that suits a function. */
export function makeUngroupedState(call: AggregateFunctionExpr, charge: MemoryCharge): UngroupedState {
  const groups = call.func.keepsRows === true ? call.createGroupsAccumulator(charge) : undefined;
  return groups === undefined ? new AccumulatorState(call.createAccumulator(charge)) : new OneGroupState(groups, call);
}

class AccumulatorState implements UngroupedState {
  readonly accumulator: Accumulator;

  constructor(accumulator: Accumulator) {
    this.accumulator = accumulator;
  }

  update(values: readonly ColumnVector[]): void {
    this.accumulator.updateBatch(values);
  }

  merge(states: readonly ColumnVector[]): void {
    this.accumulator.mergeBatch(states);
  }

  result(states: boolean, fields: readonly Field[]): readonly ColumnVector[] {
    const values = states ? this.accumulator.state() : [this.accumulator.evaluate()];
    return values.map(({ value }, i) => constantVector(new ScalarValue(fields[i]!.dataType, value), 1));
  }

  size(): number {
    return this.accumulator.size();
  }

  release(): void {
    this.accumulator.release?.();
  }
}

class OneGroupState implements UngroupedState {
  readonly #groups: GroupsAccumulator;
  readonly #call: AggregateFunctionExpr;
  readonly #scratch = new Arena();

  constructor(groups: GroupsAccumulator, call: AggregateFunctionExpr) {
    this.#groups = groups;
    this.#call = call;
  }

  update(values: readonly ColumnVector[]): void {
    this.#groups.updateBatch(values, this.#zeros(values[0]!.length), undefined);
  }

  merge(states: readonly ColumnVector[]): void {
    this.#groups.mergeBatch(states, this.#zeros(states[0]!.length));
  }

  /** Every row in group 0. */
  #zeros(rowCount: number): GroupIndices {
    this.#scratch.reset();
    return { address: this.#scratch.allocZeroed(rowCount * 4), rowCount, totalGroups: 1 };
  }

  result(states: boolean, fields: readonly Field[], arena: Arena): readonly ColumnVector[] {
    const columns = states
      ? this.#groups.state({ kind: 'All' }, arena)
      : [this.#groups.evaluate({ kind: 'All' }, arena)];
    // No batch at all means that there is not even the one group.
    const none = states ? undefined : this.#call.defaultValue();
    return columns.map((column, i) =>
      column.length === 0 ? constantVector(none ?? ScalarValue.null(fields[i]!.dataType), 1) : column,
    );
  }

  size(): number {
    return 0;
  }

  release(): void {
    this.#groups.release();
    this.#scratch.release();
  }
}
