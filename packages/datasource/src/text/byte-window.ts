import { GrowableBuffer, mem, type MemoryCharge } from '@datafusion-ts/compute';

/**
 * The part of a text file that is being read, in engine memory: unread bytes from `at` to `end`, which are offsets from
 * `base`. Adding bytes moves the unread ones to the front and may move the memory.
 */
export class ByteWindow {
  readonly #buffer: GrowableBuffer;
  #view: Uint8Array = new Uint8Array(0);
  /** Where the unread bytes begin; whoever reads them moves it. */
  at = 0;
  #end = 0;

  constructor(charge?: MemoryCharge) {
    this.#buffer = new GrowableBuffer(charge);
  }

  /** Address of the first byte, read or not. */
  get base(): number {
    return this.#buffer.address;
  }

  /** Behind the last byte. */
  get end(): number {
    return this.#end;
  }

  /** All bytes from `base` to `end`. Good until bytes are added or engine memory is allocated. */
  get bytes(): Uint8Array {
    const start = this.#buffer.address;
    const view = this.#view;
    const { u8 } = mem;
    if (view.buffer !== u8.buffer || view.byteOffset !== start || view.length !== this.#end)
      this.#view = u8.subarray(start, start + this.#end);
    return this.#view;
  }

  /** Makes room for bytes behind the unread ones and gives its address. */
  room(bytes: number): number {
    const rest = this.#end - this.at;
    if (this.at > 0 && rest > 0) {
      const base = this.#buffer.address;
      mem.u8.copyWithin(base, base + this.at, base + this.#end);
    }
    this.at = 0;
    this.#end = rest;
    return this.#buffer.ensure(rest + bytes) + rest;
  }

  /** Adds the bytes that were written to the room. */
  commit(bytes: number): void {
    this.#end += bytes;
  }

  /** Adds a copy of bytes. */
  push(chunk: Uint8Array): void {
    const to = this.room(chunk.length);
    mem.u8.set(chunk, to);
    this.commit(chunk.length);
  }

  /** Gives the memory back. */
  release(): void {
    this.#buffer.release();
    this.at = 0;
    this.#end = 0;
  }
}
