/**
 * Groups of combinations of values, remembered from one dictionary to the next. Codes change with every row group of a
 * file while values stay the same. So values get numbers that never change, column by column, and a table has the group of
 * each combination of numbers: a new dictionary costs a look at each of its entries, instead of one at each combination.
 */
import { Arena } from '../memory/arena.js';
import { fillBytes } from '../memory/bytes.js';
import type { MemoryCharge } from '../memory/charge.js';
import { mem } from '../memory/engine-memory.js';
import { GrowableBuffer } from '../memory/growable-buffer.js';
import { kernels } from '../kernels/registry.js';
import type { DictionaryVector, FlatVector } from '../vector/column-vector.js';
import type { GroupTable } from './group-table.js';

/** Combinations there must be for each entry of a dictionary, so that numbering entries pays. */
const COMBINATIONS_PER_ENTRY = 4;
/** Combinations there may be for each row of a batch. */
const COMBINATIONS_PER_ROW = 2;
/** Combinations of numbers that are remembered at most. */
const MOST_KNOWN = 1 << 18;
/** Four of these are the group number that stands for none. */
const NO_GROUP_BYTE = 0xff;

/** How many combinations the codes of columns have, NULL included. */
export const combinationsOf = (columns: readonly DictionaryVector[]): number =>
  columns.reduce((product, { values }) => product * (values.column.length + 1), 1);

/** Marks `count` combinations as without a group. */
export const clearGroups = (groups: number, count: number): void => fillBytes(groups, count * 4, NO_GROUP_BYTE);

/** Numbers of the values of one column: `room` of them, the last of which stands for NULL. */
interface NumberedColumn {
  readonly numbers: GroupTable;
  readonly room: number;
}

/** What is known about combinations beyond the current dictionaries. */
export class KnownCombinations {
  readonly #makeTable: (column: DictionaryVector) => GroupTable;
  readonly #groups: GrowableBuffer;
  /** Where in `#groups` each combination of the current codes is. */
  readonly #places: GrowableBuffer;
  #columns: readonly NumberedColumn[] = [];
  /** Combinations of the current codes; 0 when nothing is known of their places. */
  #count = 0;

  /** `makeTable` makes a table for the values of a column. */
  constructor(charge: MemoryCharge, makeTable: (column: DictionaryVector) => GroupTable) {
    this.#makeTable = makeTable;
    this.#groups = new GrowableBuffer(charge);
    this.#places = new GrowableBuffer(charge);
  }

  get allocatedBytes(): number {
    const tables = this.#columns.reduce((bytes, { numbers }) => bytes + numbers.allocatedBytes, 0);
    return tables + this.#groups.capacity + this.#places.capacity;
  }

  /** Notes down the groups (u32) of the combinations of the current codes, before these change. */
  note(groups: number): void {
    if (this.#count > 0) kernels().scatter4(groups, this.#places.address, this.#count, this.#groups.address);
  }

  /**
   * Writes the groups (u32) of all combinations of new codes, and to `seen` (a byte each) whether there is one; false, and
   * nothing written, when remembering does not pay.
   */
  recall(columns: readonly DictionaryVector[], rowCount: number, groups: number, seen: number): boolean {
    this.#count = 0;
    const entries = columns.reduce((sum, { values }) => sum + values.column.length, 0);
    const count = combinationsOf(columns);
    if (count < entries * COMBINATIONS_PER_ENTRY || count > rowCount * COMBINATIONS_PER_ROW) return false;
    const scratch = new Arena();
    try {
      if (!this.#place(columns, count, scratch) && !(this.#begin(columns) && this.#place(columns, count, scratch))) {
        return false;
      }
    } finally {
      scratch.release();
    }
    kernels().recallGroups(this.#groups.address, this.#places.address, count, groups, seen);
    this.#count = count;
    return true;
  }

  /** Begins anew, with room for twice the values of the columns; false when that is too much. */
  #begin(columns: readonly DictionaryVector[]): boolean {
    this.release();
    const rooms = columns.map(({ values }) => (values.column.length + 1) * 2);
    const known = rooms.reduce((product, room) => product * room, 1);
    if (known > MOST_KNOWN) return false;
    clearGroups(this.#groups.restart(known * 4), known);
    this.#columns = columns.map((column, i) => ({ numbers: this.#makeTable(column), room: rooms[i]! }));
    return true;
  }

  /** Finds the places of all `combinations` of codes; false when there is no room for their values. */
  #place(columns: readonly DictionaryVector[], combinations: number, scratch: Arena): boolean {
    if (columns.length !== this.#columns.length) return false;
    const numbers = columns.map(({ values: { column } }, i) => {
      const { numbers: table, room } = this.#columns[i]!;
      const address = numbersOf(table, column, room - 1, scratch);
      return { address, isFit: table.groupCount < room };
    });
    if (numbers.some(({ isFit }) => !isFit)) return false;
    const places = this.#places.ensure(combinations * 4);
    mem.u32[places >>> 2] = 0;
    let count = 1;
    let stride = 1;
    columns.forEach(({ values }, i) => {
      const codes = values.column.length + 1;
      kernels().combineCodes(places, count, numbers[i]!.address, codes, stride);
      count *= codes;
      stride *= this.#columns[i]!.room;
    });
    return true;
  }

  /** Forgets everything and gives the memory back. */
  release(): void {
    this.#count = 0;
    for (const { numbers } of this.#columns) numbers.release();
    this.#columns = [];
    this.#groups.release();
    this.#places.release();
  }
}

/** Address of the numbers (u32) of a dictionary's entries, new ones getting the next numbers, and that of NULL behind. */
function numbersOf(table: GroupTable, entries: FlatVector, nullNumber: number, scratch: Arena): number {
  const address = table.insert([entries], entries.length, scratch);
  mem.u32[(address >>> 2) + entries.length] = nullNumber; // in the slack that allocations have
  return address;
}
