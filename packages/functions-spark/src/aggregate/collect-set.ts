import { DataTypes, listItem, type DataType, type ScalarValue } from '@datafusion-ts/common';
import type { Arena, ColumnVector } from '@datafusion-ts/compute';
import {
  Signature,
  type Accumulator,
  type AccumulatorArgs,
  type EmitTo,
  type GroupIndices,
  type GroupsAccumulator,
} from '@datafusion-ts/expr-common';
import type { AggregateUDF } from '@datafusion-ts/expr';
import { DistinctCountGroups, DistinctValues, listField, listScalar } from '@datafusion-ts/functions-aggregate';

/** The different values, in order of first appearance. */
class CollectSetAccumulator implements Accumulator {
  readonly supportsRetract = true;
  readonly #item: DataType;
  readonly #values = new DistinctValues();

  constructor(item: DataType) {
    this.#item = item;
  }

  updateBatch([values]: readonly ColumnVector[]): void {
    this.#values.addColumn(values!);
  }

  retractBatch([values]: readonly ColumnVector[]): void {
    this.#values.removeColumn(values!);
  }

  mergeBatch([lists]: readonly ColumnVector[]): void {
    this.#values.addLists(lists!);
  }

  state(): readonly ScalarValue[] {
    return [this.evaluate()];
  }

  evaluate(): ScalarValue {
    return listScalar(this.#values.values(), this.#item);
  }

  size(): number {
    return this.#values.bytes;
  }
}

/** Lists of groups: what a distinct count of groups keeps as its state is the result here. */
class CollectSetGroups implements GroupsAccumulator {
  readonly #inner: DistinctCountGroups;

  constructor({ inputTypes, charge }: AccumulatorArgs) {
    this.#inner = new DistinctCountGroups(inputTypes[0]!, charge);
  }

  updateBatch(values: readonly ColumnVector[], groups: GroupIndices, filter: ColumnVector | undefined): void {
    this.#inner.updateBatch(values, groups, filter);
  }

  mergeBatch(states: readonly ColumnVector[], groups: GroupIndices): void {
    this.#inner.mergeBatch(states, groups);
  }

  evaluate(emit: EmitTo, arena: Arena): ColumnVector {
    return this.state(emit, arena)[0]!;
  }

  state(emit: EmitTo, arena: Arena): readonly ColumnVector[] {
    return this.#inner.state(emit, arena);
  }

  size(): number {
    return this.#inner.size();
  }

  release(): void {
    this.#inner.release();
  }
}

/** `collect_set(x)`: the different values that are not NULL as a list; an empty list when there are none. */
export const collectSet: AggregateUDF = {
  name: 'collect_set',
  signature: Signature.any(1, 'Immutable'),
  returnType: ([type]) => DataTypes.list(listItem(type!)),
  stateFields: (args) => [listField(args, 'collect_set', args.inputFields[0]!.dataType)],
  defaultValue: (type) => listScalar([], type.kind === 'List' ? type.field.dataType : DataTypes.Null),
  accumulator: (args) => new CollectSetAccumulator(args.inputTypes[0]!),
  groupsAccumulator: (args) => new CollectSetGroups(args),
  documentation: {
    section: 'General Functions',
    description: 'Gives the values that are not NULL as a list, each of them once, in no certain order.',
    syntax: 'collect_set(expr)',
    sqlExample: 'SELECT array_sort(collect_set(x)) FROM (VALUES (1), (2), (NULL), (1)) t(x)',
    args: [{ name: 'expr', description: 'What to collect.' }],
  },
};
