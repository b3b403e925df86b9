import { humanReadableSize } from './human-readable-size.js';
import { insufficientCapacity } from './insufficient-capacity.js';
import type { MemoryLimit, MemoryPool } from './memory-pool.js';
import type { MemoryReservation } from './memory-reservation.js';

/** A fixed amount, first come first served. */
export class GreedyMemoryPool implements MemoryPool {
  readonly name = 'greedy';
  readonly poolSize: number;
  #used = 0;

  constructor(poolSize: number) {
    this.poolSize = poolSize;
  }

  register(): void {}
  unregister(): void {}

  grow(_reservation: MemoryReservation, bytes: number): void {
    this.#used += bytes;
  }

  shrink(_reservation: MemoryReservation, bytes: number): void {
    this.#used -= bytes;
  }

  tryGrow(reservation: MemoryReservation, bytes: number): void {
    if (this.#used + bytes > this.poolSize) {
      throw insufficientCapacity(reservation, bytes, Math.max(0, this.poolSize - this.#used), this);
    }
    this.#used += bytes;
  }

  reserved(): number {
    return this.#used;
  }

  memoryLimit(): MemoryLimit {
    return { kind: 'Finite', bytes: this.poolSize };
  }

  toString(): string {
    return `${this.name}(used: ${humanReadableSize(this.#used)}, pool_size: ${humanReadableSize(this.poolSize)})`;
  }
}
