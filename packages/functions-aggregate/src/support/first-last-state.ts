/** State of `first_value` and `last_value`: one value, the keys it was found under, and whether there is one. */
import { DataTypes, field, ScalarValue, type DataType, type Field } from '@datafusion-ts/common';
import { getScalar, isNull, type ColumnVector } from '@datafusion-ts/compute';
import type { Accumulator, AccumulatorArgs } from '@datafusion-ts/expr-common';
import type { StateFieldsArgs } from '@datafusion-ts/expr';
import { compareKeys, keysOfRow, type OrderKeys } from './order-keys.js';
import { stateField, stateName } from './state-fields.js';

/** Columns of the state of a function. */
export const firstLastFields = (args: StateFieldsArgs, name: string): readonly Field[] => [
  stateField(args, name, args.returnField.dataType),
  ...args.orderingFields,
  field(stateName(args.name, `${name}_is_set`), DataTypes.Boolean, true),
];

/** The first (or last) value of one group, by its keys or, without any, by position. */
export class FirstLastAccumulator implements Accumulator {
  readonly #last: boolean;
  readonly #type: DataType;
  readonly #orderBy: OrderKeys;
  readonly #ignoreNulls: boolean;
  #value: ScalarValue;
  #keys: readonly ScalarValue[];
  #isSet = false;

  constructor(last: boolean, args: AccumulatorArgs) {
    this.#last = last;
    this.#type = args.returnType;
    this.#orderBy = args.orderBy;
    this.#ignoreNulls = args.ignoreNulls;
    this.#value = new ScalarValue(args.returnType, null);
    this.#keys = (args.orderByTypes ?? []).map((type) => new ScalarValue(type, null));
  }

  updateBatch(values: readonly ColumnVector[]): void {
    const row = this.#bestRow(values, this.#orderBy, (i) => !this.#ignoreNulls || !isNull(values[0]!, i));
    if (row !== -1) this.#offer(getScalar(values[0]!, row), keysOfRow(values, row, this.#orderBy));
  }

  mergeBatch(states: readonly ColumnVector[]): void {
    const flags = states[states.length - 1]!;
    const shifted = this.#orderBy.map((key, i) => ({ ...key, inputIndex: i + 1 }));
    const row = this.#bestRow(states, shifted, (i) => getScalar(flags, i).value === true);
    if (row !== -1) this.#offer(getScalar(states[0]!, row), keysOfRow(states, row, shifted));
  }

  /** The row that wins among those that count; of equal ones the first, or the last. */
  #bestRow(values: readonly ColumnVector[], orderBy: OrderKeys, counts: (row: number) => boolean): number {
    const rows = values[0]!.length;
    if (orderBy.length === 0) return this.#firstRow(rows, counts);
    let best = -1;
    let bestKeys: readonly ScalarValue[] = [];
    for (let row = 0; row < rows; row++) {
      if (!counts(row)) continue;
      const keys = keysOfRow(values, row, orderBy);
      const order = best === -1 ? 0 : compareKeys(keys, bestKeys, orderBy);
      if (best !== -1 && (this.#last ? order < 0 : order >= 0)) continue;
      best = row;
      bestKeys = keys;
    }
    return best;
  }

  #firstRow(rows: number, counts: (row: number) => boolean): number {
    if (this.#isSet && !this.#last) return -1;
    if (this.#last) {
      for (let row = rows - 1; row >= 0; row--) if (counts(row)) return row;
    } else for (let row = 0; row < rows; row++) if (counts(row)) return row;
    return -1;
  }

  /** Takes a value from later rows: of equal ones the first is the first, the last the last. */
  #offer(value: ScalarValue, keys: readonly ScalarValue[]): void {
    if (this.#isSet && this.#orderBy.length > 0) {
      const order = compareKeys(keys, this.#keys, this.#orderBy);
      if (this.#last ? order < 0 : order >= 0) return;
    }
    this.#value = new ScalarValue(this.#type, value.value);
    this.#keys = keys;
    this.#isSet = true;
  }

  state(): readonly ScalarValue[] {
    return [this.#value, ...this.#keys, ScalarValue.boolean(this.#isSet)];
  }

  evaluate(): ScalarValue {
    return this.#value;
  }

  size(): number {
    return 96 + this.#keys.length * 40;
  }
}
