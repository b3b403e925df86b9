import type { DataType } from '@datafusion-ts/common';
import { allocBitmap, mem, type Arena, type ColumnVector, type FlatParts } from '@datafusion-ts/compute';
import type { Cursor } from './cursor.js';

const FEWEST = 64;

/**
 * Collects the values of one column outside the engine memory and gives them as a vector. A decoder is used again for
 * the next batch: `finish` empties it.
 */
export interface ColumnDecoder {
  /** Values since the last `finish`. */
  readonly length: number;
  /** Reads one value. */
  read(cursor: Cursor): void;
  /** Adds a null, for which there are no bytes. */
  readNull(): void;
  finish(arena: Arena): ColumnVector;
  /** Gives back what lives longer than a batch. */
  release?(): void;
}

/** Count of values and which of them are null; what all decoders share. */
export abstract class DecoderBase {
  readonly type: DataType;
  length = 0;
  protected nullCount = 0;
  protected capacity = FEWEST;
  /** One byte a value, 1 for null. */
  #nulls = new Uint8Array(FEWEST);

  constructor(type: DataType) {
    this.type = type;
  }

  /** Makes room for one more value and gives its place; call it before naming an array, which it may replace. */
  protected next(): number {
    if (this.length === this.capacity) this.#grow();
    return this.length++;
  }

  /** Makes room for one more null and gives its place. */
  protected nextNull(): number {
    const row = this.next();
    this.#nulls[row] = 1;
    this.nullCount++;
    return row;
  }

  /** Validity for the vector; forgets all values. */
  protected takeNulls(arena: Arena): Pick<FlatParts, 'validity' | 'nullCount'> {
    const { length, nullCount } = this;
    this.length = 0;
    this.nullCount = 0;
    if (nullCount === 0) return {};
    const validity = allocBitmap(length, false, arena);
    const nulls = this.#nulls;
    const { u8 } = mem;
    for (let row = 0; row < length; row++) if (nulls[row] === 0) u8[validity + (row >>> 3)]! |= 1 << (row & 7);
    nulls.fill(0, 0, length);
    return { validity, nullCount };
  }

  #grow(): void {
    this.capacity *= 2;
    this.#nulls = larger(this.#nulls, this.capacity);
    this.growValues(this.capacity);
  }

  /** Makes room for `capacity` values in all. */
  protected abstract growValues(capacity: number): void;
}

/** A copy of an array with room for more. */
export function larger<T extends Uint8Array | Int32Array | Float32Array | Float64Array>(array: T, length: number): T {
  const grown = new (array.constructor as new (length: number) => T)(length);
  grown.set(array as never);
  return grown;
}
