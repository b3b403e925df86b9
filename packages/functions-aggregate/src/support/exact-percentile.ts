/** State of `median` and `percentile_cont`: all values of a group. */
import { ScalarValue, type DataType } from '@datafusion-ts/common';
import type { ColumnVector } from '@datafusion-ts/compute';
import type { Accumulator } from '@datafusion-ts/expr-common';
import { DistinctValues, listScalar } from './distinct-values.js';
import { eachList, eachScalar } from './read-values.js';
import { scalarKey, type ScalarKey } from './scalar-key.js';
import { withScratch } from './scratch.js';

/** A number, as scalars of the type hold it. */
export type Quantity = number | bigint;

/** Takes the result out of sorted values by position: `at(i)` is the i-th of `count`, of which there is at least one. */
export type Picker = (count: number, at: (index: number) => Quantity) => Quantity;

const pickFrom = (pick: Picker, sorted: readonly Quantity[]): Quantity => pick(sorted.length, (i) => sorted[i]!);

/** Order of numbers, NaN last. */
function compare(a: Quantity, b: Quantity): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

/** Collects values; rows can be taken out again. */
export class PercentileAccumulator implements Accumulator {
  readonly supportsRetract = true;
  readonly #type: DataType;
  readonly #pick: Picker;
  #values: Quantity[] = [];

  constructor(type: DataType, pick: Picker) {
    this.#type = type;
    this.#pick = pick;
  }

  updateBatch([values]: readonly ColumnVector[]): void {
    eachScalar(values!, ({ value }) => this.#values.push(value as Quantity));
  }

  retractBatch([values]: readonly ColumnVector[]): void {
    const gone = new Map<ScalarKey, number>();
    eachScalar(values!, (value) => gone.set(scalarKey(value), (gone.get(scalarKey(value)) ?? 0) + 1));
    this.#values = this.#values.filter((value) => {
      const key = scalarKey(new ScalarValue(this.#type, value));
      const left = gone.get(key) ?? 0;
      if (left > 0) gone.set(key, left - 1);
      return left === 0;
    });
  }

  mergeBatch([states]: readonly ColumnVector[]): void {
    withScratch((arena) =>
      eachList(states!, arena, (values) => {
        for (const { value } of values) if (value !== null) this.#values.push(value as Quantity);
      }),
    );
  }

  state(): readonly ScalarValue[] {
    return [
      listScalar(
        this.#values.map((value) => new ScalarValue(this.#type, value)),
        this.#type,
      ),
    ];
  }

  evaluate(): ScalarValue {
    if (this.#values.length === 0) return new ScalarValue(this.#type, null);
    return new ScalarValue(this.#type, pickFrom(this.#pick, [...this.#values].sort(compare)));
  }

  size(): number {
    return 48 + this.#values.length * 16;
  }
}

/** Collects different values. */
export class DistinctPercentileAccumulator implements Accumulator {
  readonly #type: DataType;
  readonly #pick: Picker;
  readonly #values = new DistinctValues();

  constructor(type: DataType, pick: Picker) {
    this.#type = type;
    this.#pick = pick;
  }

  updateBatch([values]: readonly ColumnVector[]): void {
    this.#values.addColumn(values!);
  }

  mergeBatch([states]: readonly ColumnVector[]): void {
    this.#values.addLists(states!);
  }

  state(): readonly ScalarValue[] {
    return [this.#values.toList(this.#type)];
  }

  evaluate(): ScalarValue {
    const values = this.#values.values().map(({ value }) => value as Quantity);
    return new ScalarValue(this.#type, values.length === 0 ? null : pickFrom(this.#pick, values.sort(compare)));
  }

  size(): number {
    return this.#values.bytes;
  }
}
