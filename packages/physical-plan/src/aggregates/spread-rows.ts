import { kernels, type Arena, type Selection } from '@datafusion-ts/compute';
import type { GroupIndices, SpreadGroups } from '@datafusion-ts/expr-common';

/** Groups of selected rows brought to the places of these among all rows, when they are asked for there. */
export class SpreadRows implements SpreadGroups {
  readonly counted: GroupIndices;
  readonly rowCount: number;
  readonly #selection: Selection;
  readonly #arena: Arena;
  #bytes: number | undefined;

  /** `selection` has the rows of `counted` among `rowCount`. */
  constructor(counted: GroupIndices, selection: Selection, rowCount: number, arena: Arena) {
    this.counted = counted;
    this.rowCount = rowCount;
    this.#selection = selection;
    this.#arena = arena;
  }

  get bytes(): number {
    return (this.#bytes ??= this.#spread());
  }

  #spread(): number {
    const { address, totalGroups } = this.counted;
    const groups = this.#arena.alloc(this.rowCount * 4);
    kernels().spread4(address, this.#selection.rows, this.#selection.count, this.rowCount, totalGroups, groups);
    const to = this.#arena.alloc(this.rowCount);
    kernels().aggGroupBytes(groups, this.rowCount, to);
    return to;
  }
}
