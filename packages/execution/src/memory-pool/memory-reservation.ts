import { InternalError } from '@datafusion-ts/common';
import type { MemoryCharge } from '@datafusion-ts/compute';
import type { MemoryConsumer } from './memory-consumer.js';
import type { MemoryPool } from './memory-pool.js';

/** Counts the reservations of one consumer, so that it leaves the pool with its last one. */
interface Registration {
  reservations: number;
}

/**
 * Bytes of one consumer in a pool. Also a `MemoryCharge`, so arenas can be charged to it.
 *
 * `release` (or `using`) frees what is held and, with the consumer's last reservation, unregisters the consumer.
 */
export class MemoryReservation implements MemoryCharge {
  readonly pool: MemoryPool;
  readonly consumer: MemoryConsumer;
  readonly #registration: Registration;
  #size = 0;
  #open = true;

  constructor(pool: MemoryPool, consumer: MemoryConsumer, registration?: object) {
    this.pool = pool;
    this.consumer = consumer;
    this.#registration = (registration as Registration | undefined) ?? { reservations: 0 };
    this.#registration.reservations++;
  }

  /** Bytes held now. */
  get size(): number {
    return this.#size;
  }

  /** Takes bytes without asking. */
  grow(bytes: number): void {
    this.pool.grow(this, bytes);
    this.#size += bytes;
  }

  /** Asks for bytes; throws `ResourcesExhaustedError` when the pool refuses. */
  tryGrow(bytes: number): void {
    this.pool.tryGrow(this, bytes);
    this.#size += bytes;
  }

  /** Gives bytes back; more than held is a defect of the caller. */
  shrink(bytes: number): void {
    this.tryShrink(bytes);
  }

  /** Gives bytes back and returns what is left. */
  tryShrink(bytes: number): number {
    if (bytes > this.#size) {
      throw new InternalError(`Cannot free the capacity ${bytes} out of allocated size ${this.#size}`);
    }
    this.pool.shrink(this, bytes);
    this.#size -= bytes;
    return this.#size;
  }

  /** Grows or shrinks to exactly `bytes`, without asking. */
  resize(bytes: number): void {
    if (bytes > this.#size) this.grow(bytes - this.#size);
    else if (bytes < this.#size) this.shrink(this.#size - bytes);
  }

  /** Grows or shrinks to exactly `bytes`; throws when the pool refuses. */
  tryResize(bytes: number): void {
    if (bytes > this.#size) this.tryGrow(bytes - this.#size);
    else if (bytes < this.#size) this.shrink(this.#size - bytes);
  }

  /** Gives everything back and returns how much that was. */
  free(): number {
    const held = this.#size;
    if (held > 0) this.shrink(held);
    return held;
  }

  /** Moves `bytes` into a new reservation of the same consumer. */
  split(bytes: number): MemoryReservation {
    if (bytes > this.#size) {
      throw new InternalError(`Cannot split ${bytes} out of allocated size ${this.#size}`);
    }
    const part = this.newEmpty();
    this.#size -= bytes;
    part.#size = bytes;
    return part;
  }

  /** Moves everything into a new reservation of the same consumer. */
  take(): MemoryReservation {
    return this.split(this.#size);
  }

  /** A new reservation of the same consumer, holding nothing. */
  newEmpty(): MemoryReservation {
    return new MemoryReservation(this.pool, this.consumer, this.#registration);
  }

  /** Frees everything and closes this reservation; may be called more than once. */
  release(): void {
    if (!this.#open) return;
    this.#open = false;
    this.free();
    if (--this.#registration.reservations === 0) this.pool.unregister(this.consumer);
  }

  [Symbol.dispose](): void {
    this.release();
  }
}
