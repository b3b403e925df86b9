import type { Arena } from '@datafusion-ts/compute';

/**
 * What several aggregates want of the same rows and groups, worked out by the first that asks: say how many rows each
 * group has, which count and avg both need. Good for one batch.
 */
export class GroupShare {
  /** Memory that lives as long as this. */
  readonly arena: Arena;
  readonly #known = new Map<string, number>();

  constructor(arena: Arena) {
    this.arena = arena;
  }

  /** The address (or other number) that `make` gave when first asked under `key`, which must say all that it depends on. */
  once(key: string, make: (arena: Arena) => number): number {
    let known = this.#known.get(key);
    if (known === undefined) this.#known.set(key, (known = make(this.arena)));
    return known;
  }
}
