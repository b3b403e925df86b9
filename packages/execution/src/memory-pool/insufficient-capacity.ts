import { ResourcesExhaustedError } from '@datafusion-ts/common';
import { humanReadableSize } from './human-readable-size.js';
import type { MemoryPool } from './memory-pool.js';
import type { MemoryReservation } from './memory-reservation.js';

/** The error of a refused allocation; `available` are the bytes the pool could still give. */
export function insufficientCapacity(
  reservation: MemoryReservation,
  bytes: number,
  available: number,
  pool: MemoryPool,
): ResourcesExhaustedError {
  return new ResourcesExhaustedError(
    `Failed to allocate additional ${humanReadableSize(bytes)} for ${reservation.consumer.name} ` +
      `with ${humanReadableSize(reservation.size)} already allocated for this reservation - ` +
      `${humanReadableSize(available)} remain available for the total memory pool: ${pool.toString()}`,
  );
}
