/** Reads a column that is neither nested nor in something nested: one value or null a row. */
import type { DataType } from '@datafusion-ts/common';
import {
  allocBitmap,
  bitmapBytes,
  copyBits,
  copyBytesTo,
  countNulls,
  flatVector,
  kernels as computeKernels,
  nullVector,
  sliceBitmap,
  type Arena,
  type ColumnVector,
  type Values,
} from '@datafusion-ts/compute';
import { firstAtLeast, relativeRows } from '@datafusion-ts/datasource';
import type { ChunkSource } from './chunk-source.js';
import type { ColumnReader } from './column-reader.js';
import { isDictionaryEncoding, type FlatPage, type PageRows } from './flat-page.js';
import { gatherFixed, lookUpCodes } from './gather-values.js';
import type { LeafStore } from './leaf-store.js';
import { PageCursor } from './page-cursor.js';
import type { PageHeader } from './page-header.js';
import type { ChunkReading } from './shared-chunk.js';

/** A page with rows from the reader's position on. */
interface Slot {
  readonly header: PageHeader;
  page: FlatPage | undefined;
}

/** Rows `[from, from + count)` of a page, which are `at` and following of what is asked for. */
interface Piece {
  readonly page: FlatPage;
  readonly from: number;
  readonly count: number;
  readonly at: number;
}

/** Likewise, of a page that is opened when it is looked at. */
class PagePart implements Piece {
  readonly from: number;
  readonly count: number;
  readonly at: number;
  readonly #reader: FlatReader;
  readonly #index: number;

  constructor(reader: FlatReader, index: number, from: number, count: number, at: number) {
    this.#reader = reader;
    this.#index = index;
    this.from = from;
    this.count = count;
    this.at = at;
  }

  get page(): FlatPage {
    return this.#reader.page(this.#index);
  }
}

/** Wanted rows of a page, which are `at` and following of what is asked for. */
interface Hit extends PageRows {
  readonly page: FlatPage;
  readonly at: number;
}

/**
 * Entries are tested instead of rows up to this many a row: rows whose entry fails are never looked up, and looking one up in
 * a large dictionary costs about what a test does.
 */
const MOST_ENTRIES = 0.9;

/** Below this share of a page's rows, codes are looked up for the wanted rows instead of decoding all. */
const FEW_ROWS_SHARE = 0.25;

export class FlatReader implements ColumnReader {
  readonly #cursor: PageCursor;
  readonly #store: LeafStore;
  readonly #rowCount: number;
  #slots: Slot[] = [];
  /** Rows of the first page that are passed. */
  #passed = 0;
  /** A page that was looked at, and its first row: batches are asked for one after the other. */
  #lastPage = 0;
  #lastFirst = 0;

  constructor(store: LeafStore, source: ChunkSource, shared?: ChunkReading) {
    this.#store = store;
    this.#rowCount = source.rowCount;
    this.#cursor = new PageCursor(store, source, true, shared);
  }

  get type(): DataType {
    return this.#store.node.type;
  }

  /** False for a column that the schema says has no nulls. */
  get isNullable(): boolean {
    return this.#store.node.levels.definition > 0;
  }

  /** Names the reader of the same column in the next row group, undefined before that is released. */
  set partner(next: FlatReader | undefined) {
    this.#cursor.partner = next === undefined ? undefined : next.#cursor;
  }

