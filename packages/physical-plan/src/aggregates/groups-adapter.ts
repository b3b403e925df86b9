/**
 * State of groups for functions that only know how to aggregate one: an `Accumulator` a group. Rows of a batch are
 * brought together by group, and each accumulator gets its rows as one slice.
 */
import { ScalarValue, type DataType } from '@datafusion-ts/common';
import {
  constantVector,
  filterToSelection,
  getScalar,
  mem,
  sliceVector,
  takeVector,
  vectorFromScalars,
  type Arena,
  type ColumnVector,
  type MemoryCharge,
} from '@datafusion-ts/compute';
import { Arena as ScratchArena } from '@datafusion-ts/compute';
import {
  ChargedGroups,
  type Accumulator,
  type EmitTo,
  type GroupIndices,
  type GroupsAccumulator,
} from '@datafusion-ts/expr-common';

/** Bytes an accumulator object takes besides what it reports. */
const OBJECT_BYTES = 48;

/** Adapts `make`, which makes the accumulator of one group. */
export class GroupsAccumulatorAdapter implements GroupsAccumulator {
  readonly #make: () => Accumulator;
  readonly #stateTypes: readonly DataType[];
  readonly #resultType: DataType;
  readonly #groups: ChargedGroups<Accumulator>;
  readonly #scratch = new ScratchArena();

  constructor(make: () => Accumulator, stateTypes: readonly DataType[], resultType: DataType, charge: MemoryCharge) {
    this.#make = make;
    this.#stateTypes = stateTypes;
    this.#resultType = resultType;
    this.#groups = new ChargedGroups({ make, sizeOf: (accumulator) => accumulator.size() + OBJECT_BYTES, charge });
  }

  updateBatch(values: readonly ColumnVector[], groups: GroupIndices, filter: ColumnVector | undefined): void {
    this.#apply(values, groups, filter, (accumulator, slices) => accumulator.updateBatch(slices));
  }

  mergeBatch(states: readonly ColumnVector[], groups: GroupIndices): void {
    this.#apply(states, groups, undefined, (accumulator, slices) => accumulator.mergeBatch(slices));
  }

  #apply(
    values: readonly ColumnVector[],
    groups: GroupIndices,
    filter: ColumnVector | undefined,
    fold: (accumulator: Accumulator, slices: readonly ColumnVector[]) => void,
  ): void {
    this.#groups.makeUpTo(groups.totalGroups);
    const scratch = this.#scratch;
    scratch.reset();
    const { rows, starts, touched } = this.#rowsByGroup(groups, filter, scratch);
    const count = starts.at(-1)!;
    const sorted = values.map((vector) => takeVector(vector, rows, count, scratch));
    touched.forEach((group, i) => {
      const from = starts[i]!;
      const length = starts[i + 1]! - from;
      const accumulator = this.#groups.states[group]!;
      fold(
        accumulator,
        sorted.map((vector) => sliceVector(vector, from, length, scratch)),
      );
      this.#groups.resize(group);
    });
    scratch.reset();
  }

  /** Row numbers ordered by group (rows of a group in their order), where each group starts, and which groups these are. */
  #rowsByGroup(
    groups: GroupIndices,
    filter: ColumnVector | undefined,
    arena: Arena,
  ): { readonly rows: number; readonly starts: readonly number[]; readonly touched: readonly number[] } {
    const chosen = filter === undefined ? undefined : filterToSelection(filter, groups.rowCount, arena);
    const count = chosen?.count ?? groups.rowCount;
    const rows = arena.alloc(count * 4);
    const u32 = mem.u32;
    const ids = groups.address >>> 2;
    const rowAt = (i: number): number => (chosen === undefined ? i : u32[(chosen.rows >>> 2) + i]!);
    const counts = new Map<number, number>();
    for (let i = 0; i < count; i++) {
      const group = u32[ids + rowAt(i)]!;
      counts.set(group, (counts.get(group) ?? 0) + 1);
    }
    const starts: number[] = [];
    const next = new Map<number, number>();
    let at = 0;
    for (const [group, size] of counts) {
      starts.push(at);
      next.set(group, at);
      at += size;
    }
    starts.push(at);
    for (let i = 0; i < count; i++) {
      const row = rowAt(i);
      const group = u32[ids + row]!;
      const place = next.get(group)!;
      u32[(rows >>> 2) + place] = row;
      next.set(group, place + 1);
    }
    return { rows, starts, touched: [...counts.keys()] };
  }

  evaluate(emit: EmitTo, arena: Arena): ColumnVector {
    return column(
      this.#resultType,
      this.#groups.take(emit).map((accumulator) => accumulator.evaluate()),
      arena,
    );
  }

  state(emit: EmitTo, arena: Arena): readonly ColumnVector[] {
    const states = this.#groups.take(emit).map((accumulator) => accumulator.state());
    return this.#stateTypes.map((type, i) =>
      column(
        type,
        states.map((state) => state[i]!),
        arena,
      ),
    );
  }

  convertToState(
    values: readonly ColumnVector[],
    filter: ColumnVector | undefined,
    arena: Arena,
  ): readonly ColumnVector[] {
    const rowCount = values[0]?.length ?? 0;
    const states: (readonly ScalarValue[])[] = [];
    for (let row = 0; row < rowCount; row++) {
      const accumulator = this.#make();
      const kept = filter === undefined || getScalar(filter, row).value === true;
      if (kept) accumulator.updateBatch(values.map((vector) => constantVector(getScalar(vector, row), 1)));
      states.push(accumulator.state());
    }
    return this.#stateTypes.map((type, i) =>
      column(
        type,
        states.map((state) => state[i]!),
        arena,
      ),
    );
  }

  size(): number {
    return this.#groups.bytes;
  }

  release(): void {
    this.#groups.release();
    this.#scratch.release();
  }
}

/** A column of the values under the type the schema promises. */
const column = (type: DataType, values: readonly ScalarValue[], arena: Arena): ColumnVector =>
  vectorFromScalars(
    type,
    values.map((value) => (value.dataType === type ? value : new ScalarValue(type, value.value))),
    arena,
  );
