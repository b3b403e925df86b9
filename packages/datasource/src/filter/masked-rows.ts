import { kernels, type Arena, type Selection } from '@datafusion-ts/compute';

/**
 * Rows that pass a filter as a byte mask (255 or 0 a row). Where most rows pass they are numbered batch by batch, which
 * keeps the numbers in the caches; asked for its `rows`, it numbers all.
 */
export class MaskedRows implements Selection {
  readonly count: number;
  readonly mask: number;
  readonly #length: number;
  readonly #arena: Arena;
  #rows: number | undefined;

  /** `count` of the `length` rows at `mask` pass; row numbers go to `arena`, which must hold the mask's memory as long. */
  constructor(mask: number, length: number, count: number, arena: Arena) {
    this.mask = mask;
    this.#length = length;
    this.count = count;
    this.#arena = arena;
  }

  get rows(): number {
    return (this.#rows ??= this.#number(this.mask, this.#length, this.count, this.#arena));
  }

  /** Those among rows `[from, from + length)`, numbered from there; undefined when they are all of these. */
  within(from: number, length: number, arena: Arena): Selection | undefined {
    const mask = this.mask + from;
    const count = kernels().maskCount(mask, length);
    return count === length ? undefined : new MaskedRows(mask, length, count, arena);
  }

  #number(mask: number, length: number, count: number, arena: Arena): number {
    const rows = arena.alloc(count * 4);
    kernels().maskToRows(mask, length, rows);
    return rows;
  }
}
