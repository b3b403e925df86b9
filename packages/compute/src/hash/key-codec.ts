/**
 * Several columns of integers, booleans and text as one key of 64 or 128 bits: integers as distances from a lowest value,
 * texts as numbers of a table of their own. The bits are shared out by what the first rows need, and anew when a later
 * value does not fit.
 */
import type { DataType } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import type { MemoryCharge } from '../memory/charge.js';
import { allocBitmap } from '../vector/bitmap.js';
import type { ColumnVector } from '../vector/column-vector.js';
import { physicalTypeOf } from '../vector/physical-type.js';
import type { GroupTable } from './group-table.js';
import { IntegerPart, TextPart, type KeyPart, type PackedColumn, type ReadColumn } from './key-parts.js';

const WORD_BITS = 64;
const MOST_WORDS = 2;

/** True when columns of the types can be packed, if their values allow. */
export const canEncodeKeys = (types: readonly DataType[]): boolean =>
  types.length > 0 && types.every((type) => isText(type) || isInteger(type));

const isText = (type: DataType): boolean => physicalTypeOf(type) === 'view';

function isInteger(type: DataType): boolean {
  const physical = physicalTypeOf(type);
  return physical === 'boolean' || /^u?int\d+$/.test(physical);
}

/** Where the code of a part lies in the key. */
interface Place {
  readonly word: number;
  readonly shift: number;
  readonly bits: number;
}

/** Key columns as packed keys of 8 or 16 bytes. `KeyCodec` says in what order to call. */
export interface PackedKeyCodec {
  /** Bytes of a key as a power of two: 3 or 4. */
  readonly rowShift: number;
  /** Whether all that was learnt has a code. */
  readonly fits: boolean;
  learn(columns: readonly ColumnVector[], rowCount: number, arena: Arena): readonly ReadColumn[];
  /** False, and no change, when keys have more bits than there are. */
  layOut(): boolean;
  encode(read: readonly ReadColumn[], rowCount: number, arena: Arena): { readonly keys: number };
  decode(keys: number, count: number, arena: Arena): ColumnVector[];
  release(): void;
}

/**
 * The way from key columns to packed keys and back. `learn` rows, then `layOut` unless it `fits`, then `encode`: what was
 * encoded under one layout can be read under that one only.
 */
export class KeyCodec implements PackedKeyCodec {
  readonly #parts: readonly KeyPart[];
  #places: readonly Place[] = [];
  #isWide = false;

  /** `texts` makes the tables that number the texts of a column. */
  constructor(types: readonly DataType[], charge: MemoryCharge, texts: (type: DataType) => GroupTable) {
    this.#parts = types.map((type) => (isText(type) ? new TextPart(texts(type), charge) : new IntegerPart(type)));
  }

  /** Bytes of a key as a power of two: 3 or 4. */
  get rowShift(): number {
    return this.#isWide ? 4 : 3;
  }

  get allocatedBytes(): number {
    return this.#parts.reduce((sum, part) => sum + part.allocatedBytes, 0);
  }

  /** Most different texts of a column. */
  get mostTexts(): number {
    return this.#parts.reduce((most, part) => Math.max(most, part instanceof TextPart ? part.textCount : 0), 0);
  }

  /** Reads columns every value of which is to have a code. */
  learn(columns: readonly ColumnVector[], rowCount: number, arena: Arena): readonly ReadColumn[] {
    return columns.map((column, i) => this.#parts[i]!.learn(column, rowCount, arena));
  }

  /** Reads columns of which some values may have none. */
  find(columns: readonly ColumnVector[], rowCount: number, arena: Arena): readonly ReadColumn[] {
    return columns.map((column, i) => this.#parts[i]!.find(column, rowCount, arena));
  }

  /** Whether all that was learnt has a code. */
  get fits(): boolean {
    const places = this.#places;
    return places.length > 0 && this.#parts.every((part, i) => part.isCovered && part.bits <= places[i]!.bits);
  }

  /** Shares the bits out anew, what is left over equally; false, and no change, when they do not do. */
  layOut(): boolean {
    const needed = this.#parts.map((part) => part.bits);
    const words = shareOut(needed);
    if (words === undefined) return false;
    this.#isWide = words.some((word) => word > 0);
    const used = Array.from({ length: MOST_WORDS }, () => 0);
    this.#places = this.#parts.map((part, i) => {
      const word = words[i]!;
      const others = needed.filter((_, j) => words[j] === word);
      const spare = WORD_BITS - others.reduce((sum, bits) => sum + bits, 0);
      const bits = Math.min(part.mostBits, needed[i]! + Math.floor(spare / others.length));
      part.place(bits);
      const shift = used[word]!;
      used[word] = shift + bits;
      return { word, shift, bits };
    });
    return true;
  }

  /** Keys of rows that were read, and a bitmap of the rows that have one. */
  encode(
    read: readonly ReadColumn[],
    rowCount: number,
    arena: Arena,
  ): { readonly keys: number; readonly present: number } {
    const keys = arena.alloc(rowCount << this.rowShift);
    const present = allocBitmap(rowCount, true, arena);
    const begun = new Set<number>();
    this.#parts.forEach((part, i) => {
      const { word } = this.#places[i]!;
      part.pack(read[i]!, rowCount, this.#columnOf(i, keys), !begun.has(word), present, arena);
      begun.add(word);
    });
    return { keys, present };
  }

  /** The columns of keys; texts belong to the codec. */
  decode(keys: number, count: number, arena: Arena): ColumnVector[] {
    return this.#parts.map((part, i) => part.unpack(this.#columnOf(i, keys), count, arena));
  }

  /** Forgets what was learnt, and the layout. */
  release(): void {
    for (const part of this.#parts) part.release();
    this.#places = [];
    this.#isWide = false;
  }

  #columnOf(part: number, keys: number): PackedColumn {
    const { word, shift, bits } = this.#places[part] ?? { word: 0, shift: 0, bits: 1 };
    return { address: keys + word * 8, rowShift: this.rowShift, shift, bits };
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
