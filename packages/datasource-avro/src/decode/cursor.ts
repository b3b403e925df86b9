import { avroError } from '../avro-error.js';

const END = 'EOF: Unexpected EOF reading bytes';

/**
 * Reads the primitive values of an uncompressed block. Every read is checked against the end: the bytes are a file's and
 * may be anything.
 */
export class Cursor {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  readonly end: number;
  at = 0;
  /** The words of the 64-bit integer last read by `long`. */
  low = 0;
  high = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.end = bytes.length;
  }

  /** A zigzag varint of 32 bits. */
  int(): number {
    const first = this.bytes[this.at];
    if (first !== undefined && first < 128) {
      this.at++;
      return (first >>> 1) ^ -(first & 1);
    }
    this.long();
    if (this.high !== this.low >> 31) throw avroError('Parser error: varint overflow');
    return this.low;
  }

  /** A zigzag varint of 64 bits into `low` and `high`. */
  long(): void {
    const { bytes } = this;
    let at = this.at;
    let low = 0;
    let high = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      if (byte === undefined) throw avroError('Parser error: bad varint');
      const bits = byte & 127;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else if (shift < 63) high |= bits << (shift - 32);
      else {
        if (bits > 1 || byte > 127) throw avroError('Parser error: varint overflow');
        high |= bits << 31;
      }
      if (byte < 128) break;
    }
    this.at = at;
    const sign = -(low & 1);
    this.low = ((low >>> 1) | (high << 31)) ^ sign;
    this.high = (high >>> 1) ^ sign;
  }

  /** A length or count that must not be negative and fits what is left, `unit` bytes each at least. */
  length(unit = 1): number {
    const length = this.count();
    if (length < 0 || length * unit > this.end - this.at) throw avroError(END);
    return length;
  }

  /** A 64-bit integer that a double holds exactly. */
  count(): number {
    this.long();
    const value = this.high * 2 ** 32 + (this.low >>> 0);
    if (!Number.isSafeInteger(value)) throw avroError(END);
    return value;
  }

  /** Steps over bytes and gives where they began. */
  take(length: number): number {
    const at = this.at;
    if (length > this.end - at) throw avroError(END);
    this.at = at + length;
    return at;
  }

  boolean(): boolean {
    const byte = this.bytes[this.take(1)];
    if (byte! > 1) throw avroError('Parser error: bad boolean');
    return byte === 1;
  }

  float(): number {
    return this.#view.getFloat32(this.take(4), true);
  }

  double(): number {
    return this.#view.getFloat64(this.take(8), true);
  }

  word(): number {
    return this.#view.getUint32(this.take(4), true);
  }
}

/**
 * Reads the blocks of an array or map: calls `item` for every element. A negative count is followed by the bytes of the
 * block, for readers that skip it. Elements without bytes (nulls) are bounded by `MAX_EMPTY`.
 */
export function eachItem(cursor: Cursor, item: () => void): number {
  let total = 0;
  for (;;) {
    let count = cursor.count();
    if (count === 0) return total;
    if (count < 0) {
      count = -count;
      cursor.length();
    }
    for (let i = 0; i < count; i++) {
      const before = cursor.at;
      item();
      total++;
      if (cursor.at === before && total > MAX_EMPTY) throw avroError('Parser error: array of too many empty items');
    }
  }
}

/** More elements that take no bytes than any file that is meant to be read has. */
const MAX_EMPTY = 1 << 24;
