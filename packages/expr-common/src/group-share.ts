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
  readonly #announced: number[] = [];

  constructor(arena: Arena) {
    this.arena = arena;
  }

  /** Says that someone will ask for what depends on one address alone. */
  announce(first: number): void {
    this.#announced.push(first);
  }

  /** Another announced address whose result is not known yet, so that both are worked out in one pass; 0 for none. */
  companionOf(first: number): number {
    const isKnown = (other: number): boolean => this.#known.some((known) => known.first === other);
    return this.#announced.find((other) => other !== first && !isKnown(other)) ?? 0;
  }

  /** Keeps a result that was worked out along with another. */
  keep(first: number, second: number, result: number): void {
    this.#known.push({ first, second, result });
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
