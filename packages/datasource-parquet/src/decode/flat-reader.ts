/** Reads a column that is neither nested nor in something nested: one value or null a row. */
import {
  allocBitmap,
  copyBits,
  countNulls,
  flatVector,
  kernels as computeKernels,
  mem,
  nullVector,
  sliceBitmap,
  type Arena,
  type ColumnVector,
} from '@datafusion-ts/compute';
import type { ChunkSource } from './chunk-source.js';
import type { LeafStore } from './leaf-store.js';
import type { OpenPage } from './open-page.js';
import { PageCursor } from './page-cursor.js';

/** Rows `[from, from + count)` of a page. */
interface Part {
  readonly page: OpenPage;
  readonly from: number;
  readonly count: number;
}

/** What the scan wants of a column of a row group, whatever its shape. */
export interface ColumnReader {
  /** The next rows; valid until the next `read` and as long as `arena` keeps what it holds. */
  read(count: number, arena: Arena): ColumnVector;
  /** Passes rows; pages that are passed whole are not decompressed. */
  skip(count: number): void;
  release(): void;
}

export class FlatReader implements ColumnReader {
  readonly #cursor: PageCursor;
  readonly #store: LeafStore;
  #page: OpenPage | undefined;
  #from = 0;

  constructor(store: LeafStore, source: ChunkSource) {
    this.#store = store;
    this.#cursor = new PageCursor(store, source, true);
  }

  read(count: number, arena: Arena): ColumnVector {
    this.#cursor.recycle();
    const parts: Part[] = [];
    for (let left = count; left > 0;) {
      const page = this.#page ?? this.#open();
      const take = Math.min(left, page.slots - this.#from);
      parts.push({ page, from: this.#from, count: take });
      left -= take;
      this.#advance(page, take);
    }
    if (this.#store.conversion === 'Nulls') return nullVector(this.#store.node.type, count);
    return parts.length === 1 ? this.#slice(parts[0]!, arena) : this.#join(parts, count, arena);
  }

  skip(count: number): void {
    this.#cursor.recycle();
    for (let left = count; left > 0;) {
      if (this.#page === undefined) {
        const { valueCount } = this.#cursor.peek();
        if (valueCount <= left) {
          this.#cursor.skip();
          left -= valueCount;
          continue;
        }
      }
      const page = this.#page ?? this.#open();
      const take = Math.min(left, page.slots - this.#from);
      left -= take;
      this.#advance(page, take);
    }
  }

  release(): void {
    this.#page?.arena.release();
    this.#page = undefined;
    this.#cursor.release();
  }

  #open(): OpenPage {
    this.#from = 0;
    return (this.#page = this.#cursor.open());
  }

  #advance(page: OpenPage, rows: number): void {
    this.#from += rows;
    if (this.#from < page.slots) return;
    this.#cursor.finish(page);
    this.#page = undefined;
  }

  get #isBits(): boolean {
    return this.#store.storedWidth < 0;
  }

  #slice({ page, from, count }: Part, arena: Arena): ColumnVector {
    const validity = page.nullCount === 0 ? 0 : sliceBitmap(page.validity, from, count, arena);
    if (page.kind === 'Codes') return this.#codes(page.address + from * this.#cursor.codeWidth, validity, count, arena);
    const values = this.#isBits
      ? sliceBitmap(page.address, from, count, arena)
      : page.address + from * this.#store.width;
    return this.#flat(values, validity, count);
  }

  #join(parts: readonly Part[], count: number, arena: Arena): ColumnVector {
    const validity = joinValidity(parts, count, arena);
    if (parts.every(({ page }) => page.kind === 'Codes')) {
      const width = this.#cursor.codeWidth;
      return this.#codes(joinValues(parts, width, count, arena), validity, count, arena);
    }
    if (this.#isBits) return this.#flat(joinBits(parts, count, arena), validity, count);
    const plain = parts.map((part) => (part.page.kind === 'Codes' ? this.#lookUp(part, arena) : part));
    return this.#flat(joinValues(plain, this.#store.width, count, arena), validity, count);
  }

  /** Values of a part of codes, for a batch that has values elsewhere. */
  #lookUp({ page, from, count }: Part, arena: Arena): Part {
    const { codeWidth, dictionary } = this.#cursor;
    const rows = arena.alloc(count * 4);
    const to = arena.alloc(count * this.#store.width);
    computeKernels().widenCodes(page.address + from * codeWidth, codeWidth, count, rows);
    computeKernels().gatherBytes(dictionary!.column.values, this.#store.width, rows, count, to);
    return { page: { ...page, kind: 'Values', address: to }, from: 0, count };
  }

  #codes(codes: number, validity: number, length: number, arena: Arena): ColumnVector {
    const { dictionary, codeWidth } = this.#cursor;
    const values = dictionary!.retain();
    arena.keep(values);
    const nullCount = countNulls(validity, length);
    const width = codeWidth === 0 ? 1 : codeWidth;
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

function joinValidity(parts: readonly Part[], count: number, arena: Arena): number {
  if (parts.every(({ page }) => page.nullCount === 0)) return 0;
  const validity = allocBitmap(count, true, arena);
  let at = 0;
  for (const { page, from, count: rows } of parts) {
    if (page.nullCount > 0) copyBits(page.validity, from, rows, validity, at);
    at += rows;
  }
  return validity;
}

function joinValues(parts: readonly Part[], width: number, count: number, arena: Arena): number {
  const to = arena.alloc(count * width);
  let at = to;
  for (const { page, from, count: rows } of parts) {
    const start = page.address + from * width;
    mem.u8.copyWithin(at, start, start + rows * width);
    at += rows * width;
  }
  return to;
}

function joinBits(parts: readonly Part[], count: number, arena: Arena): number {
  const to = allocBitmap(count, false, arena);
  let at = 0;
  for (const { page, from, count: rows } of parts) {
    copyBits(page.address, from, rows, to, at);
    at += rows;
  }
  return to;
}
