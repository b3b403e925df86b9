import type { DataFusionError, DataType } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { bitmapBytes, clearBit, getBit } from '../vector/bitmap.js';
import type { FlatVector } from '../vector/column-vector.js';
import { flatVector } from '../vector/flat-vector.js';

/** `safe`: values that do not convert become null instead of an error. */
export interface CastOptions {
  readonly safe: boolean;
}

/** Validity of a result that starts as that of its input and may lose rows. */
export class ResultNulls {
  validity: number;
  nullCount: number;
  #own = false;
  readonly #length: number;
  readonly #arena: Arena;

  constructor(input: FlatVector, arena: Arena) {
    this.validity = input.validity;
    this.nullCount = input.nullCount;
    this.#length = input.length;
    this.#arena = arena;
  }

  /** Marks a valid row as null. */
  markNull(row: number): void {
    if (!this.#own) this.#copy();
    clearBit(this.validity, row);
    this.nullCount++;
  }

  #copy(): void {
    const bytes = bitmapBytes(this.#length);
    const copy = this.#arena.alloc(bytes);
    if (this.validity === 0) mem.u8.fill(0xff, copy, copy + bytes);
    else mem.u8.copyWithin(copy, this.validity, this.validity + bytes);
    this.validity = copy;
    this.#own = true;
  }
}

/**
 * Converts row by row into `width` bytes each: `convert(row, address)` writes the value and returns true, or returns false for a
 * value that does not convert, which is null when the cast is safe and else the error.
 */
export function castRows(
  input: FlatVector,
  to: DataType,
  width: number,
  options: CastOptions,
  arena: Arena,
  convert: (row: number, address: number) => boolean,
  error: (row: number) => DataFusionError,
): FlatVector {
  const { length, validity } = input;
  const values = arena.allocZeroed(length * width);
  const nulls = new ResultNulls(input, arena);
  for (let row = 0; row < length; row++) {
    if (validity !== 0 && !getBit(validity, row)) continue;
    if (convert(row, values + row * width)) continue;
    if (!options.safe) throw error(row);
    nulls.markNull(row);
  }
  return flatVector(to, length, { values, width, validity: nulls.validity, nullCount: nulls.nullCount });
}
