/** States of an aggregate literal for all groups: one object a group, without taking rows apart by group first. */
import { mem, type Arena, type ColumnVector, type MemoryCharge } from '@datafusion-ts/compute';
import { ChargedGroups, type EmitTo, type GroupIndices, type GroupsAccumulator } from '@datafusion-ts/expr-common';
import { folded, type PlainAggregate, type PlainState } from './plain-aggregate.js';
import { plainReader, vectorFromPlain } from './plain-column.js';
import { argumentReader, stateReader } from './plain-rows.js';
import { stateSize } from './state-size.js';
import { callUser } from './user-error.js';

/** See the head of the file. */
export class PlainGroupsAccumulator implements GroupsAccumulator {
  readonly #aggregate: PlainAggregate;
  readonly #groups: ChargedGroups<PlainState>;

  constructor(aggregate: PlainAggregate, charge: MemoryCharge) {
    this.#aggregate = aggregate;
    this.#groups = new ChargedGroups({ make: () => aggregate.init(), sizeOf: stateSize, charge });
  }

  updateBatch(values: readonly ColumnVector[], groups: GroupIndices, filter: ColumnVector | undefined): void {
    const { update } = this.#aggregate;
    const read = argumentReader(this.#aggregate, values);
    const passes = filter === undefined ? undefined : plainReader(filter);
    this.#apply(groups, (state, row) => {
      if (passes !== undefined && passes(row) !== true) return state;
      const args = read(row);
      return args === undefined ? state : folded(state, update(state, ...args));
    });
  }

  mergeBatch(states: readonly ColumnVector[], groups: GroupIndices): void {
    const { merge } = this.#aggregate;
    const read = stateReader(this.#aggregate, states);
    this.#apply(groups, (state, row) => folded(state, merge(state, read(row))));
  }

  #apply({ address, rowCount, totalGroups }: GroupIndices, fold: (state: PlainState, row: number) => PlainState): void {
    const { name } = this.#aggregate;
    callUser(name, () => this.#groups.makeUpTo(totalGroups));
    const touched = new Set<number>();
    callUser(name, () => {
      const { states } = this.#groups;
      for (let row = 0; row < rowCount; row++) {
        const group = mem.u32[(address >>> 2) + row]!;
        states[group] = fold(states[group]!, row);
        touched.add(group);
      }
    });
    for (const group of touched) this.#groups.resize(group);
  }

  evaluate(emit: EmitTo, arena: Arena): ColumnVector {
    const { name, returns, evaluate } = this.#aggregate;
    const states = this.#groups.take(emit);
    return callUser(name, () => vectorFromPlain(returns, states.length, (i) => evaluate(states[i]!), arena));
  }

  state(emit: EmitTo, arena: Arena): readonly ColumnVector[] {
    return this.#columns(this.#groups.take(emit), arena);
  }

  #columns(states: readonly PlainState[], arena: Arena): readonly ColumnVector[] {
    const { name, fields } = this.#aggregate;
    return callUser(name, () =>
      fields.map((field) => vectorFromPlain(field.dataType, states.length, (i) => states[i]![field.name], arena)),
    );
  }

  convertToState(
    values: readonly ColumnVector[],
    filter: ColumnVector | undefined,
    arena: Arena,
  ): readonly ColumnVector[] {
    const { name, init, update } = this.#aggregate;
    const read = argumentReader(this.#aggregate, values);
    const passes = filter === undefined ? undefined : plainReader(filter);
    const states = callUser(name, () =>
      Array.from({ length: values[0]!.length }, (_state, row) => {
        const args = passes === undefined || passes(row) === true ? read(row) : undefined;
        const state = init();
        return args === undefined ? state : folded(state, update(state, ...args));
      }),
    );
    return this.#columns(states, arena);
  }

  size(): number {
    return this.#groups.bytes;
  }

  release(): void {
    this.#groups.release();
  }
}
