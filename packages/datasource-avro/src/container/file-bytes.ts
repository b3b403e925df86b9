import type { ByteRange, ObjectMeta, ObjectStore } from '@datafusion-ts/execution';
import { avroError } from '../avro-error.js';

/** Bytes asked for at a time. */
const CHUNK = 1024 * 1024;

/** A window over a file that is read from front to back: header and blocks are parsed where they lie. */
export class FileBytes {
  readonly #store: ObjectStore;
  readonly #meta: ObjectMeta;
  /** Place in the file that is fetched next. */
  #fetched: number;
  #window: Uint8Array = new Uint8Array(0);
  #at = 0;

  constructor(store: ObjectStore, meta: ObjectMeta, range?: ByteRange) {
    this.#store = store;
    this.#meta = meta;
    this.#fetched = range?.start ?? 0;
  }

  /** Whether there is nothing left. */
  get done(): boolean {
    return this.#at === this.#window.length && this.#fetched >= this.#meta.size;
  }

  /** The next `length` bytes; an error when the file ends before. They stay as they are until the next call. */
  async take(length: number): Promise<Uint8Array> {
    await this.#fill(length);
    if (this.#window.length - this.#at < length) throw avroError('EOF: Unexpected EOF reading bytes');
    const start = this.#at;
    this.#at += length;
    return this.#window.subarray(start, this.#at);
  }

  /** A zigzag varint that a double holds exactly. */
  async count(): Promise<number> {
    await this.#fill(10);
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#window[this.#at];
      if (byte === undefined) break;
      this.#at++;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) {
        const number = Number((value >> 1n) ^ -(value & 1n));
        if (Number.isSafeInteger(number)) return number;
        break;
      }
    }
    throw avroError('Parser error: bad varint');
  }

  /** A length in bytes, at most what is left of the file. */
  async length(): Promise<number> {
    const length = await this.count();
    const left = this.#window.length - this.#at + this.#meta.size - this.#fetched;
    if (length < 0 || length > left) throw avroError('EOF: Unexpected EOF reading bytes');
    return length;
  }

  async #fill(length: number): Promise<void> {
    const have = this.#window.length - this.#at;
    if (have >= length || this.#fetched >= this.#meta.size) return;
    const end = Math.min(this.#meta.size, this.#fetched + Math.max(CHUNK, length - have));
    const more = await this.#store.getRange(this.#meta.location, { start: this.#fetched, end });
    if (have === 0) this.#window = more;
    else {
      const joined = new Uint8Array(have + more.length);
      joined.set(this.#window.subarray(this.#at));
      joined.set(more, have);
      this.#window = joined;
    }
    this.#at = 0;
    this.#fetched = end;
  }
}
