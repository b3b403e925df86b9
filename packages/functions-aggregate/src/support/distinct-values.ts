import { ScalarValue, type DataType } from '@datafusion-ts/common';
import type { Arena } from '@datafusion-ts/compute';
import { type ColumnVector } from '@datafusion-ts/compute';
import { eachList, eachScalar } from './read-values.js';
import { scalarKey, type ScalarKey } from './scalar-key.js';
import { withScratch } from './scratch.js';

const ENTRY_BYTES = 64;

/** The different values of a column that are not null, in order of first appearance, with how often each came. */
export class DistinctValues {
  readonly #values = new Map<ScalarKey, { readonly value: ScalarValue; count: number }>();

  get size(): number {
    return this.#values.size;
  }

  /** Approximate bytes held. */
  get bytes(): number {
    return this.#values.size * ENTRY_BYTES;
  }

  add(value: ScalarValue): void {
    const key = scalarKey(value);
    const known = this.#values.get(key);
    if (known === undefined) this.#values.set(key, { value, count: 1 });
    else known.count++;
  }

  /** Takes one occurrence back. */
  remove(value: ScalarValue): void {
    const key = scalarKey(value);
    const known = this.#values.get(key);
    if (known !== undefined && --known.count <= 0) this.#values.delete(key);
  }

  addColumn(column: ColumnVector): void {
    eachScalar(column, (value) => this.add(value));
  }

  removeColumn(column: ColumnVector): void {
    eachScalar(column, (value) => this.remove(value));
  }

  /** Adds the values of lists. */
  addLists(column: ColumnVector): void {
    withScratch((arena: Arena) =>
      eachList(column, arena, (values) => {
        for (const value of values) if (!value.isNull) this.add(value);
      }),
    );
  }

  values(): readonly ScalarValue[] {
    return [...this.#values.values()].map(({ value }) => value);
  }

  /** The values as one list. */
  toList(item: DataType): ScalarValue {
    return listScalar(this.values(), item);
  }
}

/** A list of values of one type. */
export const listScalar = (values: readonly ScalarValue[], item: DataType): ScalarValue =>
  new ScalarValue({ kind: 'List', field: { name: 'item', dataType: item, nullable: true } }, values);
