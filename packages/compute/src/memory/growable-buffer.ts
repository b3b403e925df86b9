import { allocator } from './slab-allocator.js';
import { uncharged, type MemoryCharge } from './charge.js';
import { copyBytesTo, fillBytes } from './bytes.js';

const SLACK = 64;

/**
 * One contiguous piece of memory that grows: group state, hash tables, keys. Growing moves it, so take `address` anew
 * after `ensure`. Memory beyond what was written before is uninitialised unless `zeroed`.
 */
export class GrowableBuffer {
  readonly #charge: MemoryCharge;
  readonly #zeroed: boolean;
  #address = 0;
  #capacity = 0;

  constructor(charge: MemoryCharge = uncharged, zeroed = false) {
    this.#charge = charge;
    this.#zeroed = zeroed;
  }

  /** Where the bytes lie now; 0 while there are none. */
  get address(): number {
    return this.#address;
  }

  /** Bytes there is room for. */
  get capacity(): number {
    return this.#capacity;
  }

  /** Makes room for at least `bytes`, at least doubling, and gives the address. Contents are kept. */
  ensure(bytes: number): number {
    if (bytes > this.#capacity) this.#resize(Math.max(bytes, this.#capacity * 2, 1024));
    return this.#address;
  }

  /** Gives up the contents and makes room for exactly `bytes`; zeroed when the buffer is. */
  restart(bytes: number): number {
    this.release();
    if (bytes > 0) this.#resize(bytes);
    return this.#address;
  }

  /** Gives the memory back; the buffer can be used again. */
  release(): void {
    if (this.#address === 0) return;
    allocator.free(this.#address);
    this.#charge.shrink(this.#capacity);
    this.#address = 0;
    this.#capacity = 0;
  }

  #resize(capacity: number): void {
    this.#charge.tryGrow(capacity);
    let address: number;
    try {
      address = allocator.alloc(capacity + SLACK);
    } catch (error) {
      this.#charge.shrink(capacity);
      throw error;
    }
    const used = this.#capacity;
    if (used > 0) {
      copyBytesTo(address, this.#address, used);
      allocator.free(this.#address);
      this.#charge.shrink(used);
    }
    if (this.#zeroed) fillBytes(address + used, capacity + SLACK - used, 0);
    this.#address = address;
    this.#capacity = capacity;
  }
}
