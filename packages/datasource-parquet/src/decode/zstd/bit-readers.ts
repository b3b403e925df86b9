/** Bits of Zstandard streams: forwards for table descriptions, backwards for everything coded with them. */

/** Reads from the first byte's lowest bit on. */
export class ForwardBits {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  readonly #start: number;
  #bit = 0;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
  }

  /** At most 24 bits. */
  peek(count: number): number {
    const at = this.#start + (this.#bit >>> 3);
    let value = 0;
    for (let i = 0; i < 4; i++) if (at + i < this.#end) value |= this.#bytes[at + i]! << (8 * i);
    return (value >>> (this.#bit & 7)) & ((1 << count) - 1);
  }

  skip(count: number): void {
    this.#bit += count;
    if (this.#bit > (this.#end - this.#start) * 8) throw new RangeError('truncated table');
  }

  /** Place of the next whole byte. */
  get nextByte(): number {
    return this.#start + ((this.#bit + 7) >>> 3);
  }
}

/** Reads from the highest set bit of the last byte, which only marks the end, down to the first byte. */
export class BackwardBits {
  readonly #bytes: Uint8Array;
  readonly #start: number;
  /** Bits not yet read; below zero when more were read than there are. */
  left: number;

  constructor(bytes: Uint8Array, start: number, end: number) {
    if (end <= start) throw new RangeError('empty bit stream');
    const last = bytes[end - 1]!;
    if (last === 0) throw new RangeError('bit stream without end mark');
    this.#bytes = bytes;
    this.#start = start;
    this.left = (end - start) * 8 - Math.clz32(last) + 24 - 1;
  }

  /** The next `count` (at most 24) bits without taking them; zeros beyond the beginning. */
  peek(count: number): number {
    if (count === 0) return 0;
    const from = this.left - count;
    if (from < 0) return this.left <= 0 ? 0 : (this.#load(0) & ((1 << this.left) - 1)) << -from;
    return this.#load(from) & ((1 << count) - 1);
  }

  /** Takes at most 32 bits. */
  take(count: number): number {
    if (count <= 24) {
      const value = this.peek(count);
      this.left -= count;
      return value;
    }
    const high = this.take(count - 16);
    return high * 65536 + this.take(16);
  }

  #load(bit: number): number {
    const bytes = this.#bytes;
    const at = this.#start + (bit >>> 3);
    const value =
      bytes[at]! | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
    return value >>> (bit & 7);
  }
}
