/** Booleans, integers and floats. */
import type { DataType } from '@datafusion-ts/common';
import { allocBitmap, flatVector, mem, type Arena, type FlatVector } from '@datafusion-ts/compute';
import { DecoderBase, larger, type ColumnDecoder } from './column-decoder.js';
import type { Cursor } from './cursor.js';

export class BooleanDecoder extends DecoderBase implements ColumnDecoder {
  #values = new Uint8Array(this.capacity);

  read(cursor: Cursor): void {
    const row = this.next();
    this.#values[row] = cursor.boolean() ? 1 : 0;
  }

  readNull(): void {
    const row = this.nextNull();
    this.#values[row] = 0;
  }

  finish(arena: Arena): FlatVector {
    const { length } = this;
    const values = allocBitmap(length, false, arena);
    const { u8 } = mem;
    for (let row = 0; row < length; row++) u8[values + (row >>> 3)]! |= this.#values[row]! << (row & 7);
    return flatVector(this.type, length, { values, ...this.takeNulls(arena) });
  }

  protected override growValues(capacity: number): void {
    this.#values = larger(this.#values, capacity);
  }
}

/** Columns of 32-bit integers: numbers, dates, times. */
export class IntDecoder extends DecoderBase implements ColumnDecoder {
  #values = new Int32Array(this.capacity);

  read(cursor: Cursor): void {
    const row = this.next();
    this.#values[row] = cursor.int();
  }

  readNull(): void {
    const row = this.nextNull();
    this.#values[row] = 0;
  }

  finish(arena: Arena): FlatVector {
    const { length } = this;
    const values = arena.alloc(length * 4);
    mem.i32.set(this.#values.subarray(0, length), values >>> 2);
    return flatVector(this.type, length, { values, width: 4, ...this.takeNulls(arena) });
  }

  protected override growValues(capacity: number): void {
    this.#values = larger(this.#values, capacity);
  }
}

/** Columns of 64-bit integers, as two words each: numbers, times, timestamps. */
export class LongDecoder extends DecoderBase implements ColumnDecoder {
  #words = new Int32Array(this.capacity * 2);

  read(cursor: Cursor): void {
    cursor.long();
    const at = this.next() * 2;
    this.#words[at] = cursor.low;
    this.#words[at + 1] = cursor.high;
  }

  readNull(): void {
    const at = this.nextNull() * 2;
    this.#words.fill(0, at, at + 2);
  }

  finish(arena: Arena): FlatVector {
    const { length } = this;
    const values = arena.alloc(length * 8);
    mem.i32.set(this.#words.subarray(0, length * 2), values >>> 2);
    return flatVector(this.type, length, { values, width: 8, ...this.takeNulls(arena) });
  }

  protected override growValues(capacity: number): void {
    this.#words = larger(this.#words, capacity * 2);
  }
}

export class FloatDecoder extends DecoderBase implements ColumnDecoder {
  #values = new Float32Array(this.capacity);

  read(cursor: Cursor): void {
    const row = this.next();
    this.#values[row] = cursor.float();
  }

  readNull(): void {
    const row = this.nextNull();
    this.#values[row] = 0;
  }

  finish(arena: Arena): FlatVector {
    const { length } = this;
    const values = arena.alloc(length * 4);
    mem.f32.set(this.#values.subarray(0, length), values >>> 2);
    return flatVector(this.type, length, { values, width: 4, ...this.takeNulls(arena) });
  }

  protected override growValues(capacity: number): void {
    this.#values = larger(this.#values, capacity);
  }
}

export class DoubleDecoder extends DecoderBase implements ColumnDecoder {
  #values = new Float64Array(this.capacity);

  read(cursor: Cursor): void {
    const row = this.next();
    this.#values[row] = cursor.double();
  }

  readNull(): void {
    const row = this.nextNull();
    this.#values[row] = 0;
  }

  finish(arena: Arena): FlatVector {
    const { length } = this;
    const values = arena.alloc(length * 8);
    mem.f64.set(this.#values.subarray(0, length), values >>> 3);
    return flatVector(this.type, length, { values, width: 8, ...this.takeNulls(arena) });
  }

  protected override growValues(capacity: number): void {
    this.#values = larger(this.#values, capacity);
  }
}

/** A column that is always null. */
export class NullDecoder extends DecoderBase implements ColumnDecoder {
  constructor(type: DataType) {
    super(type);
  }

  read(): void {
    this.nextNull();
  }

  readNull(): void {
    this.nextNull();
  }

  finish(arena: Arena): FlatVector {
    const { length } = this;
    return flatVector(this.type, length, this.takeNulls(arena));
  }

  protected override growValues(): void {
    // There are no values.
  }
}