  /** The entries and the bytes of a code, where there are few enough entries for testing them instead of rows. */
  entries(): { readonly values: Values; readonly codeWidth: 1 | 2 | 4 } | undefined {
    if (this.#slots.length === 0 && !this.#cursor.isAtEnd) this.#cursor.peek();
    const { entryCount, codeWidth } = this.#cursor;
    if (entryCount === 0 || entryCount > this.#rowCount * MOST_ENTRIES) return undefined;
    return { values: this.#cursor.dictionary!, codeWidth };
  }

  /** Whether rows `[start, start + count)` are all codes: pages may be stored otherwise once a dictionary is full. */
  areCodes(start: number, count: number): boolean {
    const end = start + count;
    for (let i = 0, first = 0 - this.#passed; first < end; i++) {
      const { valueCount, encoding } = (this.#slots[i] ?? this.#addSlot()).header;
      first += valueCount;
      if (first > start && !isDictionaryEncoding(encoding)) return false;
    }
    return this.#cursor.entryCount > 0;
  }

  /** The dictionary that has all values of rows `[start, start + count)`; undefined where some are stored otherwise. */
  entriesOf(start: number, count: number): Values | undefined {
    return this.areCodes(start, count) ? this.#cursor.dictionary : undefined;
  }

  /** The pages that hold rows `[start, start + count)`, opened when looked at. */
  parts(start: number, count: number): readonly PagePart[] {
    const parts: PagePart[] = [];
    const end = start + count;
    for (let i = 0, first = 0 - this.#passed; first < end; i++) {
      const { valueCount } = (this.#slots[i] ?? this.#addSlot()).header;
      const from = Math.max(first, start);
      const to = Math.min(first + valueCount, end);
      if (to > from) parts.push(new PagePart(this, i, from - first, to - from, from - start));
      first += valueCount;
    }
    return parts;
  }

  /** The pages that hold rows `[start, start + count)`. */
  #pieces(start: number, count: number): readonly Piece[] {
    const pieces: Piece[] = [];
    const end = start + count;
    const goesOn = this.#lastPage > 0 && this.#lastFirst <= start;
    for (let i = goesOn ? this.#lastPage : 0, first = goesOn ? this.#lastFirst : 0 - this.#passed; first < end; i++) {
      const slot = this.#slots[i] ?? this.#addSlot();
      const next = first + slot.header.valueCount;
      if (next > start) {
        const from = first > start ? first : start;
        const page = slot.page ?? this.#open(i, true);
        this.#lastPage = i;
        this.#lastFirst = first;
        pieces.push({ page, from: from - first, count: (next < end ? next : end) - from, at: from - start });
      }
      first = next;
    }
    return pieces;
  }

  /** A page that `parts` named. */
  page(index: number): FlatPage {
    return this.#slots[index]?.page ?? this.#open(index, true);
  }

  slice(from: number, count: number, arena: Arena): ColumnVector {
    if (this.#store.conversion === 'Nulls') return nullVector(this.#store.node.type, count);
    const pieces = this.#pieces(from, count);
    return pieces.length === 1 ? this.#slice(pieces[0]!, arena) : this.#join(pieces, count, arena);
  }

  gather(rows: number, count: number, arena: Arena): ColumnVector {
    if (this.#store.conversion === 'Nulls') return nullVector(this.#store.node.type, count);
    const hits = this.#hits(rows, count);
    const validity = gatherValidity(hits, count, arena);
    if (this.#isBits)
      return this.#flat(
        gatherBits(hits, count, (page) => page.values(), arena),
        validity,
        count,
      );
    if (this.#keepsCodes(hits)) {
      const { codeWidth } = this.#cursor;
      const codes = arena.alloc(count * codeWidth);
      for (const hit of hits) hit.page.pickCodes(hit, codes + hit.at * codeWidth, arena);
      return this.#codes(codes, validity, count, arena);
    }
    const { width } = this.#store;
    const values = arena.alloc(count * width);
    for (const hit of hits) this.#gatherValues(hit, values + hit.at * width, arena);
    return this.#flat(values, validity, count);
  }

  advance(count: number): void {
    let left = this.#passed + count;
    this.#lastPage = 0;
    while (left > 0) {
      const { header, page } = this.#slots[0] ?? this.#addSlot();
      if (header.valueCount > left) break;
      left -= header.valueCount;
      this.#slots.shift();
      this.#cursor.reuse(header, page);
    }
    this.#passed = left;
  }

  release(): void {
    for (const { page } of this.#slots) if (page !== undefined) this.#cursor.drop(page);
    this.#slots = [];
    this.#cursor.release();
  }

  /** The next page, which is not opened yet. */
  #addSlot(): Slot {
    const slot: Slot = { header: this.#cursor.take(), page: undefined };
    this.#slots.push(slot);
    return slot;
  }

  /** Opens a page; with `goesOn`, the next one is likely to be wanted too. */
  #open(index: number, goesOn: boolean): FlatPage {
    const slot = this.#slots[index]!;
    const next = this.#slots[index + 1];
    const following = next?.header ?? (this.#cursor.isAtEnd ? undefined : this.#cursor.peek());
    return (slot.page = this.#cursor.openFlat(slot.header, goesOn && next?.page === undefined ? following : undefined));
  }

  #hits(rows: number, count: number): readonly Hit[] {
    const hits: Hit[] = [];
    for (let i = 0, first = 0 - this.#passed, done = 0; done < count; i++) {
      const slot = this.#slots[i] ?? this.#addSlot();
      const end = first + slot.header.valueCount;
      const next = firstAtLeast(rows, done, count, end);
      if (next > done) {
        const page = slot.page ?? this.#open(i, next < count);
        hits.push({ page, rows: rows + done * 4, count: next - done, first, at: done });
      }
      done = next;
      first = end;
    }
    return hits;
  }

  get #isBits(): boolean {
    return this.#store.storedWidth < 0;
  }

  #keepsCodes(parts: readonly { readonly page: FlatPage }[]): boolean {
    if (this.#cursor.keptCodeWidth === 0) return false;
    for (const { page } of parts) if (!page.isCoded) return false;
    return true;
  }

  #slice(part: Piece, arena: Arena): ColumnVector {
    const { page, from, count } = part;
    const validity = page.nullCount === 0 ? 0 : sliceBitmap(page.validity, from, count, arena);
    if (this.#keepsCodes([part]))
      return this.#codes(page.codes() + from * this.#cursor.codeWidth, validity, count, arena);
    const values = this.#isBits
      ? sliceBitmap(page.values(), from, count, arena)
      : page.values() + from * this.#store.width;
    return this.#flat(values, validity, count);
  }

  #join(parts: readonly Piece[], count: number, arena: Arena): ColumnVector {
    const validity = joinValidity(parts, count, arena);
    if (this.#keepsCodes(parts)) {
      const codes = joinFixed(parts, (page) => page.codes(), this.#cursor.codeWidth, count, arena);
      return this.#codes(codes, validity, count, arena);
    }
    const values = this.#isBits
      ? joinBits(parts, count, arena)
      : joinFixed(parts, (page) => page.values(), this.#store.width, count, arena);
    return this.#flat(values, validity, count);
  }

  #gatherValues(hit: Hit, to: number, arena: Arena): void {
    const { page, count } = hit;
    const { width } = this.#store;
    if (page.hasValues || !page.isCoded || count > page.slots * FEW_ROWS_SHARE) {
      gatherFixed(page.values(), width, relativeRows(hit.rows, count, hit.first, arena), count, to);
      return;
    }
    const { codeWidth, dictionary } = this.#cursor;
    const codes = arena.alloc(count * codeWidth);
    page.pickCodes(hit, codes, arena);
    lookUpCodes(dictionary!.column.values, width, codes, codeWidth, count, to, arena);
  }

  #codes(codes: number, validity: number, length: number, arena: Arena): ColumnVector {
    const { dictionary, codeWidth: width } = this.#cursor;
    const values = dictionary!.retain();
    arena.keep(values);
    const nullCount = countNulls(validity, length);
    const { type } = this.#store.node;
    return {
      encoding: 'dictionary',
      type,
      length,
      nullCount,
      validity: nullCount === 0 ? 0 : validity,
      codes,
      width,
      values,
    };
  }

  #flat(values: number, validity: number, length: number): ColumnVector {
    const nullCount = countNulls(validity, length);
    return flatVector(this.#store.node.type, length, { values, width: this.#store.width, validity, nullCount });
  }
}

function gatherValidity(hits: readonly Hit[], count: number, arena: Arena): number {
  if (hits.every(({ page }) => page.nullCount === 0)) return 0;
  return gatherBits(hits, count, (page) => page.validity, arena);
}

/** Bits at the wanted rows; a bitmap at address 0 has all set. */
function gatherBits(hits: readonly Hit[], count: number, bits: (page: FlatPage) => number, arena: Arena): number {
  const to = allocBitmap(count, true, arena);
  for (const { page, rows, count: n, first, at } of hits) {
    const from = bits(page);
    if (from === 0) continue;
    const own = arena.alloc(bitmapBytes(n));
    computeKernels().gatherBits(from, relativeRows(rows, n, first, arena), n, own);
    copyBits(own, 0, n, to, at);
  }
  return to;
}

function joinValidity(parts: readonly Piece[], count: number, arena: Arena): number {
  if (parts.every(({ page }) => page.nullCount === 0)) return 0;
  const validity = allocBitmap(count, true, arena);
  for (const { page, from, count: rows, at } of parts)
    if (page.nullCount > 0) copyBits(page.validity, from, rows, validity, at);
  return validity;
}

function joinFixed(
  parts: readonly Piece[],
  start: (page: FlatPage) => number,
  width: number,
  count: number,
  arena: Arena,
): number {
  const to = arena.alloc(count * width);
  for (const { page, from, count: rows, at } of parts) {
    const address = start(page) + from * width;
    copyBytesTo(to + at * width, address, rows * width);
  }
  return to;
}

function joinBits(parts: readonly Piece[], count: number, arena: Arena): number {
  const to = allocBitmap(count, false, arena);
  for (const { page, from, count: rows, at } of parts) copyBits(page.values(), from, rows, to, at);
  return to;
}
