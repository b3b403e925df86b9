import { ScalarValue } from '@datafusion-ts/common';
import type { ColumnVector } from '@datafusion-ts/compute';
import type { Accumulator } from '@datafusion-ts/expr-common';
import { eachFloatPair } from './read-values.js';
import { withScratch } from './scratch.js';
import { stateRow, stateScalars } from './state-row.js';
import type { StatsType } from './variance-state.js';

/** Count, both means and the sum of products of differences from them (`constant`), updated pair by pair. */
export class CoMoments {
  count = 0;
  mean1 = 0;
  mean2 = 0;
  constant = 0;

  add(a: number, b: number): void {
    this.count++;
    const before = a - this.mean1;
    this.mean1 = before / this.count + this.mean1;
    this.mean2 = (b - this.mean2) / this.count + this.mean2;
    this.constant = before * (b - this.mean2) + this.constant;
  }

  merge(count: number, mean1: number, mean2: number, constant: number): void {
    if (count === 0) return;
    const total = this.count + count;
    const [difference1, difference2] = [this.mean1 - mean1, this.mean2 - mean2];
    this.constant = this.constant + constant + (difference1 * difference2 * this.count * count) / total;
    this.mean1 = (this.mean1 * this.count) / total + (mean1 * count) / total;
    this.mean2 = (this.mean2 * this.count) / total + (mean2 * count) / total;
    this.count = total;
  }

  /** The covariance; undefined when there are too few pairs. */
  covariance(type: StatsType): number | undefined {
    const count = type === 'Sample' && this.count > 0 ? this.count - 1 : this.count;
    return count === 0 ? undefined : this.constant / count;
  }
}

/** Covariance of one group. */
export class CovarianceAccumulator implements Accumulator {
  readonly #type: StatsType;
  readonly #moments = new CoMoments();

  constructor(type: StatsType) {
    this.#type = type;
  }

  updateBatch([a, b]: readonly ColumnVector[]): void {
    withScratch((arena) => eachFloatPair(a!, b!, arena, (x, y) => this.#moments.add(x, y)));
  }

  mergeBatch(states: readonly ColumnVector[]): void {
    for (let row = 0; row < states[0]!.length; row++) {
      const [count, mean1, mean2, constant] = stateRow(states, row);
      this.#moments.merge(count!, mean1!, mean2!, constant!);
    }
  }

  state(): readonly ScalarValue[] {
    const { count, mean1, mean2, constant } = this.#moments;
    return stateScalars(count, [mean1, mean2, constant]);
  }

  evaluate(): ScalarValue {
    return ScalarValue.float64(this.#moments.covariance(this.#type) ?? null);
  }

  size(): number {
    return 56;
  }
}
