import { type Schema } from '@datafusion-ts/common';
import { Batch, flatVector, mem, type Arena } from '@datafusion-ts/compute';
import type { LazyBatchGenerator } from '@datafusion-ts/physical-plan';
import { addInterval } from './add-interval.js';
import type { SeriesArguments } from './series-arguments.js';

type TimestampArguments = Extract<SeriesArguments, { readonly kind: 'Timestamp' }>;

/** Timestamps from `start` by an interval, as far as `end`; months are calendar months. */
export class TimestampSeries implements LazyBatchGenerator {
  readonly #name: string;
  readonly #schema: Schema;
  readonly #series: TimestampArguments;
  readonly #batchSize: number;

  constructor(name: string, schema: Schema, series: TimestampArguments, batchSize: number) {
    this.#name = name;
    this.#schema = schema;
    this.#series = series;
    this.#batchSize = batchSize;
  }

  *generate(arena: Arena, batchSize: number): Generator<Batch, void> {
    const { start, end, step, timezone, includeEnd } = this.#series;
    const type = this.#schema.field(0).dataType;
    const forward = addInterval(start, step, timezone) >= start;
    const isInside = (value: bigint): boolean => (value === end ? includeEnd : forward ? value < end : value > end);
    let next = start;
    while (isInside(next)) {
      const values = arena.alloc(batchSize * 8);
      let count = 0;
      while (count < batchSize && isInside(next)) {
        mem.i64[(values >>> 3) + count++] = next;
        next = addInterval(next, step, timezone);
      }
      yield new Batch(this.#schema, [flatVector(type, count, { values, width: 8 })], count);
    }
  }

  toString(): string {
    const { start, end } = this.#series;
    return `${this.#name}: start=${start}, end=${end}, batch_size=${this.#batchSize}`;
  }
}
