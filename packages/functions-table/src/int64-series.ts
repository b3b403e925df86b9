import { DataTypes, type Schema } from '@datafusion-ts/common';
import { Batch, flatVector, mem, type Arena } from '@datafusion-ts/compute';
import type { LazyBatchGenerator } from '@datafusion-ts/physical-plan';
import type { SeriesArguments } from './series-arguments.js';

type Int64Arguments = Extract<SeriesArguments, { readonly kind: 'Int64' }>;

/** Integers from `start` by `step`, as far as `end`. */
export class Int64Series implements LazyBatchGenerator {
  readonly #name: string;
  readonly #schema: Schema;
  readonly #series: Int64Arguments;
  readonly #batchSize: number;

  constructor(name: string, schema: Schema, series: Int64Arguments, batchSize: number) {
    this.#name = name;
    this.#schema = schema;
    this.#series = series;
    this.#batchSize = batchSize;
  }

  *generate(arena: Arena, batchSize: number): Generator<Batch, void> {
    const { start, step } = this.#series;
    const total = this.#length();
    for (let done = 0n; done < total;) {
      const count = Number(total - done < BigInt(batchSize) ? total - done : BigInt(batchSize));
      yield this.#batch(start + done * step, count, arena);
      done += BigInt(count);
    }
  }

  /** Numbers in the series. */
  #length(): bigint {
    const { start, end, step, includeEnd } = this.#series;
    const distance = step > 0n ? end - start : start - end;
    const size = step > 0n ? step : -step;
    if (distance < 0n) return 0n;
    return includeEnd ? distance / size + 1n : (distance + size - 1n) / size;
  }

  #batch(first: bigint, count: number, arena: Arena): Batch {
    const { step } = this.#series;
    const values = arena.alloc(count * 8);
    const last = first + step * BigInt(count - 1);
    const isSafe = [first, last, step].every(
      (value) => value === BigInt(Number(value)) && Number.isSafeInteger(Number(value)),
    );
    if (isSafe) fillSafe(values, Number(first), Number(step), count);
    else for (let i = 0; i < count; i++) mem.i64[(values >>> 3) + i] = first + step * BigInt(i);
    return new Batch(this.#schema, [flatVector(DataTypes.Int64, count, { values, width: 8 })], count);
  }

  toString(): string {
    const { start, end } = this.#series;
    return `${this.#name}: start=${start}, end=${end}, batch_size=${this.#batchSize}`;
  }
}

/** Writes both words of each integer, without bigints: all values are exact as numbers. */
function fillSafe(values: number, first: number, step: number, count: number): void {
  const { u32, i32 } = mem;
  let at = values >>> 2;
  for (let i = 0, value = first; i < count; i++, value += step) {
    const high = Math.floor(value / 2 ** 32);
    u32[at] = value - high * 2 ** 32;
    i32[at + 1] = high;
    at += 2;
  }
}
