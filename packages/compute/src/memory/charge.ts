/**
 * Where memory is charged. `execution`'s `MemoryReservation` is one; compute knows no more of the memory pool than this.
 */
export interface MemoryCharge {
  /** Asks for more bytes; throws `ResourcesExhaustedError` when the pool refuses. */
  tryGrow(bytes: number): void;
  /** Gives bytes back. */
  shrink(bytes: number): void;
}

/** Charges nobody: for work outside any query, such as planning and tests. */
export const uncharged: MemoryCharge = { tryGrow: () => undefined, shrink: () => undefined };
