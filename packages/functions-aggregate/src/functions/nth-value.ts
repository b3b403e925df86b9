/**
 * `nth_value(expression, n [ORDER BY …])`: the value of the n-th row, counted from 1; a negative n counts from the end.
 * NULL when there are fewer rows.
 *
 * Example: `SELECT nth_value(x, 2 ORDER BY x DESC) FROM (VALUES (1), (3), (2)) t(x)` is 2.
 */
import {
  displayScalar,
  field,
  InternalError,
  NotImplementedError,
  ScalarValue,
  type DataType,
} from '@datafusion-ts/common';
import type { ColumnVector } from '@datafusion-ts/compute';
import { Signature, type Accumulator, type AccumulatorArgs } from '@datafusion-ts/expr-common';
import type { AggregateUDF } from '@datafusion-ts/expr';
import { CollectedValues } from '../support/collected-values.js';
import { listScalar } from '../support/distinct-values.js';
import { keysScalar } from '../support/order-keys.js';

const listOf = (item: DataType): DataType => ({
  kind: 'List',
  field: { name: 'item', dataType: item, nullable: true },
});

/** The value of the n-th row. */
export const nthValue: AggregateUDF = {
  name: 'nth_value',
  signature: Signature.any(2, 'Immutable'),
  orderSensitivity: 'HardRequirement',
  returnType: ([type]) => type!,
  stateFields: (args) => {
    const values = field('nth_value[nth_value]', listOf(args.inputFields[0]!.dataType), false);
    if (args.orderingFields.length === 0) return [values];
    const keys: DataType = { kind: 'Struct', fields: args.orderingFields };
    return [values, field('nth_value[nth_value_orderings]', listOf(keys), false)];
  },
  accumulator: (args) => new NthValueAccumulator(args),
  reverse: () => nthValue,
  documentation: {
    section: 'Statistical Functions',
    description: 'Returns the nth value in a group of values.',
    syntax: 'nth_value(expression, n ORDER BY expression)',
    sqlExample: 'SELECT nth_value(salary, 2 ORDER BY salary DESC) FROM employees;',
    args: [
      { name: 'expression', description: 'What to take: a constant, column or function.' },
      { name: 'n', description: 'Which row: a literal integer, counted from 1.' },
    ],
  },
};

/** Which row a call asks for. */
function position(args: AccumulatorArgs): number {
  const literal = args.literals[1];
  if (literal === undefined)
    throw new NotImplementedError(`nth_value not supported for n: ${args.argumentTexts?.[1] ?? ''}`);
  if (typeof literal.value !== 'bigint')
    throw new NotImplementedError(`nth_value not supported for n: ${displayScalar(literal)}`);
  if (literal.value === 0n) {
    throw new InternalError('Assertion failed: n != 0: Nth value indices are 1 based. 0 is invalid index');
  }
  return args.isReversed ? -Number(literal.value) : Number(literal.value);
}

/** All values of one group, in order. */
class NthValueAccumulator implements Accumulator {
  readonly #n: number;
  readonly #type: DataType;
  readonly #hasKeys: boolean;
  readonly #keyFields;
  readonly #values: CollectedValues;

  constructor(args: AccumulatorArgs) {
    this.#n = position(args);
    this.#type = args.inputTypes[0]!;
    this.#hasKeys = args.orderBy.length > 0;
    this.#keyFields = (args.orderByTexts ?? []).map((text, i) => field(text, args.orderByTypes?.[i] ?? this.#type));
    this.#values = new CollectedValues(args.orderBy, false);
  }

  updateBatch(values: readonly ColumnVector[]): void {
    this.#values.addRows(values);
  }

  mergeBatch(states: readonly ColumnVector[]): void {
    this.#values.addLists(states);
  }

  state(): readonly ScalarValue[] {
    const items = this.#values.items();
    const list = listScalar(
      items.map(({ value }) => value),
      this.#type,
    );
    return this.#hasKeys ? [list, keysScalar(items, this.#keyFields)] : [list];
  }

  evaluate(): ScalarValue {
    const items = this.#values.items();
    const found = items[this.#n > 0 ? this.#n - 1 : items.length + this.#n];
    return new ScalarValue(this.#type, found?.value.value ?? null);
  }

  size(): number {
    return this.#values.bytes;
  }
}
