/**
 * Grouping sets from one another: `ROLLUP (a, b, c)` has the groups by `a, b` from those by `a, b, c`, the groups by `a`
 * from those by `a, b`, and so on. Each set is aggregated from the states of the set with the fewest groups that has all
 * of its keys, in a table of its own keys alone. The first one is given: the groups by all keys.
 *
 * Groups come in order of first appearance, as they do when rows are looked at for every set.
 */
import type { DataType, ScalarValue } from '@datafusion-ts/common';
import { Arena, constantVector, mem, nullVector, type ColumnVector, type MemoryCharge } from '@datafusion-ts/compute';
import { GroupShare, type EmitTo, type GroupIndices } from '@datafusion-ts/expr-common';
import type { AggregateExec } from './aggregate-exec.js';
import { givesStates } from './aggregate-mode.js';
import type { FinestStates } from './finest-groups.js';
import { GroupState, makeGroupsAccumulator, type TakenGroups } from './group-state.js';

const ALL: EmitTo = { kind: 'All' };

/** Groups of a set: a column for each key that it has (`undefined` for the others), and the states of each call. */
interface SetStates {
  readonly count: number;
  readonly keys: readonly (ColumnVector | undefined)[];
  readonly states: readonly (readonly ColumnVector[])[];
}

/** The groups of every set of an aggregation. */
export class SetCascade {
  readonly #exec: AggregateExec;
  readonly #charge: MemoryCharge;
  readonly #ids: readonly ScalarValue[];
  #keyTypes: readonly DataType[] = [];
  #sets: readonly SetStates[] = [];
  /** Hold the texts of keys. */
  readonly #tables: GroupState[] = [];
  /** Keys and states of all sets. */
  readonly #columns: Arena;
  /** Group numbers of one step. */
  readonly #work = new Arena();

  constructor(exec: AggregateExec, charge: MemoryCharge) {
    this.#exec = exec;
    this.#charge = charge;
    this.#columns = new Arena(charge);
    this.#ids = exec.groupBy.groupingScalars();
  }

  /**
   * Aggregates all sets, one a step, from the groups by all keys, which have to stay until the release. Between steps the
   * caller may give up, as each takes memory.
   */
  *build(finest: FinestStates): Generator<void, void, undefined> {
    this.#keyTypes = finest.keys.map(({ type }) => type);
    const sets: SetStates[] = [];
    const { groups } = this.#exec.groupBy;
    const isFinerThan = (a: number, b: number): boolean => groups[a]!.every((out, i) => !out || groups[b]![i] === true);
    const keyCount = (set: number): number => groups[set]!.filter((out) => !out).length;
    const finestFirst = groups.map((_, set) => set).sort((a, b) => keyCount(b) - keyCount(a));
    for (const [i, set] of finestFirst.entries()) {
      const finer = finestFirst.slice(0, i).filter((other) => isFinerThan(other, set));
      const smallest = finer.reduce<SetStates>((best, at) => (sets[at]!.count < best.count ? sets[at]! : best), finest);
      const isAlike = smallest.keys.every((key, at) => (key === undefined) === groups[set]![at]);
      sets[set] = isAlike ? smallest : this.#coarser(smallest, set);
      yield;
    }
    this.#sets = sets;
  }

  /** Aggregates a set from one that has all of its keys. */
  #coarser(from: SetStates, set: number): SetStates {
    const { groupBy, aggregates } = this.#exec;
    const leftOut = groupBy.groups[set]!;
    const own = from.keys.filter((key, i): key is ColumnVector => key !== undefined && leftOut[i] !== true);
    // The set without keys is one group, of a key that all rows share.
    const keys = own.length > 0 ? own : [constantVector(this.#ids[set]!, from.count)];
    const types = keys.map(({ type }) => type);
    const state = new GroupState(types, aggregates, this.#charge);
    this.#tables.push(state);
    this.#work.reset();
    const groups = state.intern(keys, from.count, this.#work);
    state.accumulators.forEach((accumulator, call) => accumulator.mergeBatch(from.states[call]!, groups));
    const states = state.accumulators.map((accumulator) => accumulator.state(ALL, this.#columns));
    const count = state.groupCount;
    const columns = state.table.keys(0, count, this.#columns);
    let next = 0;
    return { count, states, keys: leftOut.map((out) => (out ? undefined : columns[next++]!)) };
  }

  /** Output columns of each set in turn, in memory of `arena`, which may be reset before the next one. */
  *take(arena: Arena): Generator<TakenGroups, void, undefined> {
    for (const [set, { count, keys, states }] of this.#sets.entries()) {
      const all = keys.map((key, i) => key ?? nullVector(this.#keyTypes[i]!, count));
      const id = constantVector(this.#ids[set]!, count);
      yield { count, columns: [...all, id, ...this.#values(states, count, arena)] };
    }
  }

  /** The states, or results from them. */
  #values(states: SetStates['states'], count: number, arena: Arena): readonly ColumnVector[] {
    if (givesStates(this.#exec.mode)) return states.flat();
    this.#work.reset();
    const groups = eachItsOwn(count, this.#work);
    return this.#exec.aggregates.map((call, i) => {
      const accumulator = makeGroupsAccumulator(call, this.#charge);
      try {
        accumulator.mergeBatch(states[i]!, groups);
        return accumulator.evaluate(ALL, arena);
      } finally {
        accumulator.release();
      }
    });
  }

  release(): void {
    for (const table of this.#tables) table.release();
    this.#columns.release();
    this.#work.release();
  }
}

/** Group numbers of rows that are a group each. */
function eachItsOwn(count: number, arena: Arena): GroupIndices {
  const address = arena.alloc(count * 4);
  const { u32 } = mem;
  for (let i = 0; i < count; i++) u32[(address >>> 2) + i] = i;
  return { address, rowCount: count, totalGroups: count, coversNew: true, share: new GroupShare(arena) };
}
