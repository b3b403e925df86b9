import { DataTypes, type DataType, type ScalarValue } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { bitmapBytes, writeBit } from '../vector/bitmap.js';
import type { FlatVector } from '../vector/column-vector.js';
import { flatVector } from '../vector/flat-vector.js';
import { fitsWidth, numberToHalf, writeWide } from '../vector/numbers.js';
import { decimalWidth, physicalTypeOf, valueTypeOf, widthOf } from '../vector/physical-type.js';
import { BuilderBase, type VectorBuilder } from './vector-builder.js';

/** Values of one width each. */
abstract class FixedBuilder extends BuilderBase implements VectorBuilder {
  protected values: number;
  protected width: number;

  constructor(type: DataType, width: number, capacity: number, arena: Arena) {
    super(type, capacity, arena);
    this.width = width;
    this.values = arena.alloc(this.capacity * width);
  }

  appendNull(): void {
    const row = this.nextNull(); // first: growing moves the values
    const start = this.values + row * this.width;
    mem.u8.fill(0, start, start + this.width);
  }

  abstract append(value: ScalarValue): void;

  finish(): FlatVector {
    const { values, width, validity, nullCount } = this;
    return flatVector(this.type, this.length, { values, width, validity, nullCount });
  }

  protected override growValues(before: number, after: number): void {
    this.values = this.enlarge(this.values, before * this.width, after * this.width);
  }

  /** Address for one more value. */
  protected slot(): number {
    const row = this.next();
    return this.values + row * this.width;
  }
}

/** Integers up to 32 bits, floats, and all types that lie in memory as one of them. */
export class NumberBuilder extends FixedBuilder {
  readonly #physical: string;

  constructor(type: DataType, arena: Arena, capacity = 0) {
    super(type, widthOf(type), capacity, arena);
    this.#physical = physicalTypeOf(type);
  }

  /** Appends a number; integers must be in range. */
  appendNumber(value: number): void {
    const at = this.slot();
    switch (this.#physical) {
      case 'float64':
        mem.f64[at >>> 3] = value;
        return;
      case 'float32':
        mem.f32[at >>> 2] = value;
        return;
      case 'float16':
        mem.u16[at >>> 1] = numberToHalf(value);
        return;
    }
    if (this.width === 1) mem.u8[at] = value;
    else if (this.width === 2) mem.u16[at >>> 1] = value;
    else mem.u32[at >>> 2] = value;
  }

  override append(value: ScalarValue): void {
    if (value.value === null) this.appendNull();
    else this.appendNumber(Number(value.value));
  }
}

/** 64-bit integers and all types that lie in memory as one. */
export class BigIntBuilder extends FixedBuilder {
  constructor(type: DataType, arena: Arena, capacity = 0) {
    super(type, 8, capacity, arena);
  }

  /** Appends an integer; it must be in range. */
  appendBigInt(value: bigint): void {
    mem.i64[this.slot() >>> 3] = BigInt.asIntN(64, value);
  }

  /** Appends an integer given as its two words. */
  appendWords(low: number, high: number): void {
    const at = this.slot() >>> 2;
    mem.i32[at] = low;
    mem.i32[at + 1] = high;
  }

  override append(value: ScalarValue): void {
    if (value.value === null) this.appendNull();
    else this.appendBigInt(BigInt(value.value as bigint));
  }
}

/** Unscaled decimals: 8 bytes each until one needs more. */
export class DecimalBuilder extends FixedBuilder {
  constructor(type: DataType, arena: Arena, capacity = 0) {
    super(type, decimalWidth(valueTypeOf(type)), capacity, arena);
  }

  /** Appends an unscaled value; the vector gets as wide as it must. */
  appendUnscaled(value: bigint): void {
    while (!fitsWidth(value, this.width)) this.#widen();
    const at = this.slot();
    writeWide(at, this.width, value);
  }

  override append(value: ScalarValue): void {
    if (value.value === null) this.appendNull();
    else this.appendUnscaled(BigInt(value.value as bigint));
  }

