/**
 * `array_agg(expression [ORDER BY …])`: the values as a list, NULLs included unless IGNORE NULLS; NULL when there are no
 * rows. `array_agg(DISTINCT x)` has every value once and may only be ordered by `x`.
 *
 * Example: `SELECT array_agg(x ORDER BY x DESC) FROM (VALUES (1), (3), (2)) t(x)` is [3, 2, 1].
 */
import { ExecutionError, field, ScalarValue, type DataType } from '@datafusion-ts/common';
import { getScalar, isNull, type ColumnVector } from '@datafusion-ts/compute';
import { Signature, type Accumulator, type AccumulatorArgs } from '@datafusion-ts/expr-common';
import type { AggregateUDF } from '@datafusion-ts/expr';
import { ArrayAggGroups } from '../support/array-agg-groups.js';
import { CollectedValues } from '../support/collected-values.js';
import { listScalar } from '../support/distinct-values.js';
import { compareKey, keysScalar, type OrderKeys } from '../support/order-keys.js';
import { eachList } from '../support/read-values.js';
import { scalarKey, type ScalarKey } from '../support/scalar-key.js';
import { withScratch } from '../support/scratch.js';
import { listField, stateName } from '../support/state-fields.js';

/** The values as a list. */
export const arrayAgg: AggregateUDF = {
  name: 'array_agg',
  signature: Signature.any(1, 'Immutable'),
  orderSensitivity: 'SoftRequirement',
  supportsNullHandling: true,
  returnType: ([type]) => listOf(type!),
  stateFields: (args) => {
    const item = args.inputFields[0]!.dataType;
    if (args.isDistinct) return [listField(args, 'distinct_array_agg', item)];
    const values = listField(args, 'array_agg', item);
    if (args.orderingFields.length === 0) return [values];
    return [
      values,
      field(
        stateName(args.name, 'array_agg_orderings'),
        listOf({ kind: 'Struct', fields: args.orderingFields }),
        false,
      ),
    ];
  },
  accumulator: makeArrayAgg,
  slidingAccumulator: makeArrayAgg,
  keepsRows: true,
  groupsAccumulator: (args) => (args.isDistinct ? undefined : new ArrayAggGroups(args)),
  reverse: () => arrayAgg,
  documentation: {
    section: 'General Functions',
    description:
      'Returns an array created from the expression elements. If ordering is required, elements are inserted in the specified order.\nThis aggregation function can only mix DISTINCT and ORDER BY if the ordering expression is exactly the same as the argument expression.',
    syntax: 'array_agg(expression [ORDER BY expression])',
    sqlExample: 'SELECT array_agg(name ORDER BY age) FROM users;',
    args: [{ name: 'expression', description: 'What the list is made of: a constant, column or function.' }],
  },
};

const listOf = (item: DataType): DataType => ({
  kind: 'List',
  field: { name: 'item', dataType: item, nullable: true },
});

/** Accumulator for a call; `DISTINCT` allows no other ordering than by the argument. */
export function makeArrayAgg(args: AccumulatorArgs): Accumulator {
  if (!args.isDistinct) return new ArrayAggAccumulator(args);
  const [key] = args.orderBy;
  const [argument] = args.argumentTexts ?? [];
  const ordered = args.orderBy.length === 1 && (args.orderByTexts ?? [])[0] === argument;
  if (args.orderBy.length > 1 || (key !== undefined && !ordered)) {
    throw new ExecutionError('In an aggregate with DISTINCT, ORDER BY expressions must appear in argument list');
  }
  return new DistinctArrayAgg(args);
}

/** All values; the oldest rows can be taken out again. */
class ArrayAggAccumulator implements Accumulator {
  readonly supportsRetract: boolean;
  readonly #item: DataType;
  readonly #orderBy: OrderKeys;
  readonly #keyFields;
  readonly #reversed: boolean;
  readonly #values: CollectedValues;

  constructor(args: AccumulatorArgs) {
    this.supportsRetract = args.orderBy.length === 0;
    this.#item = args.inputTypes[0]!;
    this.#orderBy = args.orderBy;
    this.#keyFields = (args.orderByTexts ?? []).map((text, i) => field(text, args.orderByTypes?.[i] ?? this.#item));
    this.#reversed = args.isReversed;
    this.#values = new CollectedValues(args.orderBy, args.ignoreNulls);
  }

  updateBatch(values: readonly ColumnVector[]): void {
    this.#values.addRows(values);
  }

  retractBatch(values: readonly ColumnVector[]): void {
    this.#values.removeRows(values);
  }

  mergeBatch(states: readonly ColumnVector[]): void {
    this.#values.addLists(states);
  }

  /** Read backwards, a call collects in the opposite order and turns the result round. */
  #items(): ReturnType<CollectedValues['items']> {
    const items = this.#values.items();
    return this.#reversed ? [...items].reverse() : items;
  }

  state(): readonly ScalarValue[] {
    const list = this.evaluate();
    return this.#orderBy.length === 0 ? [list] : [list, keysScalar(this.#items(), this.#keyFields)];
  }

  evaluate(): ScalarValue {
    const items = this.#items();
    if (items.length === 0) return new ScalarValue(listOf(this.#item), null);
    return listScalar(
      items.map(({ value }) => value),
      this.#item,
    );
  }

  size(): number {
    return this.#values.bytes;
  }
}

/** Different values, NULL among them. */
class DistinctArrayAgg implements Accumulator {
  readonly #item: DataType;
  readonly #orderBy: OrderKeys;
  readonly #ignoreNulls: boolean;
  readonly #values = new Map<ScalarKey, ScalarValue>();

  constructor(args: AccumulatorArgs) {
    this.#item = args.inputTypes[0]!;
    this.#orderBy = args.orderBy;
    this.#ignoreNulls = args.ignoreNulls;
  }

  updateBatch([values]: readonly ColumnVector[]): void {
    for (let row = 0; row < values!.length; row++) {
      if (!(this.#ignoreNulls && isNull(values!, row))) this.#add(getScalar(values!, row));
    }
  }

  mergeBatch([states]: readonly ColumnVector[]): void {
    withScratch((arena) =>
      eachList(states!, arena, (values) => {
        for (const value of values) this.#add(value);
      }),
    );
  }

  #add(value: ScalarValue): void {
    const key = scalarKey(value);
    if (!this.#values.has(key)) this.#values.set(key, value);
  }

  state(): readonly ScalarValue[] {
    return [this.evaluate()];
  }

  evaluate(): ScalarValue {
    const values = [...this.#values.values()];
    if (values.length === 0) return new ScalarValue(listOf(this.#item), null);
    const [key] = this.#orderBy;
    if (key !== undefined) values.sort((a, b) => compareKey(a, b, key.descending, key.nullsFirst));
    return listScalar(values, this.#item);
  }

  size(): number {
    return 48 + this.#values.size * 64;
  }
}
