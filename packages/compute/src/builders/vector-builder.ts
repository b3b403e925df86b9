import type { DataType, ScalarValue } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import { bitmapBytes, clearBit, setBit } from '../vector/bitmap.js';
import type { FlatVector } from '../vector/column-vector.js';
import { copyBytesTo, fillBytes } from '../memory/bytes.js';

/** Grows a flat vector value by value. `finish` may be called once; the vector lives in the builder's arena. */
export interface VectorBuilder {
  readonly type: DataType;
  readonly length: number;
  /** Appends a value of the builder's type (dictionaries: of their value type); a null scalar appends NULL. */
  append(value: ScalarValue): void;
  appendNull(): void;
  finish(): FlatVector;
}

const FEWEST = 16;

/** Validity and growth that all builders share: the bitmap comes into being with the first NULL. */
export abstract class BuilderBase {
  readonly type: DataType;
  protected readonly arena: Arena;
  protected capacity: number;
  protected nullCount = 0;
  protected validity = 0;
  #length = 0;

  constructor(type: DataType, capacity: number, arena: Arena) {
    this.type = type;
    this.arena = arena;
    this.capacity = Math.max(capacity, FEWEST);
  }

  /** Values appended so far. */
  get length(): number {
    return this.#length;
  }

  /** Makes room for one more value and gives its row number. */
  protected next(): number {
    if (this.#length === this.capacity) this.#grow();
    const row = this.#length++;
    if (this.validity !== 0) setBit(this.validity, row);
    return row;
  }

  /** Makes room for one more NULL and gives its row number. */
  protected nextNull(): number {
    if (this.#length === this.capacity) this.#grow();
    const row = this.#length++;
    if (this.validity === 0) {
      this.validity = this.arena.alloc(bitmapBytes(this.capacity));
      fillBytes(this.validity, bitmapBytes(this.capacity), 0xff);
    }
    clearBit(this.validity, row);
    this.nullCount++;
    return row;
  }

  #grow(): void {
    const before = this.capacity;
    this.capacity = before * 2;
    if (this.validity !== 0) {
      this.validity = this.enlarge(this.validity, bitmapBytes(before), bitmapBytes(this.capacity));
    }
    this.growValues(before, this.capacity);
  }

  /** Moves values to room for more of them. */
  protected abstract growValues(before: number, after: number): void;

  protected enlarge(address: number, used: number, bytes: number): number {
    const larger = this.arena.alloc(bytes);
    copyBytesTo(larger, address, used);
    return larger;
  }
}
