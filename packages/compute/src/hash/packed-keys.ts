/**
 * Several columns of integers, booleans and text as one key of 64 or 128 bits: integers as distances from a lowest value,
 * texts as numbers of a table of their own. The bits are shared out by what the first rows need, and anew when a later
 * value does not fit; keys that need more go on as encoded rows. Nulls match each other.
 *
 * Groups keep their numbers whatever happens: the same keys in the same order get the same numbers again.
 */
import type { DataType } from '@datafusion-ts/common';
import { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { allocBitmap } from '../vector/bitmap.js';
import type { ColumnVector } from '../vector/column-vector.js';
import { physicalTypeOf } from '../vector/physical-type.js';
import type { FixedKeys } from './fixed-keys.js';
import type { GroupTable } from './group-table.js';
import { IntegerPart, TextPart, type KeyPart, type PackedColumn, type ReadColumn } from './key-parts.js';
import type { KeyStore } from './key-store.js';
import type { WideKeys } from './wide-keys.js';

const WORD_BITS = 64;
const MOST_WORDS = 2;

/** True when columns of the types can be packed, if their values allow. */
export function mayPack(types: readonly DataType[]): boolean {
  return types.length > 1 && types.every((type) => isText(type) || isInteger(type));
}

const isText = (type: DataType): boolean => physicalTypeOf(type) === 'view';

function isInteger(type: DataType): boolean {
  const physical = physicalTypeOf(type);
  return physical === 'boolean' || /^u?int\d+$/.test(physical);
}

/** Makes the tables that packed keys need. */
export interface PackedTables {
  /** Of 64-bit numbers. */
  fixed(): FixedKeys;
  /** Of pairs of them. */
  wide(): WideKeys;
  /** Of whole rows, should they not fit. */
  rows(): KeyStore;
  /** Of the texts of a column. */
  texts(type: DataType): GroupTable;
}

/** Where the code of a part lies in the key. */
interface Place {
  readonly word: number;
  readonly shift: number;
  readonly bits: number;
}

export class PackedKeys implements KeyStore {
  readonly #tables: PackedTables;
  readonly #parts: readonly KeyPart[];
  #places: readonly Place[] = [];
  #keys: FixedKeys | WideKeys;
  /** Groups that were announced. */
  #expected = 0;
  /** Takes over when the keys do not fit. */
  #rows: KeyStore | undefined;

  constructor(types: readonly DataType[], tables: PackedTables) {
    this.#tables = tables;
    this.#parts = types.map((type) => (isText(type) ? new TextPart(tables.texts(type)) : new IntegerPart(type)));
    this.#keys = tables.fixed();
  }

  get groupCount(): number {
    return (this.#rows ?? this.#keys).groupCount;
  }

  get allocatedBytes(): number {
    return this.#parts.reduce((sum, part) => sum + part.allocatedBytes, (this.#rows ?? this.#keys).allocatedBytes);
  }

  insert(columns: readonly ColumnVector[], rowCount: number, groups: number, arena: Arena): void {
    if (rowCount === 0) return;
    if (this.#rows === undefined) {
      const read = columns.map((column, i) => this.#parts[i]!.learn(column, rowCount, arena));
      if (this.#fits() || this.#layOut(arena)) {
        const { keys } = this.#packed(read, rowCount, arena);
        return this.#keys.insertKeys(keys, 0, rowCount, groups, arena);
      }
    }
    this.#toRows().insert(columns, rowCount, groups, arena);
  }

  lookup(columns: readonly ColumnVector[], rowCount: number, groups: number, arena: Arena): void {
    if (this.#rows !== undefined) return this.#rows.lookup(columns, rowCount, groups, arena);
    if (this.groupCount === 0) return void mem.u32.fill(0xffff_ffff, groups >>> 2, (groups >>> 2) + rowCount);
    const read = columns.map((column, i) => this.#parts[i]!.find(column, rowCount, arena));
    const { keys, present } = this.#packed(read, rowCount, arena);
    this.#keys.lookupKeys(keys, present, rowCount, groups, arena);
  }

  keys(from: number, to: number, arena: Arena): ColumnVector[] {
    if (this.#rows !== undefined) return this.#rows.keys(from, to, arena);
    const keys = this.#keys.addressOf(from);
    return this.#parts.map((part, i) => part.unpack(this.#columnOf(i, keys), to - from, arena));
  }

  removeFirst(count: number): void {
    // Not as packed keys, as the texts of removed groups would stay in their tables.
    if (count > 0) this.#toRows().removeFirst(count);
  }

  reserve(groupCount: number): void {
    this.#expected = groupCount;
    (this.#rows ?? this.#keys).reserve(groupCount);
  }

  release(): void {
    this.#keys.release();
    this.#rows?.release();
    this.#rows = undefined;
    for (const part of this.#parts) part.release();
    this.#places = [];
    this.#expected = 0;
  }

  /** Whether all that was learnt has a code. */
  #fits(): boolean {
    const places = this.#places;
    return places.length > 0 && this.#parts.every((part, i) => part.isCovered && part.bits <= places[i]!.bits);
  }

  /** Shares the bits out anew, what is left over equally, and moves the groups there are; false when they do not do. */
  #layOut(arena: Arena): boolean {
    const needed = this.#parts.map((part) => part.bits);
    const words = shareOut(needed);
    if (words === undefined) return false;
    const count = this.#keys.groupCount;
    const before = this.keys(0, count, arena);
    const isWide = words.some((word) => word > 0);
    this.#places = this.#placed(needed, words);
    const next = isWide ? this.#tables.wide() : this.#tables.fixed();
    if (count > 0) this.#move(next, before, count, arena);
    else if (this.#expected > 0) next.reserve(this.#expected);
    this.#keys.release();
    this.#keys = next;
    return true;
  }

  /** Places the parts in their words; those of a word share what it has left. */
  #placed(needed: readonly number[], words: readonly number[]): readonly Place[] {
    const used = Array.from({ length: MOST_WORDS }, () => 0);
    return this.#parts.map((part, i) => {
      const word = words[i]!;
      const others = needed.filter((_, j) => words[j] === word);
      const spare = WORD_BITS - others.reduce((sum, bits) => sum + bits, 0);
      const bits = Math.min(part.mostBits, needed[i]! + Math.floor(spare / others.length));
      part.place(bits);
      const shift = used[word]!;
      used[word] = shift + bits;
      return { word, shift, bits };
    });
  }

  #columnOf(part: number, keys: number): PackedColumn {
    const { word, shift, bits } = this.#places[part] ?? { word: 0, shift: 0, bits: 1 };
    return { address: keys + word * 8, rowShift: this.#keys.rowShift, shift, bits };
  }

  /** Inserts the keys of the groups into a table of the new layout. */
  #move(next: FixedKeys | WideKeys, columns: readonly ColumnVector[], count: number, arena: Arena): void {
    const before = this.#keys;
    this.#keys = next;
    try {
      const read = columns.map((column, i) => this.#parts[i]!.find(column, count, arena));
      next.insertKeys(this.#packed(read, count, arena).keys, 0, count, arena.alloc(count * 4), arena);
    } catch (error) {
      next.release();
      throw error;
    } finally {
      this.#keys = before;
    }
  }

  /** The table of whole rows, with the groups there are. */
  #toRows(): KeyStore {
    if (this.#rows !== undefined) return this.#rows;
    const rows = this.#tables.rows();
    const count = this.#keys.groupCount;
    const scratch = new Arena();
    try {
      rows.insert(this.keys(0, count, scratch), count, scratch.alloc(count * 4), scratch);
    } catch (error) {
      rows.release();
      throw error;
    } finally {
      scratch.release();
    }
    this.#keys.release();
    for (const part of this.#parts) part.release();
    return (this.#rows = rows);
  }

  /** Keys of rows, and a bitmap of the rows that have one. */
  #packed(
    read: readonly ReadColumn[],
    rowCount: number,
    arena: Arena,
  ): { readonly keys: number; readonly present: number } {
    const keys = arena.alloc(rowCount << this.#keys.rowShift);
    const present = allocBitmap(rowCount, true, arena);
    const begun = new Set<number>();
    this.#parts.forEach((part, i) => {
      const { word } = this.#places[i]!;
      part.pack(read[i]!, rowCount, this.#columnOf(i, keys), !begun.has(word), present, arena);
      begun.add(word);
    });
    return { keys, present };
  }
}

/** The word of each part, so that the parts fit: all in one if possible. Undefined when there is no room. */
function shareOut(needed: readonly number[]): readonly number[] | undefined {
  const total = needed.reduce((sum, bits) => sum + bits, 0);
  if (total <= WORD_BITS) return needed.map(() => 0);
  const left = Array.from({ length: MOST_WORDS }, () => WORD_BITS);
  const words = needed.map(() => -1);
  const largestFirst = needed.map((_, i) => i).sort((a, b) => needed[b]! - needed[a]!);
  for (const part of largestFirst) {
    const word = left.indexOf(Math.max(...left));
    if (left[word]! < needed[part]!) return undefined;
    words[part] = word;
    left[word]! -= needed[part]!;
  }
  return words;
}
