/**
 * A column of any shape whose rows may be asked for again: by the conditions of a filter and then by the output. What was
 * decoded since the last `advance` is kept; rows in between are decoded along, since a later question may be about them.
 */
import { Arena, concatVectors, mem, sliceVector, takeVector, type ColumnVector } from '@datafusion-ts/compute';
import { relativeRows } from '@datafusion-ts/datasource';
import type { ColumnReader } from './column-reader.js';

export class RepeatableReader implements ColumnReader {
  readonly #inner: ColumnReader;
  /** Vectors one after the other, from the reader's position on. */
  readonly #kept: ColumnVector[] = [];
  readonly #arena = new Arena();
  #decoded = 0;

  constructor(inner: ColumnReader) {
    this.#inner = inner;
  }

  slice(from: number, count: number, arena: Arena): ColumnVector {
    const end = from + count;
    if (end > this.#decoded) {
      this.#kept.push(this.#inner.slice(this.#decoded, end - this.#decoded, this.#arena));
      this.#decoded = end;
    }
    const parts: ColumnVector[] = [];
    let start = 0;
    for (const vector of this.#kept) {
      const first = Math.max(from - start, 0);
      const last = Math.min(end - start, vector.length);
      if (first < last) parts.push(sliceVector(vector, first, last - first, arena));
      start += vector.length;
    }
    return parts.length === 0 ? this.#inner.gather(0, 0, arena) : concatVectors(parts, parts[0]!.type, arena);
  }

  gather(rows: number, count: number, arena: Arena): ColumnVector {
    if (count === 0) return this.#inner.gather(rows, 0, arena);
    const first = mem.u32[rows >>> 2]!;
    const last = mem.u32[(rows >>> 2) + count - 1]!;
    const vector = this.slice(first, last - first + 1, arena);
    return vector.length === count ? vector : takeVector(vector, relativeRows(rows, count, first, arena), count, arena);
  }

  advance(count: number): void {
    this.#inner.advance(count);
    this.#kept.length = 0;
    this.#arena.reset();
    this.#decoded = 0;
  }

  release(): void {
    this.#inner.release();
    this.#arena.release();
  }
}
