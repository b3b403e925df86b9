import { DataTypes, listItem, ScalarValue, type DataType } from '@datafusion-ts/common';
import type { ColumnVector } from '@datafusion-ts/compute';
import { Signature, type Accumulator, type AccumulatorArgs } from '@datafusion-ts/expr-common';
import type { AggregateUDF } from '@datafusion-ts/expr';
import { ArrayAggGroups, arrayAgg, listField } from '@datafusion-ts/functions-aggregate';

/** Lists are made by `array_agg`; only what no values give differs. */
class CollectListAccumulator implements Accumulator {
  readonly #inner: Accumulator;
  readonly #type: DataType;

  constructor(args: AccumulatorArgs) {
    this.#inner = arrayAgg.accumulator({ ...args, ignoreNulls: true });
    this.#type = args.returnType;
  }

  updateBatch(values: readonly ColumnVector[]): void {
    this.#inner.updateBatch(values);
  }

  mergeBatch(states: readonly ColumnVector[]): void {
    this.#inner.mergeBatch(states);
  }

  state(): readonly ScalarValue[] {
    return this.#inner.state();
  }

  evaluate(): ScalarValue {
    const list = this.#inner.evaluate();
    return list.isNull ? new ScalarValue(this.#type, []) : list;
  }

  size(): number {
    return this.#inner.size();
  }
}

/** `collect_list(x)`: the values that are not NULL as a list; an empty list, not NULL, when there are none. */
export const collectList: AggregateUDF = {
  name: 'collect_list',
  signature: Signature.any(1, 'Immutable'),
  returnType: ([type]) => DataTypes.list(listItem(type!)),
  stateFields: (args) =>
    args.orderingFields.length > 0 || args.isDistinct
      ? arrayAgg.stateFields!(args)
      : [listField(args, 'collect_list', args.inputFields[0]!.dataType)],
  orderSensitivity: 'SoftRequirement',
  defaultValue: (type) => new ScalarValue(type, []),
  accumulator: (args) => new CollectListAccumulator(args),
  groupsAccumulator: (args) =>
    args.isDistinct ? undefined : new ArrayAggGroups(args, { ignoreNulls: true, whenEmpty: 'empty' }),
  keepsRows: true,
  documentation: {
    section: 'General Functions',
    description: 'Gives the values that are not NULL as a list, equal ones as often as they come.',
    syntax: 'collect_list(expr)',
    sqlExample: 'SELECT collect_list(x) FROM (VALUES (1), (2), (NULL), (1)) t(x)',
    args: [{ name: 'expr', description: 'What to collect.' }],
  },
};
