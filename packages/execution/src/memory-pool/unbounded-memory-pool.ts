import { humanReadableSize } from './human-readable-size.js';
import type { MemoryLimit, MemoryPool } from './memory-pool.js';
import type { MemoryReservation } from './memory-reservation.js';

/** Refuses nothing, only counts. The default. */
export class UnboundedMemoryPool implements MemoryPool {
  readonly name = 'unbounded';
  #used = 0;

  register(): void {}
  unregister(): void {}

  grow(_reservation: MemoryReservation, bytes: number): void {
    this.#used += bytes;
  }

  shrink(_reservation: MemoryReservation, bytes: number): void {
    this.#used -= bytes;
  }

  tryGrow(reservation: MemoryReservation, bytes: number): void {
    this.grow(reservation, bytes);
  }

  reserved(): number {
    return this.#used;
  }

  memoryLimit(): MemoryLimit {
    return { kind: 'Infinite' };
  }

  toString(): string {
    return `${this.name}(used: ${humanReadableSize(this.#used)})`;
  }
}
