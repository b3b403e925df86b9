/** `string_agg` of groups in columns: the strings are collected like those of `array_agg` and joined at the end. */
import { DataTypes } from '@datafusion-ts/common';
import {
  Arena,
  BinaryBuilder,
  bytesAddressAt,
  byteLengthAt,
  flatten,
  isNull,
  listRange,
  mem,
  withType,
  type ColumnVector,
  type FlatVector,
} from '@datafusion-ts/compute';
import type { AccumulatorArgs, EmitTo, GroupIndices, GroupsAccumulator } from '@datafusion-ts/expr-common';
import { ArrayAggGroups } from './array-agg-groups.js';

/** Joined strings of groups; with ORDER BY states are lists, without they are the strings joined so far. */
export class StringAggGroups implements GroupsAccumulator {
  readonly #lists: ArrayAggGroups;
  readonly #delimiter: Uint8Array;
  readonly #args: AccumulatorArgs;
  readonly #scratch = new Arena();

  constructor(delimiter: string, args: AccumulatorArgs) {
    this.#args = args;
    this.#lists = new ArrayAggGroups({ ...args, ignoreNulls: true });
    this.#delimiter = new TextEncoder().encode(delimiter);
  }

  updateBatch(values: readonly ColumnVector[], groups: GroupIndices, filter: ColumnVector | undefined): void {
    this.#lists.updateBatch(values, groups, filter);
  }

  mergeBatch(states: readonly ColumnVector[], groups: GroupIndices): void {
    if (this.#isOrdered) return this.#lists.mergeBatch(states, groups);
    this.#scratch.reset();
    const texts = withType(flatten(states[0]!, this.#scratch), this.#args.inputTypes[0]!);
    this.#lists.updateBatch([texts], groups, undefined);
  }

  get #isOrdered(): boolean {
    return this.#args.orderBy.length > 0;
  }

  evaluate(emit: EmitTo, arena: Arena): ColumnVector {
    this.#scratch.reset();
    const lists = flatten(this.#lists.evaluate(emit, this.#scratch), this.#scratch);
    const builder = new BinaryBuilder(arena, lists.length, DataTypes.LargeUtf8);
    for (let group = 0; group < lists.length; group++) {
      if (isNull(lists, group)) builder.appendNull();
      else this.#join(lists, group, builder);
    }
    return builder.finish();
  }

  #join(lists: FlatVector, group: number, builder: BinaryBuilder): void {
    const texts = lists.children[0] as FlatVector;
    const { start, end } = listRange(lists, group);
    let bytes = this.#delimiter.length * (end - start - 1);
    for (let i = start; i < end; i++) bytes += byteLengthAt(texts, i);
    let at = builder.reserve(bytes);
    const u8 = mem.u8;
    for (let i = start; i < end; i++) {
      if (i > start) {
        u8.set(this.#delimiter, at);
        at += this.#delimiter.length;
      }
      const length = byteLengthAt(texts, i);
      const from = bytesAddressAt(texts, i);
      u8.copyWithin(at, from, from + length);
      at += length;
    }
    builder.commit(bytes);
  }

  state(emit: EmitTo, arena: Arena): readonly ColumnVector[] {
    return this.#isOrdered ? this.#lists.state(emit, arena) : [this.evaluate(emit, arena)];
  }

  size(): number {
    return this.#lists.size();
  }

  release(): void {
    this.#lists.release();
    this.#scratch.release();
  }
}
