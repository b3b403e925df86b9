/** The columns of a packed key: how many bits each needs, and its way into the key and out again. */
import type { DataType } from '@datafusion-ts/common';
import { Arena } from '../memory/arena.js';
import type { MemoryCharge } from '../memory/charge.js';
import { mem } from '../memory/engine-memory.js';
import { kernels } from '../kernels/registry.js';
import { flatten } from '../structural/flatten.js';
import { areShortEnoughToCopy, copyEntries } from '../structural/copy-entries.js';
import { takeVector } from '../structural/take.js';
import { allocBitmap, clearBit, writeBit } from '../vector/bitmap.js';
import type { ColumnVector, FlatVector } from '../vector/column-vector.js';
import { flatVector } from '../vector/flat-vector.js';
import { physicalTypeOf, widthOf } from '../vector/physical-type.js';
import { isNull } from '../vector/scalar-access.js';
import type { Values } from '../vector/values.js';
import { NO_KEYS, spanState, WHOLE_WORDS, widenSpan, type KeySpan } from './direct-table.js';
import type { GroupTable } from './group-table.js';

/** A column of a batch, ready to be packed: integers with their validity, or ids of 32 bits. */
export interface ReadColumn {
  readonly address: number;
  /** Bytes of an integer, negative when it is signed. */
  readonly kind: number;
  readonly validity: number;
}

/** Where the codes of a part lie: in rows `1 << rowShift` bytes apart, from a bit on. */
export interface PackedColumn {
  readonly address: number;
  readonly rowShift: number;
  readonly shift: number;
  readonly bits: number;
}

/** One column of packed keys. */
export interface KeyPart {
  readonly allocatedBytes: number;
  /** Bits that what was learnt so far needs. */
  readonly bits: number;
  /** Bits beyond which more are of no use. */
  readonly mostBits: number;
  /** False when values learnt lie outside of those that have a code. */
  readonly isCovered: boolean;
  /** Reads a column of which every value is to have a code. */
  learn(column: ColumnVector, rowCount: number, arena: Arena): ReadColumn;
  /** Reads a column of which some values may have none. */
  find(column: ColumnVector, rowCount: number, arena: Arena): ReadColumn;
  /** Chooses codes of so many bits. */
  place(bits: number): void;
  /** Writes codes, over what is there when `isFirst`; rows that have none leave the bitmap `present`. */
  pack(read: ReadColumn, rowCount: number, to: PackedColumn, isFirst: boolean, present: number, arena: Arena): void;
  unpack(from: PackedColumn, count: number, arena: Arena): ColumnVector;
  release(): void;
}

/** Rows a text must have on average for rows to be given out as codes into the texts. */
const ROWS_PER_TEXT = 4;

/** Texts that codes of two bytes can stand for. */
const MOST_TEXTS = 1 << 16;

const LOWEST = -0x8000_0000_0000_0000n;
const HIGHEST = 0x7fff_ffff_ffff_ffffn;

const bitLength = (value: bigint): number => (value === 0n ? 0 : value.toString(2).length);

/** Integers of up to 64 bits, and booleans. */
export class IntegerPart implements KeyPart {
  readonly allocatedBytes = 0;
  readonly mostBits = 64;
  readonly #type: DataType;
  #span = NO_KEYS;
  /** The values that have a code. */
  #codes: KeySpan = NO_KEYS;

  constructor(type: DataType) {
    this.#type = type;
  }

  get bits(): number {
    const { low, high } = this.#span;
    return low > high ? 1 : bitLength(high - low + 1n);
  }

