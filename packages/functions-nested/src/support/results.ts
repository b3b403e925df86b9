/** Results of fixed width, filled row by row. */
import { DataTypes, type DataType } from '@datafusion-ts/common';
import { allocBitmap, type Arena, clearBit, type FlatVector, flatVector, mem } from '@datafusion-ts/compute';

/** A column of 8-byte values under construction; rows are set in any order, each once. */
abstract class WideResult {
  protected readonly values: number;
  readonly #arena: Arena;
  readonly #count: number;
  #validity = 0;
  #nullCount = 0;

  constructor(count: number, arena: Arena) {
    this.#arena = arena;
    this.#count = count;
    this.values = arena.allocZeroed(count * 8);
  }

  /** Makes a row NULL. */
  setNull(row: number): void {
    if (this.#validity === 0) this.#validity = allocBitmap(this.#count, true, this.#arena);
    clearBit(this.#validity, row);
    this.#nullCount++;
  }

  protected vector(type: DataType): FlatVector {
    const { values } = this;
    return flatVector(type, this.#count, { values, width: 8, validity: this.#validity, nullCount: this.#nullCount });
  }
}

/** Lengths and positions as UInt64. */
export class UInt64Result extends WideResult {
  /** `value` is an integer from 0 to 2^53. */
  set(row: number, value: number): void {
    const at = (this.values >>> 2) + row * 2;
    mem.u32[at] = value;
    mem.u32[at + 1] = Math.floor(value / 2 ** 32);
  }

  finish(): FlatVector {
    return this.vector(DataTypes.UInt64);
  }
}

/** Float64 values. */
export class Float64Result extends WideResult {
  set(row: number, value: number): void {
    mem.f64[(this.values >>> 3) + row] = value;
  }

  finish(): FlatVector {
    return this.vector(DataTypes.Float64);
  }
}
