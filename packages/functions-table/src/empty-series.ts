import type { Batch } from '@datafusion-ts/compute';
import type { LazyBatchGenerator } from '@datafusion-ts/physical-plan';

/** No rows: what a series with a NULL argument gives. */
export class EmptySeries implements LazyBatchGenerator {
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  generate(): Iterable<Batch> {
    return [];
  }

  toString(): string {
    return `${this.#name}: empty`;
  }
}
