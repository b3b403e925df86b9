import { kernels, type Arena, type Selection } from '@datafusion-ts/compute';
import { GroupShare, type GroupIndices, type SpreadGroups } from '@datafusion-ts/expr-common';

/** Groups of all rows of a batch as bytes. The groups of the rows that count, four bytes each, are made when asked for. */
export class MaskedGroups implements SpreadGroups {
  readonly counted: GroupIndices;
  readonly rowCount: number;
  readonly bytes: number;

  /** `bytes` has the group of each of `rowCount` rows, `totalGroups` for those that are not in `selection`. */
  constructor(bytes: number, rowCount: number, totalGroups: number, selection: Selection, arena: Arena) {
    this.bytes = bytes;
    this.rowCount = rowCount;
    this.counted = new CountedGroups(bytes, totalGroups, selection, arena);
  }
}

/** Groups of the selected rows alone. */
class CountedGroups implements GroupIndices {
  readonly rowCount: number;
  readonly totalGroups: number;
  readonly coversNew = true;
  readonly share: GroupShare;
  readonly #bytes: number;
  readonly #selection: Selection;
  readonly #arena: Arena;
  #address: number | undefined;

  constructor(bytes: number, totalGroups: number, selection: Selection, arena: Arena) {
    this.rowCount = selection.count;
    this.totalGroups = totalGroups;
    this.share = new GroupShare(arena);
    this.#bytes = bytes;
    this.#selection = selection;
    this.#arena = arena;
  }

  get address(): number {
    return (this.#address ??= this.#gather());
  }

  #gather(): number {
    const { rows, count } = this.#selection;
    const [bytes, to] = [this.#arena.alloc(count), this.#arena.alloc(count * 4)];
    kernels().gather1(this.#bytes, rows, count, bytes);
    kernels().composeCodes(bytes, 1, 0, count, 0, 1, 0, to);
    return to;
  }
}

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
