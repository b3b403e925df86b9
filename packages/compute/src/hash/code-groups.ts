/**
 * Groups by codes instead of values: when all key columns are dictionaries with few entries, the codes of a row make one
 * small number, and a table says which group that is. Filled in as combinations appear, so groups keep the order of first
 * appearance; made anew when a dictionary changes, from what is known about the values behind the codes.
 */
import type { Arena } from '../memory/arena.js';
import type { MemoryCharge } from '../memory/charge.js';
import { GrowableBuffer } from '../memory/growable-buffer.js';
import { kernels } from '../kernels/registry.js';
import { takeCodes } from '../structural/take.js';
import type { ColumnVector, DictionaryVector } from '../vector/column-vector.js';
import { fillBytes } from '../memory/bytes.js';
import type { GroupTable } from './group-table.js';
import { clearGroups, combinationsOf, KnownCombinations } from './known-combinations.js';

/** Combinations of codes up to which groups are looked up as bytes. */
const SMALL_TABLE = 64;
/** Groups whose numbers fit a byte, besides one for rows that do not count and one for none. */
const MOST_BYTE_GROUPS = 254;

/** Combinations of codes that a table may have. */
const MOST_COMBINATIONS = 1 << 16;

/** True when the columns are dictionaries whose codes combine to a small number. */
export function haveFewCodes(columns: readonly ColumnVector[]): columns is readonly DictionaryVector[] {
  let combinations = 1;
  for (const column of columns) {
    if (column.encoding !== 'dictionary') return false;
    combinations *= column.values.column.length + 1;
    if (combinations > MOST_COMBINATIONS) return false;
  }
  return columns.length > 0;
}

/** Inserts `count` keys into the table of groups, and writes their groups (u32) to `groups`. */
type InsertKeys = (keys: readonly ColumnVector[], count: number, groups: number) => void;

/** Remembers the groups of code combinations while the dictionaries stay the same. */
export class CodeGroups {
  readonly #groups: GrowableBuffer;
  readonly #seen: GrowableBuffer;
  readonly #known: KnownCombinations;
  #ids: readonly number[] = [];

  /** `makeTable` makes a table for the values of a column. */
  constructor(charge: MemoryCharge, makeTable: (column: DictionaryVector) => GroupTable) {
    this.#groups = new GrowableBuffer(charge);
    this.#seen = new GrowableBuffer(charge);
    this.#known = new KnownCombinations(charge, makeTable);
  }

  get allocatedBytes(): number {
    return this.#groups.capacity + this.#seen.capacity + this.#known.allocatedBytes;
  }

