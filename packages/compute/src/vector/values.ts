import type { FlatVector } from './column-vector.js';

let nextId = 1;

/**
 * The entries of a dictionary, shared by many batches and reference-counted, so that codes can outlive the batch they
 * came in. Made with one reference; the last `release` frees the memory behind it.
 */
export class Values {
  readonly column: FlatVector;
  /** Same id, same entries: consumers cache results per id. */
  readonly id: number = nextId++;
  #references = 1;
  readonly #free: () => void;
  #derived: Map<object, Values> | undefined;

  constructor(column: FlatVector, free: () => void) {
    this.column = column;
    this.#free = free;
  }

  /** Takes one more reference. */
  retain(): this {
    this.#references++;
    return this;
  }

  /** Gives a reference back. */
  release(): void {
    if (--this.#references > 0) return;
    if (this.#derived !== undefined) for (const mapped of this.#derived.values()) mapped.release();
    this.#derived = undefined;
    this.#free();
  }

  /** Entries computed from these under a key, if any; no reference is taken. */
  derived(key: object): Values | undefined {
    return this.#derived?.get(key);
  }

  /** Remembers entries computed from these, which must not point into them; takes over one reference. */
  addDerived(key: object, mapped: Values): void {
    const known = (this.#derived ??= new Map()).get(key);
    known?.release();
    this.#derived.set(key, mapped);
  }
}
