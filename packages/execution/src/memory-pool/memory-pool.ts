import type { MemoryConsumer } from './memory-consumer.js';
import type { MemoryReservation } from './memory-reservation.js';

/** How much a pool gives out in total. */
export type MemoryLimit =
  { readonly kind: 'Infinite' } | { readonly kind: 'Finite'; readonly bytes: number } | { readonly kind: 'Unknown' };

/**
 * Shares memory between the consumers of a runtime. Reservations call it; operators talk to reservations only.
 * `toString` is part of error texts, e.g. `greedy(used: 10.0 MB, pool_size: 10.0 MB)`.
 */
export interface MemoryPool {
  readonly name: string;
  register(consumer: MemoryConsumer): void;
  unregister(consumer: MemoryConsumer): void;
  /** Records bytes that were taken already; never refuses. */
  grow(reservation: MemoryReservation, bytes: number): void;
  shrink(reservation: MemoryReservation, bytes: number): void;
  /** Records bytes or throws `ResourcesExhaustedError`. */
  tryGrow(reservation: MemoryReservation, bytes: number): void;
  /** Bytes held by all reservations. */
  reserved(): number;
  memoryLimit(): MemoryLimit;
  toString(): string;
}
