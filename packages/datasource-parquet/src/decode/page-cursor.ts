/** Walks the pages of a column chunk: which are skipped unseen, which opened, and how long their memory lives. */
import { Arena, type Values } from '@datafusion-ts/compute';
import { parquetError } from '../parquet-error.js';
import type { ChunkSource } from './chunk-source.js';
import { readDictionary } from './dictionary.js';
import type { LeafStore } from './leaf-store.js';
import { openPage, type OpenPage } from './open-page.js';
import { inflatePair, isPairable, type Bytes } from './page-bytes.js';
import { readPageHeader, type PageHeader } from './page-header.js';

/** Dictionaries with more entries than this share of the rows are looked up at once instead of kept as codes. */
const MOST_ENTRIES_SHARE = 0.5;

interface Ahead {
  readonly header: PageHeader;
  readonly arena: Arena;
  readonly bytes: Bytes | undefined;
}

export class PageCursor {
  readonly store: LeafStore;
  readonly #source: ChunkSource;
  readonly #flat: boolean;
  #at: number;
  #slotsLeft: number;
  #dictionary: Values | undefined;
  #codeWidth: 0 | 1 | 2 | 4 = 0;
  /** Pages done with, whose values a batch may still show. */
  #finished: Arena[] = [];
  #spare: Arena[] = [];
  #next: PageHeader | undefined;
  /** The next page, decompressed together with the one before. */
  #ahead: Ahead | undefined;

  constructor(store: LeafStore, source: ChunkSource, flat: boolean) {
    this.store = store;
    this.#source = source;
    this.#flat = flat;
    this.#at = source.address;
    this.#slotsLeft = source.meta.valueCount;
    if (flat && this.#slotsLeft !== source.rowCount) {
      throw parquetError(
        `Column ${store.node.field.name} has ${this.#slotsLeft} values in a row group of ${source.rowCount} rows`,
      );
    }
  }

  get dictionary(): Values | undefined {
    return this.#dictionary;
  }

  get codeWidth(): 0 | 1 | 2 | 4 {
    return this.#codeWidth;
  }

  /** True when all slots were handed out by `open` and `skip`. */
  get isAtEnd(): boolean {
    return this.#slotsLeft === 0;
  }

  /** Header of the next data page, which neither `open` nor `skip` has passed. */
  peek(): PageHeader {
    while (this.#next === undefined) {
      if (this.#at >= this.#source.end || this.#slotsLeft <= 0) {
        throw parquetError(`EOF: column chunk of ${this.store.node.field.name} ends before all values are read`);
      }
      const header = readPageHeader(this.#at, this.#source.end);
      this.#at = header.body + header.compressedSize;
      if (header.kind === 'Dictionary') this.#setDictionary(header);
      else if (header.kind !== 'Other') this.#setNext(header);
    }
    return this.#next;
  }

  /** Decodes the next data page. Its memory is kept until `finish` and the `recycle` after. */
  open(): OpenPage {
    const header = this.#take();
    const ahead = this.#takeAhead(header);
    const arena = ahead?.arena ?? this.#spare.pop() ?? new Arena();
    const { store } = this;
    try {
      const ready = ahead?.bytes ?? this.#inflateWithNext(header, arena);
      const context = { store, dictionary: this.#dictionary, codeWidth: this.#codeWidth, arena };
      return openPage(this.#source, header, context, this.#flat, ready);
    } catch (error) {
      arena.release();
      throw error;
    }
  }

  /** The page's body when it was decompressed together with the one before. */
  #takeAhead(header: PageHeader): Ahead | undefined {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    if (ahead === undefined || ahead.header === header) return ahead;
    ahead.arena.release(); // that page was skipped
    return undefined;
  }

  /** Decompresses a page of text together with the next one. */
  #inflateWithNext(header: PageHeader, arena: Arena): Bytes | undefined {
    if (!this.store.isText || this.#slotsLeft === 0 || !isPairable(this.#source, header)) return undefined;
    const next = this.peek();
    if (!isPairable(this.#source, next)) return undefined;
    const nextArena = this.#spare.pop() ?? new Arena();
    this.#ahead = { header: next, arena: nextArena, bytes: undefined };
    const pair = inflatePair(header, arena, next, nextArena);
    this.#ahead = { header: next, arena: nextArena, bytes: pair?.[1] };
    return pair?.[0];
  }

  /** Passes the next data page without looking at its values. */
  skip(): void {
    this.#take();
  }

  /** Says that a page is read to its end; what shows it may live until the next `recycle`. */
  finish(page: OpenPage): void {
    this.#finished.push(page.arena);
  }

  /** Reuses the memory of finished pages: nobody shows them any more. */
  recycle(): void {
    for (const arena of this.#finished) {
      arena.reset();
      this.#spare.push(arena);
    }
    this.#finished = [];
  }

  release(): void {
    for (const arena of [...this.#finished, ...this.#spare]) arena.release();
    this.#ahead?.arena.release();
    this.#ahead = undefined;
    this.#finished = [];
    this.#spare = [];
    this.#dictionary?.release();
    this.#dictionary = undefined;
  }

  #take(): PageHeader {
    const header = this.peek();
    this.#next = undefined;
    this.#slotsLeft -= header.valueCount;
    return header;
  }

  #setNext(header: PageHeader): void {
    if (header.valueCount > this.#slotsLeft) throw parquetError('Page has more values than its column chunk');
    if (header.valueCount > 0) this.#next = header;
  }

  #setDictionary(header: PageHeader): void {
    if (this.#dictionary !== undefined) throw parquetError('Column chunk has more than one dictionary');
    this.#dictionary = readDictionary(this.store, this.#source, header);
    const entries = this.#dictionary.column.length;
    if (this.store.storedWidth !== 0 || entries > this.#source.rowCount * MOST_ENTRIES_SHARE || entries === 0) return;
    if (this.store.conversion !== 'None') return;
    this.#codeWidth = entries <= 256 ? 1 : entries <= 65536 ? 2 : 4;
  }
}
