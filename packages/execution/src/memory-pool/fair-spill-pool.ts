import { humanReadableSize } from './human-readable-size.js';
import { insufficientCapacity } from './insufficient-capacity.js';
import type { MemoryConsumer } from './memory-consumer.js';
import type { MemoryLimit, MemoryPool } from './memory-pool.js';
import type { MemoryReservation } from './memory-reservation.js';

/**
 * Splits what the consumers that cannot spill leave over evenly among those that can, so that no early spiller starves
 * the later ones.
 */
export class FairSpillPool implements MemoryPool {
  readonly name = 'fair';
  readonly poolSize: number;
  #spillers = 0;
  #spillable = 0;
  #unspillable = 0;

  constructor(poolSize: number) {
    this.poolSize = poolSize;
  }

  register(consumer: MemoryConsumer): void {
    if (consumer.canSpill) this.#spillers++;
  }

  unregister(consumer: MemoryConsumer): void {
    if (consumer.canSpill) this.#spillers--;
  }

  grow(reservation: MemoryReservation, bytes: number): void {
    if (reservation.consumer.canSpill) this.#spillable += bytes;
    else this.#unspillable += bytes;
  }

  shrink(reservation: MemoryReservation, bytes: number): void {
    this.grow(reservation, -bytes);
  }

  tryGrow(reservation: MemoryReservation, bytes: number): void {
    if (reservation.consumer.canSpill) this.#checkShare(reservation, bytes);
    else this.#checkRest(reservation, bytes);
    this.grow(reservation, bytes);
  }

  #checkShare(reservation: MemoryReservation, bytes: number): void {
    const spillAvailable = Math.max(0, this.poolSize - this.#unspillable);
    const share = this.#spillers === 0 ? spillAvailable : Math.floor(spillAvailable / this.#spillers);
    if (reservation.size + bytes > share) {
      throw insufficientCapacity(reservation, bytes, Math.max(0, share - reservation.size), this);
    }
  }

  #checkRest(reservation: MemoryReservation, bytes: number): void {
    const available = Math.max(0, this.poolSize - this.#unspillable - this.#spillable);
    if (available < bytes) throw insufficientCapacity(reservation, bytes, available, this);
  }

  reserved(): number {
    return this.#spillable + this.#unspillable;
  }

  memoryLimit(): MemoryLimit {
    return { kind: 'Finite', bytes: this.poolSize };
  }

  toString(): string {
    return `${this.name}(pool_size: ${humanReadableSize(this.poolSize)})`;
  }
}
