import type { Arena } from '@datafusion-ts/compute';

/** What was worked out of some addresses. */
interface Known {
  readonly first: number;
  readonly second: number;
  readonly result: number;
}

/**
 * What several aggregates want of the same rows and groups, worked out by the first that asks: say how many rows each
 * group has, which count and avg both need. Good for one batch.
 */
export class GroupShare {
  /** Memory that lives as long as this. */
  readonly arena: Arena;
  /** Few enough for looking through. */
  readonly #known: Known[] = [];

  constructor(arena: Arena) {
    this.arena = arena;
  }

  /**
   * The address (or other number) that `make` gave when first asked for the same two numbers: addresses, say, that tell
   * all that it depends on.
   */
  once(first: number, second: number, make: (arena: Arena) => number): number {
    for (const known of this.#known) if (known.first === first && known.second === second) return known.result;
    const result = make(this.arena);
    this.#known.push({ first, second, result });
    return result;
  }
}