  #widen(): void {
    if (this.width === 32) throw new RangeError('decimal beyond 256 bits');
    const wider = this.arena.alloc(this.capacity * this.width * 2);
    const words = this.width / 8;
    const i64 = mem.i64;
    for (let row = 0; row < this.length; row++) {
      const from = (this.values >>> 3) + row * words;
      const to = (wider >>> 3) + row * words * 2;
      const sign = i64[from + words - 1]! >> 63n;
      for (let word = 0; word < words; word++) {
        i64[to + word] = i64[from + word]!;
        i64[to + words + word] = sign;
      }
    }
    this.values = wider;
    this.width *= 2;
  }
}

/** Fixed-size binaries and intervals. */
export class BytesBuilder extends FixedBuilder {
  constructor(type: DataType, arena: Arena, capacity = 0) {
    super(type, widthOf(type), capacity, arena);
  }

  /** Appends exactly as many bytes as the type has. */
  appendBytes(bytes: Uint8Array): void {
    if (bytes.length !== this.width) throw new RangeError(`${bytes.length} bytes for a width of ${this.width}`);
    mem.u8.set(bytes, this.slot());
  }

  override append(value: ScalarValue): void {
    const data = value.value;
    if (data === null) return this.appendNull();
    if (data instanceof Uint8Array) return this.appendBytes(data);
    if (typeof data === 'object' && 'nanoseconds' in data) {
      const at = this.slot();
      mem.i32[at >>> 2] = data.months;
      mem.i32[(at >>> 2) + 1] = data.days;
      mem.i64[(at >>> 3) + 1] = data.nanoseconds;
      return;
    }
    if (typeof data === 'object' && 'milliseconds' in data) {
      const at = this.slot() >>> 2;
      mem.i32[at] = data.days;
      mem.i32[at + 1] = data.milliseconds;
      return;
    }
    throw new RangeError(`${typeof data} for ${this.type.kind}`);
  }
}

/** Booleans, one bit each. */
export class BooleanBuilder extends BuilderBase implements VectorBuilder {
  #bits: number;

  constructor(arena: Arena, capacity = 0, type: DataType = DataTypes.Boolean) {
    super(type, capacity, arena);
    this.#bits = arena.alloc(bitmapBytes(this.capacity));
  }

  appendBoolean(value: boolean): void {
    const row = this.next();
    writeBit(this.#bits, row, value);
  }

  append(value: ScalarValue): void {
    if (value.value === null) this.appendNull();
    else this.appendBoolean(value.value === true);
  }

  appendNull(): void {
    const row = this.nextNull();
    writeBit(this.#bits, row, false);
  }

  finish(): FlatVector {
    const { validity, nullCount } = this;
    return flatVector(this.type, this.length, { values: this.#bits, validity, nullCount });
  }

  protected override growValues(before: number, after: number): void {
    this.#bits = this.enlarge(this.#bits, bitmapBytes(before), bitmapBytes(after));
  }
}

/** Nothing but NULLs. */
export class NullBuilder extends BuilderBase implements VectorBuilder {
  constructor(type: DataType, arena: Arena, capacity = 0) {
    super(type, capacity, arena);
  }

  append(): void {
    this.nextNull();
  }

  appendNull(): void {
    this.nextNull();
  }

  finish(): FlatVector {
    const { validity, nullCount } = this;
    return flatVector(this.type, this.length, { validity, nullCount });
  }

  protected override growValues(): void {
    // There are no values to move.
  }
}

const numbers =
  (type: DataType) =>
  (arena: Arena, capacity = 0) =>
    new NumberBuilder(type, arena, capacity);
const bigints =
  (type: DataType) =>
  (arena: Arena, capacity = 0) =>
    new BigIntBuilder(type, arena, capacity);

export const int8Builder = numbers(DataTypes.Int8);
export const int16Builder = numbers(DataTypes.Int16);
export const int32Builder = numbers(DataTypes.Int32);
export const uint8Builder = numbers(DataTypes.UInt8);
export const uint16Builder = numbers(DataTypes.UInt16);
export const uint32Builder = numbers(DataTypes.UInt32);
export const float32Builder = numbers(DataTypes.Float32);
export const float64Builder = numbers(DataTypes.Float64);
export const date32Builder = numbers(DataTypes.Date32);
export const int64Builder = bigints(DataTypes.Int64);
export const uint64Builder = bigints(DataTypes.UInt64);
