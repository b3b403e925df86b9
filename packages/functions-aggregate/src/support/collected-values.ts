/** Values in the order of their keys: the state of `array_agg`, `nth_value` and of `string_agg` with ORDER BY. */
import type { ScalarValue } from '@datafusion-ts/common';
import { getScalar, isNull, type ColumnVector } from '@datafusion-ts/compute';
import { eachList } from './read-values.js';
import { keysOfRow, sortKeyed, type Keyed, type OrderKeys } from './order-keys.js';
import { withScratch } from './scratch.js';

/** Values of one group with their keys. */
export class CollectedValues {
  readonly #orderBy: OrderKeys;
  readonly #skipNulls: boolean;
  #items: Keyed[] = [];
  #first = 0;
  #sorted = true;

  constructor(orderBy: OrderKeys, skipNulls: boolean) {
    this.#orderBy = orderBy;
    this.#skipNulls = skipNulls;
  }

  get length(): number {
    return this.#items.length - this.#first;
  }

  /** Approximate bytes held. */
  get bytes(): number {
    return 64 + this.length * (48 + this.#orderBy.length * 40);
  }

  addRows(values: readonly ColumnVector[]): void {
    const [column] = values;
    for (let row = 0; row < column!.length; row++) {
      if (this.#skipNulls && isNull(column!, row)) continue;
      this.#items.push({ value: getScalar(column!, row), keys: keysOfRow(values, row, this.#orderBy) });
    }
    this.#sorted = this.#orderBy.length === 0;
  }

  /** Takes the oldest rows out again, as many as there are. */
  removeRows([column]: readonly ColumnVector[]): void {
    let count = column!.length;
    if (this.#skipNulls) for (let row = 0; row < column!.length; row++) if (isNull(column!, row)) count--;
    this.#first += count;
    if (this.#first < 1024 || this.#first * 2 < this.#items.length) return;
    this.#items = this.#items.slice(this.#first);
    this.#first = 0;
  }

  /** Adds lists of values with lists of structs of keys (without keys: none). */
  addLists([lists, keyLists]: readonly ColumnVector[]): void {
    withScratch((arena) => {
      const keys = new Map<number, readonly ScalarValue[]>();
      if (keyLists !== undefined) eachList(keyLists, arena, (rows, row) => keys.set(row, rows));
      eachList(lists!, arena, (values, row) => {
        const rows = keys.get(row);
        values.forEach((value, i) => {
          this.#items.push({ value, keys: (rows?.[i]?.value as readonly ScalarValue[] | undefined) ?? [] });
        });
      });
    });
    this.#sorted = this.#orderBy.length === 0;
  }

  /** The values with their keys, in order. */
  items(): readonly Keyed[] {
    if (!this.#sorted) {
      this.#items = sortKeyed(this.#first === 0 ? this.#items : this.#items.slice(this.#first), this.#orderBy);
      this.#first = 0;
      this.#sorted = true;
    }
    return this.#first === 0 ? this.#items : this.#items.slice(this.#first);
  }
}
