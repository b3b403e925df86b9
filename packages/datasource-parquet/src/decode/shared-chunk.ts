/**
 * A column chunk that several scans of one execution read: the first keeps the dictionary and the pages it decoded, the
 * others take them and read nothing. Pages are handed on only where the whole chunk was decoded, so that its bytes are not
 * needed again; the dictionary always. The last scan that was expected gives everything back.
 */
import type { Values } from '@datafusion-ts/compute';
import type { ChunkSource } from './chunk-source.js';
import type { LeafStore } from './leaf-store.js';
import { detached, type PageBody } from './page-body.js';
import type { PageHeader } from './page-header.js';

/** What may be kept by all chunks of an execution together. */
export interface PageBudget {
  /** Takes bytes, or says that there are no more. */
  take(bytes: number): boolean;
  give(bytes: number): void;
}

/** All pages of a chunk, by their headers in order. */
export interface WholeChunk {
  readonly dictionaryHeader: PageHeader | undefined;
  readonly pages: ReadonlyMap<PageHeader, PageBody>;
}

interface KeptDictionary {
  readonly values: Values;
  readonly bytes: number;
}

/** The chunk during an execution. */
export class SharedChunk {
  readonly store: LeafStore;
  readonly valueCount: number;
  readonly #budget: PageBudget;
  /** Scans that were expected and have not ended, those that read now included. */
  #expected: number;
  #reading = 0;
  #kept: KeptDictionary | undefined;
  #whole: WholeChunk | undefined;
  #pageBytes = 0;

  constructor(store: LeafStore, valueCount: number, expected: number, budget: PageBudget) {
    this.store = store;
    this.valueCount = valueCount;
    this.#expected = expected;
    this.#budget = budget;
  }

  get dictionary(): Values | undefined {
    return this.#kept?.values;
  }

  get whole(): WholeChunk | undefined {
    return this.#whole;
  }

  /** True when scans are expected beyond those that read now. */
  get isAwaited(): boolean {
    return this.#expected > this.#reading;
  }

  /** A scan reads the chunk. */
  begin(): ChunkReading {
    this.#reading++;
    return new ChunkReading(this, this.#budget);
  }

  /** A scan that was expected will not read the chunk. */
  skip(): void {
    this.#expected--;
    this.#settle();
  }

  /** A scan that read the chunk has ended. */
  end(): void {
    this.#reading--;
    this.skip();
  }

  /** Keeps a reference to the entries, if there is room; `bytes` is their size. */
  keepDictionary(values: Values, bytes: number): void {
    if (this.#kept !== undefined || !this.isAwaited || !this.#budget.take(bytes)) return;
    this.#kept = { values: values.retain(), bytes };
  }

  /** Takes over all pages, for which `bytes` were taken; false when there are some already or nobody waits for them. */
  adopt(whole: WholeChunk, bytes: number): boolean {
    const hasEntries = whole.dictionaryHeader === undefined || this.#kept !== undefined;
    if (this.#whole !== undefined || !hasEntries || !this.isAwaited) return false;
    this.#whole = whole;
    this.#pageBytes = bytes;
    return true;
  }

  /** Gives everything back. */
  close(): void {
    this.#expected = 0;
    for (const page of this.#whole?.pages.values() ?? []) page.arena.release();
    this.#whole = undefined;
    this.#budget.give(this.#pageBytes);
    this.#pageBytes = 0;
    if (this.#kept === undefined) return;
    this.#kept.values.release();
    this.#budget.give(this.#kept.bytes);
    this.#kept = undefined;
  }

  #settle(): void {
    if (this.#expected <= 0 && this.#reading === 0) this.close();
  }
}

/** One scan's reading of a shared chunk. */
export class ChunkReading {
  /** All pages, where an earlier scan left them; nothing needs to be read then. */
  readonly whole: WholeChunk | undefined;
  readonly #chunk: SharedChunk;
  readonly #budget: PageBudget;
  readonly #pages = new Map<PageHeader, PageBody>();
  #slots = 0;
  #bytes = 0;
  #keeps: boolean;
  #dictionaryHeader: PageHeader | undefined;

  constructor(chunk: SharedChunk, budget: PageBudget) {
    this.#chunk = chunk;
    this.#budget = budget;
    this.whole = chunk.whole;
    this.#keeps = this.whole === undefined && chunk.isAwaited;
  }

  /** Entries that an earlier scan left. */
  get dictionary(): Values | undefined {
    return this.#chunk.dictionary;
  }

  noteDictionary(header: PageHeader): void {
    this.#dictionaryHeader = header;
  }

  /** Keeps entries of so many bytes that were just decoded, for later scans. */
  keepDictionary(values: Values, bytes: number): void {
    this.#chunk.keepDictionary(values, bytes);
  }

  /** Whether pages are to be opened in memory of their own. */
  get keepsPages(): boolean {
    return this.#keeps;
  }

  /** Takes over a page that is passed, unless nobody will want it or there is no room; the pages before go then, too. */
  keep(header: PageHeader, body: PageBody | undefined, source: ChunkSource): boolean {
    if (!this.#keeps) return false;
    const page = body === undefined || !this.#chunk.isAwaited ? undefined : detached(body, source);
    const bytes = page?.arena.allocatedBytes ?? 0;
    if (page === undefined || !this.#budget.take(bytes)) {
      this.#drop();
      return false;
    }
    this.#bytes += bytes;
    this.#slots += header.valueCount;
    this.#pages.set(header, page);
    return true;
  }

  /** Ends reading: the pages go to the chunk if they are all there. */
  end(): void {
    const [bytes, pages, dictionaryHeader] = [this.#bytes, this.#pages, this.#dictionaryHeader];
    const isWhole = this.#keeps && this.#slots > 0 && this.#slots === this.#chunk.valueCount;
    if (!isWhole || !this.#chunk.adopt({ dictionaryHeader, pages }, bytes)) this.#drop();
    this.#keeps = false;
    this.#chunk.end();
  }

  #drop(): void {
    this.#keeps = false;
    for (const page of this.#pages.values()) page.arena.release();
    this.#pages.clear();
    this.#budget.give(this.#bytes);
    this.#bytes = 0;
  }
}

/** Bytes of the codes of a dictionary. */
export const codeWidthFor = (entries: number): 1 | 2 | 4 => (entries <= 256 ? 1 : entries <= 65536 ? 2 : 4);
