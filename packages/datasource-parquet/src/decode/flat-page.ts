/**
 * A page of a column that is neither nested nor in something nested. Dictionary-coded values are unpacked when they are
 * asked for, to codes (for filters, and where few rows are wanted) or looked up at once.
 */
import { bitmapBytes, kernels as computeKernels, type Arena, type Values } from '@datafusion-ts/compute';
import { relativeRows } from '@datafusion-ts/datasource';
import { kernels } from '../kernels.js';
import { checkCodes, codesOf, denseValues } from './dense-values.js';
import { gatherFixed } from './gather-values.js';
import type { LeafStore } from './leaf-store.js';
import { spread, spreadTo } from './open-page.js';
import type { PageBody } from './page-body.js';
import { Encoding, type PageHeader } from './page-header.js';

/** The dictionary of the page's column chunk, decoded when it is needed. */
export interface PageDictionary {
  readonly store: LeafStore;
  readonly dictionary: Values | undefined;
  readonly entryCount: number;
  /** Bytes of a code. */
  readonly codeWidth: 1 | 2 | 4;
}

/** Below this share of a page's rows, codes are taken out of the runs one by one instead of unpacking all. */
const FEW_ROWS_SHARE = 0.2;

/** The same for pages with nulls, where the rows' places among the values are to be counted first. */
const FEW_ROWS_AMONG_NULLS = 0.07;

/** Ascending u32 numbers of rows of a page, the first row of which has the number `first`. */
export interface PageRows {
  readonly rows: number;
  readonly count: number;
  readonly first: number;
}

/** True for pages of codes. */
export const isDictionaryEncoding = (encoding: number): boolean =>
  encoding === Encoding.RleDictionary || encoding === Encoding.PlainDictionary;

export class FlatPage {
  /** Keeps what is decoded; it may be the body's, too. */
  readonly arena: Arena;
  readonly body: PageBody;
  /** Rows, nulls included. */
  readonly slots: number;
  /** True when `codes` can be had. */
  readonly isCoded: boolean;
  readonly #chunk: PageDictionary;
  readonly #encoding: number;
  #codes: number | undefined;
  #values: number | undefined;

  constructor(chunk: PageDictionary, header: PageHeader, body: PageBody, arena: Arena) {
    this.arena = arena;
    this.body = body;
    this.slots = header.valueCount;
    this.#chunk = chunk;
    this.#encoding = header.encoding;
    this.isCoded = isDictionaryEncoding(header.encoding) && chunk.entryCount > 0;
  }

  /** Bitmap of the rows that are not null; 0: no nulls. */
  get validity(): number {
    return this.body.validity;
  }

  get nullCount(): number {
    return this.body.nullCount;
  }

  /** True when `values` costs nothing more. */
  get hasValues(): boolean {
    return this.#values !== undefined;
  }

  /** Codes of all rows, those of nulls being 0, all checked against the dictionary; only of coded pages. */
  codes(): number {
    return (this.#codes ??= this.#unpack());
  }

  /**
   * Writes the codes of the page's rows that are named. Few are taken out of the runs one by one, unless all codes were
   * unpacked already; where there are nulls, which have no codes, at their ranks among the others.
   */
  pickCodes(wanted: PageRows, to: number, arena: Arena): void {
    const { rows, count, first } = wanted;
    const { codeWidth } = this.#chunk;
    if (this.#isUnpackedFor(count)) {
      gatherFixed(this.codes(), codeWidth, relativeRows(rows, count, first, arena), count, to);
      return;
    }
    if (this.nullCount === 0) {
      this.#pick(wanted, to);
      return;
    }
    const { ranks, count: valid } = this.#ranked(wanted, arena);
    if (valid === count) {
      this.#pick({ rows: ranks, count, first: 0 }, to);
      return;
    }
    const dense = arena.alloc(valid * codeWidth);
    this.#pick({ rows: ranks, count: valid, first: 0 }, dense);
    const validity = arena.alloc(bitmapBytes(count));
    computeKernels().gatherBits(this.validity, relativeRows(rows, count, first, arena), count, validity);
    spreadTo(dense, codeWidth, validity, count, to);
  }

  #pick({ rows, count, first }: PageRows, to: number): void {
    const { codeWidth, entryCount } = this.#chunk;
    const { address, end } = this.body.values;
    const k = kernels();
    const pick = codeWidth === 1 ? k.pickCodes1 : codeWidth === 2 ? k.pickCodes2 : k.pickCodes4;
    checkCodes(pick(address, end, this.#present, entryCount, rows, count, first, to));
  }

  /** Those of the rows that are not null, and their places among the values. */
  #ranked({ rows, count, first }: PageRows, arena: Arena): { ranks: number; valid: number; count: number } {
    const [ranks, valid] = [arena.alloc(count * 4 + 4), arena.alloc(count * 4 + 4)];
    return { ranks, valid, count: kernels().rankRows(this.validity, rows, count, first, ranks, valid) };
  }

  /**
   * Keeps those of the rows whose code passes: its byte in `table`, 0 or 255, says so. Writes the numbers of the rows that
   * pass and gives how many they are.
   */
  narrow(table: number, nullPasses: boolean, wanted: PageRows, to: number, arena: Arena): number {
    const { rows, count, first } = wanted;
    const { codeWidth, entryCount } = this.#chunk;
    if (this.#isUnpackedFor(count) || (nullPasses && this.nullCount > 0)) {
      const nulls = nullPasses ? 255 : 0;
      return computeKernels().narrowCodes(this.codes(), codeWidth, this.validity, nulls, rows, count, first, table, to);
    }
    const { address, end } = this.body.values;
    const k = kernels();
    if (this.nullCount === 0)
      return checkCodes(k.narrowPacked(address, end, this.slots, entryCount, rows, count, first, 0, table, to));
    const own = this.#ranked(wanted, arena);
    return checkCodes(
      k.narrowPacked(address, end, this.#present, entryCount, own.valid, own.count, 0, own.ranks, table, to),
    );
  }

  #isUnpackedFor(count: number): boolean {
    const few = this.nullCount === 0 ? FEW_ROWS_SHARE : FEW_ROWS_AMONG_NULLS;
    return this.#codes !== undefined || count > this.slots * few;
  }

  /** Values of all rows in the engine's width; zero for nulls. */
  values(): number {
    return (this.#values ??= this.#decode());
  }

  get #present(): number {
    return this.slots - this.nullCount;
  }

  #unpack(): number {
    const { entryCount, codeWidth } = this.#chunk;
    const { address, end } = this.body.values;
    const codes = codesOf(codeWidth, address, end, this.#present, entryCount, this.arena);
    return this.nullCount === 0 ? codes : spread(codes, false, codeWidth, this.validity, this.slots, this.arena);
  }

  #decode(): number {
    const { store, dictionary } = this.#chunk;
    const context = { store, dictionary, codeWidth: 0, arena: this.arena } as const;
    const { address, end } = this.body.values;
    const dense = denseValues(context, this.#encoding, address, end, this.#present);
    if (this.nullCount === 0) return dense.address;
    return spread(dense.address, store.storedWidth < 0, store.width, this.validity, this.slots, this.arena);
  }
}
