import { ResourcesExhaustedError } from '@datafusion-ts/common';
import { humanReadableSize } from './human-readable-size.js';
import type { MemoryConsumer } from './memory-consumer.js';
import type { MemoryLimit, MemoryPool } from './memory-pool.js';
import type { MemoryReservation } from './memory-reservation.js';

/** What one consumer holds and once held. */
export interface ConsumerMetrics {
  readonly name: string;
  readonly id: number;
  readonly canSpill: boolean;
  readonly reserved: number;
  readonly peak: number;
}

interface Tracked {
  readonly consumer: MemoryConsumer;
  reserved: number;
  peak: number;
}

/** Adds to a pool's refusals who holds the memory: the largest consumers by name. */
export class TrackConsumersPool implements MemoryPool {
  readonly name = 'track_consumers';
  readonly inner: MemoryPool;
  readonly top: number;
  readonly #tracked = new Map<number, Tracked>();

  constructor(inner: MemoryPool, top: number) {
    this.inner = inner;
    this.top = top;
  }

  /** Every registered consumer, in no particular order. */
  metrics(): readonly ConsumerMetrics[] {
    return [...this.#tracked.values()].map(({ consumer, reserved, peak }) => ({
      name: consumer.name,
      id: consumer.id,
      canSpill: consumer.canSpill,
      reserved,
      peak,
    }));
  }

  /** The largest consumers, one a line, as in the error text. */
  reportTop(count: number): string {
    const largest = [...this.metrics()].sort((a, b) => b.reserved - a.reserved || a.id - b.id).slice(0, count);
    return `${largest.map(line).join(',\n')}.`;
  }

  register(consumer: MemoryConsumer): void {
    this.inner.register(consumer);
    this.#tracked.set(consumer.id, { consumer, reserved: 0, peak: 0 });
  }

  unregister(consumer: MemoryConsumer): void {
    this.inner.unregister(consumer);
    this.#tracked.delete(consumer.id);
  }

  grow(reservation: MemoryReservation, bytes: number): void {
    this.inner.grow(reservation, bytes);
    this.#record(reservation, bytes);
  }

  shrink(reservation: MemoryReservation, bytes: number): void {
    this.inner.shrink(reservation, bytes);
    this.#record(reservation, -bytes);
  }

  tryGrow(reservation: MemoryReservation, bytes: number): void {
    try {
      this.inner.tryGrow(reservation, bytes);
    } catch (error) {
      if (!(error instanceof ResourcesExhaustedError)) throw error;
      throw new ResourcesExhaustedError(
        `Additional allocation failed for ${reservation.consumer.name} with top memory consumers ` +
          `(across reservations) as:\n${this.reportTop(this.top)}\nError: ${error.message}`,
        { cause: error },
      );
    }
    this.#record(reservation, bytes);
  }

  #record(reservation: MemoryReservation, bytes: number): void {
    const tracked = this.#tracked.get(reservation.consumer.id);
    if (tracked === undefined) return;
    tracked.reserved += bytes;
    tracked.peak = Math.max(tracked.peak, tracked.reserved);
  }

  reserved(): number {
    return this.inner.reserved();
  }

  memoryLimit(): MemoryLimit {
    return this.inner.memoryLimit();
  }

  toString(): string {
    return `${this.name}(inner_pool: ${this.inner.toString()}, num_of_top_consumers: ${this.top})`;
  }
}

function line(consumer: ConsumerMetrics): string {
  return (
    `  ${consumer.name}#${consumer.id}(can spill: ${consumer.canSpill}) ` +
    `consumed ${humanReadableSize(consumer.reserved)}, peak ${humanReadableSize(consumer.peak)}`
  );
}
