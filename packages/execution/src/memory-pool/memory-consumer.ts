import type { MemoryPool } from './memory-pool.js';
import { MemoryReservation } from './memory-reservation.js';

let nextConsumerId = 0;

/** Who asks for memory: an operator of one partition. Names appear in errors. */
export class MemoryConsumer {
  readonly name: string;
  /** True when the consumer can write its memory to disk and go on. */
  readonly canSpill: boolean;
  /** Unique in this process. */
  readonly id: number;

  constructor(name: string, canSpill = false) {
    this.name = name;
    this.canSpill = canSpill;
    this.id = nextConsumerId++;
  }

  /** The same consumer, spilling or not. */
  withCanSpill(canSpill: boolean): MemoryConsumer {
    return new MemoryConsumer(this.name, canSpill);
  }

  /** Another consumer of the same name. */
  cloneWithNewId(): MemoryConsumer {
    return new MemoryConsumer(this.name, this.canSpill);
  }

  /** Joins a pool with an empty reservation. */
  register(pool: MemoryPool): MemoryReservation {
    pool.register(this);
    return new MemoryReservation(pool, this);
  }
}