  get isCovered(): boolean {
    const { low, high } = this.#span;
    return low > high || (low >= this.#codes.low && high <= this.#codes.high);
  }

  learn(column: ColumnVector, rowCount: number, arena: Arena): ReadColumn {
    const read = this.find(column, rowCount, arena);
    this.#span = widenSpan(this.#span, read.address, read.kind, read.validity, rowCount, arena);
    return read;
  }

  find(column: ColumnVector, rowCount: number, arena: Arena): ReadColumn {
    const { width, values, validity, type } = flatten(column, arena);
    const physical = physicalTypeOf(type);
    if (physical === 'boolean') {
      const address = arena.alloc(rowCount * 8);
      kernels().bitsTo8(values, rowCount, address);
      return { address, kind: WHOLE_WORDS, validity };
    }
    return { address: values, kind: physical.startsWith('u') && width < 8 ? width : -width, validity };
  }

  /** Leaves room on both sides. */
  place(bits: number): void {
    const values = (1n << BigInt(bits)) - 1n; // and one code for NULL
    if (this.#span.low > this.#span.high) {
      this.#codes = { low: 0n, high: values - 1n > HIGHEST ? HIGHEST : values - 1n };
      return;
    }
    const room = (values - (this.#span.high - this.#span.low + 1n)) / 2n;
    const low = this.#span.low - room < LOWEST ? LOWEST : this.#span.low - room;
    const high = low + values - 1n > HIGHEST ? HIGHEST : low + values - 1n;
    this.#codes = { low, high };
  }

  pack(
    { address, kind, validity }: ReadColumn,
    rowCount: number,
    { shift, address: to, rowShift }: PackedColumn,
    isFirst: boolean,
    present: number,
    arena: Arena,
  ): void {
    const state = spanState(this.#codes, arena);
    kernels().keyPackInts(address, kind, validity, rowCount, state, shift, isFirst ? 0 : 1, to, rowShift, present);
  }

  unpack({ address: keys, rowShift, shift, bits }: PackedColumn, count: number, arena: Arena): ColumnVector {
    const isBits = physicalTypeOf(this.#type) === 'boolean';
    const width = isBits ? 4 : widthOf(this.#type);
    const values = arena.alloc(count * width);
    const validity = allocBitmap(count, true, arena);
    const state = spanState(this.#codes, arena);
    const k = kernels();
    const nullCount = k.keyUnpackInts(keys, rowShift, count, shift, bits, state, values, width, validity);
    const nulls = { validity: nullCount === 0 ? 0 : validity, nullCount };
    if (!isBits) return flatVector(this.#type, count, { ...nulls, values, width });
    const flags = allocBitmap(count, false, arena);
    for (let i = 0; i < count; i++) writeBit(flags, i, mem.u32[(values >>> 2) + i] === 1);
    return flatVector(this.#type, count, { ...nulls, values: flags });
  }

  release(): void {
    this.#span = NO_KEYS;
    this.#codes = NO_KEYS;
  }
}

/** Texts and binaries by their number among the different ones; NULL has one, too. */
export class TextPart implements KeyPart {
  readonly mostBits = 32;
  readonly isCovered = true;
  readonly #texts: GroupTable;
  readonly #columnArena: Arena;
  #column: FlatVector | undefined;
  /** The texts once more, on their own, as entries of what is given out; the arena of the column has them. */
  #entries: Values | undefined;

  constructor(texts: GroupTable, charge: MemoryCharge) {
    this.#texts = texts;
    this.#columnArena = new Arena(charge);
  }

  get allocatedBytes(): number {
    return this.#texts.allocatedBytes + this.#columnArena.allocatedBytes;
  }

  /** Different texts, NULL among them. */
  get textCount(): number {
    return this.#texts.groupCount;
  }

  get bits(): number {
    return Math.max(1, 32 - Math.clz32(Math.max(0, this.#texts.groupCount - 1)));
  }

  learn(column: ColumnVector, rowCount: number, arena: Arena): ReadColumn {
    return { address: this.#texts.insert([column], rowCount, arena), kind: 4, validity: 0 };
  }

  find(column: ColumnVector, rowCount: number, arena: Arena): ReadColumn {
    return { address: this.#texts.lookup([column], rowCount, arena), kind: 4, validity: 0 };
  }

  place(): void {}

  pack(
    { address }: ReadColumn,
    rowCount: number,
    { shift, address: to, rowShift }: PackedColumn,
    isFirst: boolean,
    present: number,
  ): void {
    kernels().keyPackIds(address, rowCount, shift, isFirst ? 0 : 1, to, rowShift, present);
  }

  /** Codes where each text has several rows, so that what is above looks at it once. */
  unpack({ address: keys, rowShift, shift, bits }: PackedColumn, count: number, arena: Arena): ColumnVector {
    const ids = arena.alloc(count * 4);
    const k = kernels();
    k.keyUnpackIds(keys, rowShift, count, shift, bits, ids);
    const all = this.#all();
    const entries = count < all.length * ROWS_PER_TEXT ? undefined : this.#entriesOf(all);
    if (entries === undefined) return takeVector(all, ids, count, arena);
    arena.keep(entries.retain());
    const width = all.length <= 256 ? 1 : 2;
    const codes = arena.alloc(count * width + 16);
    k.packCodes(ids, count, width, codes);
    const { type } = all;
    const nulls = nullsAmong(all, ids, count, arena);
    return { encoding: 'dictionary', type, length: count, ...nulls, codes, width, values: entries };
  }

  /** A copy of the texts that may outlive the table; undefined where there are too many. */
  #entriesOf(all: FlatVector): Values | undefined {
    if (this.#entries === undefined && all.length <= MOST_TEXTS && areShortEnoughToCopy([all]))
      this.#entries = copyEntries(all, this.#columnArena);
    return this.#entries;
  }

  #forgetColumn(): void {
    this.#column = undefined;
    this.#entries = undefined;
    this.#columnArena.release();
  }

  /** All texts by number, kept while there are no more of them. */
  #all(): FlatVector {
    const count = this.#texts.groupCount;
    if (this.#column?.length === count) return this.#column;
    this.#forgetColumn();
    return (this.#column = flatten(this.#texts.keys(0, count, this.#columnArena)[0]!, this.#columnArena));
  }

  release(): void {
    this.#texts.release();
    this.#forgetColumn();
  }
}

/** The rows whose text is NULL, which is one of all texts or none. */
function nullsAmong(
  all: FlatVector,
  ids: number,
  count: number,
  arena: Arena,
): { readonly validity: number; readonly nullCount: number } {
  if (all.nullCount === 0) return { validity: 0, nullCount: 0 };
  const validity = allocBitmap(count, true, arena);
  let none = 0;
  while (!isNull(all, none)) none++;
  const { u32 } = mem;
  let nullCount = 0;
  for (let i = 0; i < count; i++) {
    if (u32[(ids >>> 2) + i] !== none) continue;
    clearBit(validity, i);
    nullCount++;
  }
  return nullCount === 0 ? { validity: 0, nullCount } : { validity, nullCount };
}
