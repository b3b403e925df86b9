/**
 * `string_agg(expression, delimiter [ORDER BY …])`: the strings that are not NULL with the delimiter between them; NULL
 * when there is none. The delimiter is a literal; NULL stands for the empty string.
 *
 * Example: `SELECT string_agg(x, ', ' ORDER BY x) FROM (VALUES ('b'), ('a')) t(x)` is `a, b`.
 */
import {
  DataTypes,
  displayType,
  NotImplementedError,
  platformLimit,
  ScalarValue,
  type DataType,
} from '@datafusion-ts/common';
import { stringReader, type ColumnVector } from '@datafusion-ts/compute';
import { Signature, type Accumulator, type AccumulatorArgs } from '@datafusion-ts/expr-common';
import type { AggregateUDF } from '@datafusion-ts/expr';
import { StringAggGroups } from '../support/string-agg-groups.js';
import { stateField } from '../support/state-fields.js';
import { arrayAgg, makeArrayAgg } from './array-agg.js';

const { LargeUtf8, Utf8, Utf8View, Null } = DataTypes;

const exact = (first: DataType, second: DataType) => ({ kind: 'Exact', types: [first, second] }) as const;

/** The strings as one. */
export const stringAgg: AggregateUDF = {
  name: 'string_agg',
  signature: Signature.oneOf(
    [
      exact(LargeUtf8, Utf8),
      exact(LargeUtf8, LargeUtf8),
      exact(LargeUtf8, Null),
      exact(LargeUtf8, Utf8View),
      exact(Utf8, Utf8),
      exact(Utf8, LargeUtf8),
      exact(Utf8, Null),
      exact(Utf8, Utf8View),
      exact(Utf8View, Utf8View),
      exact(Utf8View, LargeUtf8),
      exact(Utf8View, Null),
      exact(Utf8View, Utf8),
    ],
    'Immutable',
  ),
  orderSensitivity: 'HardRequirement',
  returnType: () => DataTypes.LargeUtf8,
  stateFields: (args) => {
    if (!args.isDistinct && args.orderingFields.length === 0)
      return [stateField(args, 'string_agg', DataTypes.LargeUtf8)];
    return arrayAgg.stateFields!(args);
  },
  accumulator: makeStringAgg,
  keepsRows: true,
  groupsAccumulator: (args) => (args.isDistinct ? undefined : new StringAggGroups(delimiterOf(args), args)),
  reverse: () => stringAgg,
  documentation: {
    section: 'General Functions',
    description:
      'Concatenates the values of string expressions and places separator values between them. If ordering is required, strings are concatenated in the specified order. This aggregation function can only mix DISTINCT and ORDER BY if the ordering expression is exactly the same as the first argument expression.',
    syntax: 'string_agg([DISTINCT] expression, delimiter [ORDER BY expression])',
    sqlExample: "SELECT string_agg(name, ', ' ORDER BY name) FROM users;",
    args: [
      { name: 'expression', description: 'Strings to join: a constant, column or function.' },
      { name: 'delimiter', description: 'What goes between two strings: a literal.' },
    ],
  },
};

function makeStringAgg(args: AccumulatorArgs): Accumulator {
  const delimiter = delimiterOf(args);
  if (!args.isDistinct && args.orderBy.length === 0) return new StringAggAccumulator(delimiter);
  return new JoinedArray(makeArrayAgg(args), delimiter);
}

function delimiterOf({ literals }: AccumulatorArgs): string {
  const literal = literals[1];
  if (literal === undefined) throw new NotImplementedError('string_agg delimiter must be a string literal');
  if (literal.isNull) return '';
  if (typeof literal.value === 'string') return literal.value;
  throw new NotImplementedError(`StringAgg not supported for delimiter "${displayType(literal.dataType)}"`);
}

function joined(parts: readonly string[], delimiter: string): string {
  try {
    return parts.join(delimiter);
  } catch (error) {
    throw platformLimit(error);
  }
}

/** Strings in the order they come. */
class StringAggAccumulator implements Accumulator {
  readonly #delimiter: string;
  #parts: string[] = [];
  #length = 0;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  updateBatch([values]: readonly ColumnVector[]): void {
    const read = stringReader(values!);
    for (let row = 0; row < values!.length; row++) {
      const text = read(row);
      if (text === null) continue;
      this.#parts.push(text);
      this.#length += text.length;
    }
  }

  mergeBatch(states: readonly ColumnVector[]): void {
    this.updateBatch(states);
  }

  state(): readonly ScalarValue[] {
    return [this.evaluate()];
  }

  evaluate(): ScalarValue {
    if (this.#parts.length > 1) this.#parts = [joined(this.#parts, this.#delimiter)];
    return new ScalarValue(DataTypes.LargeUtf8, this.#parts[0] ?? null);
  }

  size(): number {
    return 48 + this.#length * 2;
  }
}

/** Strings collected as a list, in order or once each. */
class JoinedArray implements Accumulator {
  readonly #array: Accumulator;
  readonly #delimiter: string;

  constructor(array: Accumulator, delimiter: string) {
    this.#array = array;
    this.#delimiter = delimiter;
  }

  updateBatch(values: readonly ColumnVector[]): void {
    this.#array.updateBatch(values);
  }

  mergeBatch(states: readonly ColumnVector[]): void {
    this.#array.mergeBatch(states);
  }

  state(): readonly ScalarValue[] {
    return this.#array.state();
  }

  evaluate(): ScalarValue {
    const items = this.#array.evaluate().value as readonly ScalarValue[] | null;
    const texts = (items ?? []).flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
    return new ScalarValue(DataTypes.LargeUtf8, texts.length === 0 ? null : joined(texts, this.#delimiter));
  }

  size(): number {
    return this.#array.size();
  }
}