  /** Writes the groups of all rows; `insert` gets the rows of new combinations and writes their groups. */
  insert(
    columns: readonly DictionaryVector[],
    rowCount: number,
    groups: number,
    arena: Arena,
    insert: InsertKeys,
  ): void {
    this.#prepare(columns, rowCount);
    if (this.#insertPair(columns, rowCount, groups, arena, insert)) return;
    const k = kernels();
    const codes = composed(columns, rowCount, arena);
    const rows = arena.alloc(rowCount * 4);
    const count = k.freshCodes(codes, rowCount, this.#seen.address, rows);
    if (count > 0) this.#learn(columns, rows, count, arena, insert);
    k.gather4(this.#groups.address, codes, rowCount, groups);
  }

  /**
   * Numbers the rows without putting codes together first: one or two columns without nulls; false for others. NULL among
   * the entries may be without a group for good, which the table cannot tell from one that is not known yet.
   */
  #insertPair(
    columns: readonly DictionaryVector[],
    rowCount: number,
    groups: number,
    arena: Arena,
    insert: InsertKeys,
  ): boolean {
    const [a, b] = columns;
    if (a === undefined || columns.length > 2) return false;
    if (columns.some(({ validity, width, values }) => validity !== 0 || values.column.nullCount > 0 || width === 4)) {
      return false;
    }
    const stride = a.values.column.length + 1;
    const size = combinationsOf(columns);
    const rows = arena.alloc(rowCount * 4);
    const numberRows = (): number => {
      const table = this.#groups.address;
      const { groupsOfCodes } = kernels();
      return groupsOfCodes(a.codes, a.width, b?.codes ?? 0, b?.width ?? 0, stride, rowCount, table, size, groups, rows);
    };
    const count = numberRows();
    if (count === 0) return true;
    this.#learn(columns, rows, count, arena, insert);
    numberRows();
    return true;
  }

  /**
   * Groups of all rows as bytes; rows whose byte in `mask` is 0 get the number `groupCount()`. Undefined where there are too
   * many groups or codes for that.
   */
  insertBytes(
    columns: readonly DictionaryVector[],
    rowCount: number,
    mask: number,
    arena: Arena,
    insert: InsertKeys,
    groupCount: () => number,
  ): number | undefined {
    const [a, b] = columns;
    if (a === undefined || columns.length > 2 || rowCount < SMALL_TABLE) return undefined;
    if (columns.some(({ validity, width, values }) => validity !== 0 || values.column.nullCount > 0 || width !== 1))
      return undefined;
    const stride = a.values.column.length + 1;
    const size = combinationsOf(columns);
    if (size > SMALL_TABLE || groupCount() + size > MOST_BYTE_GROUPS) return undefined;
    this.#prepare(columns, rowCount);
    const groups = arena.alloc(rowCount);
    const rows = arena.alloc(size * 4);
    const numberRows = (): number => {
      const table = this.#groups.address;
      const { groupBytesOfCodes } = kernels();
      return groupBytesOfCodes(a.codes, b?.codes ?? 0, stride, rowCount, mask, table, size, groupCount(), groups, rows);
    };
    const count = numberRows();
    if (count > 0) {
      this.#learn(columns, rows, count, arena, insert);
      numberRows();
    }
    return groups;
  }

  /** Forgets what is known about groups, as they were renumbered, and gives the memory back. */
  release(): void {
    this.#ids = [];
    this.#groups.release();
    this.#seen.release();
    this.#known.release();
  }

  #prepare(columns: readonly DictionaryVector[], rowCount: number): void {
    if (columns.length === this.#ids.length && columns.every((c, i) => c.values.id === this.#ids[i])) return;
    if (this.#ids.length > 0) this.#known.note(this.#groups.address);
    this.#ids = [];
    const combinations = combinationsOf(columns);
    const groups = this.#groups.ensure(combinations * 4);
    const seen = this.#seen.ensure(combinations);
    if (!this.#known.recall(columns, rowCount, groups, seen)) {
      clearGroups(groups, combinations);
      fillBytes(seen, combinations, 0);
    }
    this.#ids = columns.map((c) => c.values.id);
  }

  /** Has rows of new combinations inserted, and remembers their groups. */
  #learn(columns: readonly DictionaryVector[], rows: number, count: number, arena: Arena, insert: InsertKeys): void {
    const ids = this.#ids;
    this.#ids = []; // comes back when nothing was thrown
    const fresh = columns.map((column) => takeCodes(column, rows, count, arena));
    const groups = arena.alloc(count * 4);
    insert(fresh, count, groups);
    kernels().scatter4(groups, composed(fresh, count, arena), count, this.#groups.address);
    this.#ids = ids;
  }
}

/** The codes of the columns as one number a row, u32; null has the code behind the last. */
function composed(columns: readonly DictionaryVector[], rowCount: number, arena: Arena): number {
  const codes = arena.alloc(rowCount * 4);
  let stride = 1;
  for (const [i, { codes: own, width, validity, values }] of columns.entries()) {
    const nullCode = values.column.length;
    kernels().composeCodes(own, width, validity, rowCount, nullCode, stride, i === 0 ? 0 : 1, codes);
    stride *= nullCode + 1;
  }
  return codes;
}
