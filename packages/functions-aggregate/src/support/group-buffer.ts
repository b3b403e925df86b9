import { GrowableBuffer, type Arena, type MemoryCharge, copyBytesTo, fillBytes } from '@datafusion-ts/compute';
import type { EmitTo } from '@datafusion-ts/expr-common';

/** One fixed-width value a group, in engine memory; new groups start as zero bytes. */
export class GroupBuffer {
  readonly width: number;
  readonly #buffer: GrowableBuffer;
  #count = 0;

  constructor(width: number, charge: MemoryCharge) {
    this.width = width;
    this.#buffer = new GrowableBuffer(charge);
  }

  /** Groups there are. */
  get count(): number {
    return this.#count;
  }

  get address(): number {
    return this.#buffer.address;
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#buffer.capacity;
  }

  /** Makes groups up to `total` and gives the address, good until the next call. */
  grow(total: number): number {
    const address = this.#buffer.ensure(Math.max(1, total) * this.width);
    if (total > this.#count) {
      fillBytes(address + this.#count * this.width, (total - this.#count) * this.width, 0);
      this.#count = total;
    }
    return address;
  }

  /** Number of groups an emission takes. */
  countOf(emit: EmitTo): number {
    return emit.kind === 'All' ? this.#count : emit.count;
  }

  /** Address of a copy of the groups given out, which are removed. */
  take(emit: EmitTo, arena: Arena): number {
    const count = this.countOf(emit);
    const bytes = count * this.width;
    const copy = arena.alloc(bytes);
    if (count === 0) return copy;
    const address = this.#buffer.address;
    copyBytesTo(copy, address, bytes);
    this.#remove(count);
    return copy;
  }

  #remove(count: number): void {
    const left = this.#count - count;
    if (left === 0) this.#buffer.release();
    else {
      const address = this.#buffer.address;
      copyBytesTo(address, address + count * this.width, (this.#count - count) * this.width);
    }
    this.#count = left;
  }

  release(): void {
    this.#buffer.release();
    this.#count = 0;
  }
}
