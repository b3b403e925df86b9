import type { MemoryCharge } from '@datafusion-ts/compute';
import type { EmitTo } from './accumulator.js';

/** What charged groups are made of. */
export interface ChargedGroupsParts<T> {
  /** The state of a new group. */
  make(): T;
  /** Bytes of a state. */
  sizeOf(state: T): number;
  readonly charge: MemoryCharge;
}

/** States of groups that are one object each, every one charged with its own size. */
export class ChargedGroups<T> {
  readonly #parts: ChargedGroupsParts<T>;
  /** By group; states may be replaced, see {@link resize}. */
  readonly states: T[] = [];
  readonly #sizes: number[] = [];
  #bytes = 0;

  constructor(parts: ChargedGroupsParts<T>) {
    this.#parts = parts;
  }

  /** Bytes charged. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Makes states until there are `total`. */
  makeUpTo(total: number): void {
    while (this.states.length < total) {
      this.states.push(this.#parts.make());
      this.#sizes.push(0);
      this.resize(this.states.length - 1);
    }
  }

  /** Charges what a state takes now. Throws `ResourcesExhaustedError` when that is refused. */
  resize(group: number): void {
    const { charge, sizeOf } = this.#parts;
    const size = sizeOf(this.states[group]!);
    const change = size - this.#sizes[group]!;
    if (change > 0) charge.tryGrow(change);
    else if (change < 0) charge.shrink(-change);
    this.#sizes[group] = size;
    this.#bytes += change;
  }

  /** Takes out the states of the first groups, which are charged no longer. */
  take(emit: EmitTo): readonly T[] {
    const count = emit.kind === 'All' ? this.states.length : emit.count;
    const bytes = this.#sizes.splice(0, count).reduce((sum, size) => sum + size, 0);
    this.#parts.charge.shrink(bytes);
    this.#bytes -= bytes;
    return this.states.splice(0, count);
  }

  /** Forgets all states; nothing is charged afterwards. */
  release(): void {
    this.take({ kind: 'All' });
  }
}
