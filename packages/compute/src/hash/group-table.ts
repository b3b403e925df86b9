/**
 * Distinct keys and their numbers: 0, 1, 2 … in order of first appearance. For GROUP BY, DISTINCT, set operations and
 * the key side of joins (`lookup`).
 *
 * Three layouts, chosen from the key types: one fixed-width column of at most 8 bytes (keys in the table), one string
 * column (views with text of the table's own), everything else (rows encoded for equality, as byte strings). Codes of a
 * dictionary are mapped once per dictionary. Floats are equal when their bits are (as in DataFusion, 0 and -0 are two
 * keys). Nulls are one key, or match nothing when `nullsMatch` is false.
 */
import { InternalError, type DataType } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import { uncharged, type MemoryCharge } from '../memory/charge.js';
import { mem } from '../memory/engine-memory.js';
import { flatten } from '../structural/flatten.js';
import { NO_ROW, takeVectorOrNull } from '../structural/take.js';
import { rowsOf } from '../structural/filter.js';
import { copyVector } from '../structural/copy.js';
import { getBit } from '../vector/bitmap.js';
import type { ColumnVector, DictionaryVector } from '../vector/column-vector.js';
import { physicalTypeOf } from '../vector/physical-type.js';
import { codeAt } from '../vector/view.js';
import { FixedKeys, fitsFixedKeys } from './fixed-keys.js';
import type { KeyStore } from './key-store.js';
import { RowKeys } from './row-keys.js';
import { TextKeys } from './text-keys.js';

/** Group number of a row without one. */
export const NO_GROUP = 0xffff_ffff;

/** What nulls do. */
export interface GroupTableOptions {
  /** False: a row with a null key gets {@link NO_GROUP}, as `=` in joins wants it. Default true. */
  readonly nullsMatch?: boolean;
}

/** A growing map from keys to dense numbers; memory is charged to `charge` and returned by `release`. */
export class GroupTable {
  readonly types: readonly DataType[];
  readonly #keys: KeyStore;
  #codes: CodeGroups | undefined;

  constructor(types: readonly DataType[], charge: MemoryCharge = uncharged, options: GroupTableOptions = {}) {
    this.types = types;
    this.#keys = makeKeys(types, charge, options.nullsMatch ?? true);
  }

  /** Keys so far. */
  get groupCount(): number {
    return this.#keys.groupCount;
  }

  /** Bytes charged. */
  get allocatedBytes(): number {
    return this.#keys.allocatedBytes;
  }

  /** Address of the group numbers (u32) of `rowCount` rows; new keys are added. */
  insert(columns: readonly ColumnVector[], rowCount: number, arena: Arena): number {
    const groups = arena.alloc(rowCount * 4);
    const only = columns.length === 1 ? columns[0] : undefined;
    if (only?.encoding === 'constant' && rowCount > 0) {
      const one = this.insert([flatten({ ...only, length: 1 }, arena)], 1, arena);
      mem.u32.fill(mem.u32[one >>> 2]!, groups >>> 2, (groups >>> 2) + rowCount);
    } else if (only?.encoding === 'dictionary' && only.values.column.length <= rowCount * 2) {
      this.#insertCodes(only, rowCount, groups, arena);
    } else {
      this.#keys.insert(columns, rowCount, groups, arena);
    }
    return groups;
  }

  /** Address of the group numbers (u32) of `rowCount` rows; {@link NO_GROUP} for keys that are not there. */
  lookup(columns: readonly ColumnVector[], rowCount: number, arena: Arena): number {
    const groups = arena.alloc(rowCount * 4);
    this.#keys.lookup(columns, rowCount, groups, arena);
    return groups;
  }

  /** Key columns of groups `from` to `to`; text belongs to the table, so copy what must outlive it. */
  keys(from: number, to: number, arena: Arena): ColumnVector[] {
    if (from < 0 || to > this.groupCount || from > to) throw new InternalError(`Groups ${from}..${to} of ${this.groupCount}`);
    return this.#keys.keys(from, to, arena);
  }

  /** Key columns of the first `count` groups as deep copies; these are removed and the rest numbered from 0 again. */
  emitFirst(count: number, arena: Arena): ColumnVector[] {
    const columns = this.keys(0, count, arena).map((column) => copyVector(column, arena));
    this.#codes = undefined;
    this.#keys.removeFirst(count);
    return columns;
  }

  /** Forgets all keys and gives the memory back; the table can be used again. */
  release(): void {
    this.#codes = undefined;
    this.#keys.release();
  }

  [Symbol.dispose](): void {
    this.release();
  }

  /** Entries get their groups when a row first uses them, so that numbers follow first appearance. */
  #insertCodes(vector: DictionaryVector, rowCount: number, groups: number, arena: Arena): void {
    const known = this.#groupsOf(vector);
    const { codes, width, validity } = vector;
    const nullCode = vector.values.column.length;
    const codeOf = (row: number): number =>
      validity !== 0 && !getBit(validity, row) ? nullCode : codeAt(codes, width, row);
    const fresh: number[] = [];
    for (let i = 0; i < rowCount; i++) {
      const code = codeOf(i);
      if (known.seen[code] === 1) continue;
      known.seen[code] = 1;
      fresh.push(code);
    }
    if (fresh.length > 0) this.#insertEntries(vector, fresh, known.groups, arena);
    this.#codes = known;
    const u32 = mem.u32;
    for (let i = 0; i < rowCount; i++) u32[(groups >>> 2) + i] = known.groups[codeOf(i)]!;
  }

  #insertEntries(vector: DictionaryVector, fresh: readonly number[], known: Uint32Array, arena: Arena): void {
    const nullCode = vector.values.column.length;
    const rows = rowsOf(
      fresh.map((code) => (code === nullCode ? NO_ROW : code)),
      arena,
    );
    const entries = takeVectorOrNull(vector.values.column, rows, fresh.length, arena);
    const groups = arena.alloc(fresh.length * 4);
    this.#codes = undefined; // comes back when nothing was thrown
    this.#keys.insert([entries], fresh.length, groups, arena);
    fresh.forEach((code, i) => (known[code] = mem.u32[(groups >>> 2) + i]!));
  }

  #groupsOf(vector: DictionaryVector): CodeGroups {
    const { id, column } = vector.values;
    if (this.#codes?.id === id) return this.#codes;
    const size = column.length + 1;
    return { id, groups: new Uint32Array(size), seen: new Uint8Array(size) };
  }
}

/** Groups of the entries of one dictionary; the last place is for null. */
interface CodeGroups {
  readonly id: number;
  readonly groups: Uint32Array;
  readonly seen: Uint8Array;
}

function makeKeys(types: readonly DataType[], charge: MemoryCharge, nullsMatch: boolean): KeyStore {
  const [type] = types;
  if (types.length === 1 && type !== undefined) {
    if (fitsFixedKeys(type)) return new FixedKeys(type, charge, nullsMatch);
    if (physicalTypeOf(type) === 'view') return new TextKeys(type, charge, nullsMatch);
  }
  return new RowKeys(types, charge, nullsMatch);
}
