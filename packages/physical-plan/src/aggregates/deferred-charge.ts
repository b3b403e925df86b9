import type { MemoryCharge } from '@datafusion-ts/compute';
import type { MemoryReservation } from '@datafusion-ts/execution';

/**
 * Counts what group state takes while a batch is added, without asking: a refusal in the middle of a batch would leave
 * half of its rows counted. Between batches `settle` asks the pool, and the operator spills when it refuses.
 */
export class DeferredCharge implements MemoryCharge {
  #bytes = 0;
  #peak = 0;

  tryGrow(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > this.#peak) this.#peak = this.#bytes;
  }

  shrink(bytes: number): void {
    this.#bytes -= bytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Most bytes held at once. */
  get peak(): number {
    return this.#peak;
  }

  /** Makes the reservation what is held now; throws `ResourcesExhaustedError` when the pool refuses. */
  settle(reservation: MemoryReservation): void {
    reservation.tryResize(this.#bytes);
  }
}
