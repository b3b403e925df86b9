/** Text, bytes, and values that are a fixed number of bytes. */
import { ArrowError, type DataType } from '@datafusion-ts/common';
import { flatVector, INLINE_BYTES, mem, writeView, type Arena, type FlatVector } from '@datafusion-ts/compute';
import { avroError } from '../avro-error.js';
import { DecoderBase, larger, type ColumnDecoder } from './column-decoder.js';
import type { Cursor } from './cursor.js';

const strict = new TextDecoder('utf-8', { fatal: true });

/** Strings and byte strings: their bytes one after the other, and where each ends. */
export class BytesDecoder extends DecoderBase implements ColumnDecoder {
  readonly #isText: boolean;
  #ends = new Int32Array(this.capacity);
  #bytes = new Uint8Array(1024);
  #used = 0;

  constructor(type: DataType) {
    super(type);
    this.#isText = type.kind === 'Utf8';
  }

  read(cursor: Cursor): void {
    const length = cursor.length();
    const from = cursor.take(length);
    if (this.#used + length > this.#bytes.length) {
      this.#bytes = larger(this.#bytes, Math.max(this.#bytes.length * 2, this.#used + length));
    }
    const { bytes } = cursor;
    const to = this.#bytes;
    const start = this.#used;
    let seen = 0;
    for (let i = 0; i < length; i++) {
      const byte = bytes[from + i]!;
      to[start + i] = byte;
      seen |= byte;
    }
    if (this.#isText && seen > 127) checkText(bytes.subarray(from, from + length));
    this.#used += length;
    const row = this.next();
    this.#ends[row] = this.#used;
  }

  readNull(): void {
    const row = this.nextNull();
    this.#ends[row] = this.#used;
  }

  finish(arena: Arena): FlatVector {
    const { length } = this;
    const values = arena.alloc(length * 16);
    const text = arena.alloc(this.#used + INLINE_BYTES);
    mem.u8.set(this.#bytes.subarray(0, this.#used), text);
    let start = 0;
    for (let row = 0; row < length; row++) {
      const end = this.#ends[row]!;
      writeView(values + row * 16, text + start, end - start);
      start = end;
    }
    this.#used = 0;
    return flatVector(this.type, length, { values, width: 16, ...this.takeNulls(arena) });
  }

  protected override growValues(capacity: number): void {
    this.#ends = larger(this.#ends, capacity);
  }
}

function checkText(bytes: Uint8Array): void {
  try {
    strict.decode(bytes);
  } catch (error) {
    throw new ArrowError('Invalid argument error', 'Encountered non UTF-8 data', { cause: error });
  }
}

/** Values of `width` bytes that `fill` writes to `to` at `at`. */
class FixedDecoder extends DecoderBase implements ColumnDecoder {
  readonly #width: number;
  readonly #fill: (cursor: Cursor, to: Uint8Array, at: number) => void;
  #bytes: Uint8Array;

  constructor(type: DataType, width: number, fill: (cursor: Cursor, to: Uint8Array, at: number) => void) {
    super(type);
    this.#width = width;
    this.#fill = fill;
    this.#bytes = new Uint8Array(this.capacity * width);
  }

  read(cursor: Cursor): void {
    const row = this.next();
    this.#fill(cursor, this.#bytes, row * this.#width);
  }

  readNull(): void {
    const at = this.nextNull() * this.#width;
    this.#bytes.fill(0, at, at + this.#width);
  }

  finish(arena: Arena): FlatVector {
    const { length } = this;
    const width = this.#width;
    const values = arena.alloc(length * width);
    mem.u8.set(this.#bytes.subarray(0, length * width), values);
    return flatVector(this.type, length, { values, width, ...this.takeNulls(arena) });
  }

  protected override growValues(capacity: number): void {
    this.#bytes = larger(this.#bytes, capacity * this.#width);
  }
}

/** A column of `size` bytes as they are. */
export const fixedDecoder = (type: DataType, size: number): ColumnDecoder =>
  new FixedDecoder(type, size, (cursor, to, at) => {
    const from = cursor.take(size);
    to.set(cursor.bytes.subarray(from, from + size), at);
  });

/** Decimals: big-endian bytes become little-endian ones of the column's width, the sign filling up. */
export function decimalDecoder(type: DataType, width: 16 | 32, size: number | undefined): ColumnDecoder {
  return new FixedDecoder(type, width, (cursor, to, at) => {
    const length = size ?? cursor.length();
    const from = cursor.take(length);
    const { bytes } = cursor;
    const sign = length > 0 && bytes[from]! > 127 ? 255 : 0;
    for (let i = 0; i < length - width; i++) {
      if (bytes[from + i] !== sign) throw avroError(`Parser error: decimal of ${length} bytes does not fit ${width}`);
    }
    for (let i = 0; i < width; i++) to[at + i] = i < length ? bytes[from + length - 1 - i]! : sign;
    if (length > width && (to[at + width - 1]! > 127 ? 255 : 0) !== sign) {
      throw avroError(`Parser error: decimal of ${length} bytes does not fit ${width}`);
    }
  });
}

/** Months, days and milliseconds become months, days and nanoseconds. */
export const durationDecoder = (type: DataType): ColumnDecoder =>
  new FixedDecoder(type, 16, (cursor, to, at) => {
    const view = new DataView(to.buffer, to.byteOffset + at, 16);
    view.setUint32(0, cursor.word(), true);
    view.setUint32(4, cursor.word(), true);
    view.setBigInt64(8, BigInt(cursor.word()) * 1_000_000n, true);
  });

const UUID = /^[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}$/;

/** UUIDs are written as text and are 16 bytes. */
export const uuidDecoder = (type: DataType): ColumnDecoder =>
  new FixedDecoder(type, 16, (cursor, to, at) => {
    const length = cursor.length();
    const from = cursor.take(length);
    const text = new TextDecoder().decode(cursor.bytes.subarray(from, from + length));
    if (!UUID.test(text)) throw avroError(`Parser error: failed to parse uuid: ${text}`);
    const digits = text.replaceAll('-', '');
    for (let i = 0; i < 16; i++) to[at + i] = Number.parseInt(digits.slice(i * 2, i * 2 + 2), 16);
  });
