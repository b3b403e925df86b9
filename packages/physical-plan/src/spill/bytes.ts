import { mem, type Arena } from '@datafusion-ts/compute';

/** Grows a byte string; copies from the engine memory and from arrays. */
export class ByteWriter {
  #bytes = new Uint8Array(4096);
  #length = 0;

  /** Position of `count` bytes to be filled by `patch`. */
  reserve(count: number): number {
    const at = this.#length;
    this.#ensure(count);
    this.#length += count;
    return at;
  }

  patch(at: number, bytes: Uint8Array): void {
    this.#bytes.set(bytes, at);
  }

  u32(value: number): void {
    const at = this.reserve(4);
    new DataView(this.#bytes.buffer).setUint32(at, value, true);
  }

  bytes(bytes: Uint8Array): void {
    this.patch(this.reserve(bytes.length), bytes);
  }

  memory(address: number, count: number): void {
    const at = this.reserve(count);
    this.#bytes.set(mem.u8.subarray(address, address + count), at);
  }

  /** What was written; valid until the next write. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  reset(): void {
    this.#length = 0;
  }

  #ensure(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}

/** Reads what a {@link ByteWriter} wrote. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u32(): number {
    const value = this.#view.getUint32(this.#at, true);
    this.#at += 4;
    return value;
  }

  /** Copies bytes into the arena. */
  memory(count: number, arena: Arena): number {
    const address = arena.alloc(count);
    mem.u8.set(this.#bytes.subarray(this.#at, this.#at + count), address);
    this.#at += count;
    return address;
  }
}
