/** Walks the pages of a column chunk: which are skipped unseen, which opened, and how long their memory lives. */
import { Arena, type Values } from '@datafusion-ts/compute';
import { parquetError } from '../parquet-error.js';
import type { ChunkSource } from './chunk-source.js';
import { readDictionary, type Inflated } from './dictionary.js';
import type { LeafStore } from './leaf-store.js';
import { FlatPage } from './flat-page.js';
import { openPage, type OpenPage } from './open-page.js';
import { openBody, type PageBody } from './page-body.js';
import { contentOf, inflatePair, isPairable, type Bytes } from './page-bytes.js';
import { readPageHeaders, type PageHeader } from './page-header.js';
import { codeWidthFor, type ChunkReading, type WholeChunk } from './shared-chunk.js';

/** Dictionaries with more entries than this share of the rows are looked up at once instead of kept as codes. */
const MOST_ENTRIES_SHARE = 0.5;

/** Entries of numbers that are kept as codes: a byte a row then is less to move than the value. */
const MOST_NUMBERS = 256;

/** Entries up to which codes are handed on; text is worth it whatever the number, looking up numbers soon costs more. */
function mostKeptEntries({ storedWidth, conversion, width }: LeafStore, isFlat: boolean): number {
  if (storedWidth === 0) return conversion === 'None' ? Infinity : 0;
  return isFlat && storedWidth > 0 && (width === 4 || width === 8) ? MOST_NUMBERS : 0;
}

/** Pages of the next row group among which one is looked for that is like this group's last. */
const LOOK_AHEAD = 4;

/** Whether two pages take about as long: what is left of the longer one is decompressed alone, half as fast. */
const areAlike = (a: PageHeader, b: PageHeader): boolean =>
  Math.max(a.compressedSize, b.compressedSize) <= 2 * Math.min(a.compressedSize, b.compressedSize);

export class PageCursor {
  readonly store: LeafStore;
  readonly #source: ChunkSource;
  /** What other scans of the chunk left, and what to leave for them. */
  readonly #shared: ChunkReading | undefined;
  readonly #flat: boolean;
  #at: number;
  #slotsLeft: number;
  #dictionaryHeader: PageHeader | undefined;
  #dictionary: Values | undefined;
  #codeWidth: 1 | 2 | 4 = 1;
  #keepsCodes = false;
  /** Pages done with, whose values a batch may still show. */
  #finished: Arena[] = [];
  /** Headers of data pages that were read but not taken. */
  readonly #read: PageHeader[] = [];
  /** Slots of pages whose headers were not read. */
  #slotsUnread: number;
  #partner: PageCursor | undefined;
  /** Pages that were decompressed together with the one before. */
  readonly #ahead = new Map<PageHeader, Inflated>();

  constructor(store: LeafStore, source: ChunkSource, flat: boolean, shared?: ChunkReading) {
    this.store = store;
    this.#source = source;
    this.#shared = shared;
    this.#flat = flat;
    this.#at = source.address;
    this.#slotsLeft = source.meta.valueCount;
    this.#slotsUnread = source.meta.valueCount;
    if (flat && this.#slotsLeft !== source.rowCount) {
      throw parquetError(
        `Column ${store.node.field.name} has ${this.#slotsLeft} values in a row group of ${source.rowCount} rows`,
      );
    }
    if (shared?.whole !== undefined) this.#takeWhole(shared.whole);
  }

  /** Takes the pages of a chunk whose bytes are not read again. */
  #takeWhole({ dictionaryHeader, pages }: WholeChunk): void {
    if (dictionaryHeader !== undefined) this.#setDictionary(dictionaryHeader);
    for (const header of pages.keys()) this.#add(header);
  }

  /** Number of dictionary entries; 0 without a dictionary. */
  get entryCount(): number {
    return this.#dictionaryHeader?.valueCount ?? 0;
  }

  /** The entries, decoded when first asked for. */
  get dictionary(): Values | undefined {
    const header = this.#dictionaryHeader;
    if (header === undefined) return undefined;
    return (this.#dictionary ??= this.#shared?.dictionary?.retain() ?? this.#decode(header));
  }

  #decode(header: PageHeader): Values {
    const inflated = this.#inflate(header, undefined);
    const values = readDictionary(this.store, this.#source, header, inflated);
    this.#shared?.keepDictionary(values, inflated.arena.allocatedBytes);
    return values;
  }

  /** The same column of the next row group: its pages may be decompressed together with this one's. */
  set partner(partner: PageCursor | undefined) {
    this.#partner = partner;
  }

  /** Bytes of a code. */
  get codeWidth(): 1 | 2 | 4 {
    return this.#codeWidth;
  }

  /** Bytes of a code where codes are what is handed on: text with few entries, numbers with very few. Otherwise 0. */
  get keptCodeWidth(): 0 | 1 | 2 | 4 {
    return this.#keepsCodes ? this.#codeWidth : 0;
  }

  /** True when all slots were taken. */
  get isAtEnd(): boolean {
    return this.#slotsLeft === 0;
  }

  /** Header of the next data page, which was not taken yet. */
  peek(): PageHeader {
    if (this.#read.length === 0) this.#readHeaders();
    return this.#read[0]!;
  }

  /** Reads headers up to that of a data page that has values, and perhaps of pages behind. */
  #readHeaders(): void {
    for (const before = this.#read.length; this.#read.length === before;) {
      const { end, headerSpace } = this.#source;
      if (this.#at >= end || this.#slotsUnread <= 0) {
        throw parquetError(`EOF: column chunk of ${this.store.node.field.name} ends before all values are read`);
      }
      for (const header of readPageHeaders(this.#at, end, this.#slotsUnread, headerSpace)) {
        this.#at = header.body + header.compressedSize;
        if (header.kind === 'Dictionary') this.#setDictionary(header);
        else if (header.kind !== 'Other') this.#add(header);
      }
    }
  }

  /** The next data page's header, for `openFlat`. */
  take(): PageHeader {
    const header = this.peek();
    this.#read.shift();
    this.#slotsLeft -= header.valueCount;
    return header;
  }

  /** Opens a taken page; its memory is its arena's, which goes back by `reuse`. `following` is likely to be opened next. */
  openFlat(header: PageHeader, following: PageHeader | undefined): FlatPage {
    const known = this.#shared?.whole?.pages.get(header);
    const { arenasForValues } = this.#source;
    if (known !== undefined) return new FlatPage(this, header, known, arenasForValues.take());
    const { arena, bytes } = this.#inflate(header, following);
    try {
      const body = openBody(this.store, this.#source, header, arena, bytes);
      const own = this.#shared?.keepsPages === true ? arenasForValues.take() : arena;
      return new FlatPage(this, header, body, own);
    } catch (error) {
      arena.release();
      throw error;
    }
  }

  /** Decodes the next data page. Its memory is kept until `finish` and the `recycle` after. */
  openLevelled(): OpenPage {
    const header = this.take();
    const { arena, bytes } = this.#inflate(header, this.isAtEnd ? undefined : this.peek());
    const { store } = this;
    try {
      const context = { store, dictionary: this.dictionary, codeWidth: this.keptCodeWidth, arena };
      return openPage(this.#source, header, context, bytes);
    } catch (error) {
      arena.release();
      throw error;
    }
  }

  /** An arena for a page, with its body if that was decompressed together with another page's. */
  #inflate(header: PageHeader, following: PageHeader | undefined): Inflated {
    const ready = this.#ahead.get(header);
    if (ready !== undefined) {
      this.#ahead.delete(header);
      return ready;
    }
    const arena = this.#arenaFor(header);
    try {
      return { arena, bytes: this.#inflatePair(header, arena, following) };
    } catch (error) {
      arena.release();
      throw error;
    }
  }

  /** Memory for a page; that of its own for entries, which batches may keep, and for what other scans may keep. */
  #arenaFor({ kind }: PageHeader): Arena {
    return kind === 'Dictionary' || this.#shared?.keepsPages === true ? new Arena() : this.#source.arenas.take();
  }

  /** Decompresses a page together with the following one, or one of the next row group: two at once are faster. */
  #inflatePair(header: PageHeader, arena: Arena, following: PageHeader | undefined): Bytes | undefined {
    if (!isPairable(this.#source, header)) return undefined;
    const own = following !== undefined && this.#isPairFor(header, following) ? following : undefined;
    const partner = own !== undefined && areAlike(header, own) ? undefined : this.#partner;
    const theirs = partner === undefined ? undefined : partner.#pairFor(header);
    const other = theirs ?? own;
    if (other === undefined) return undefined;
    const cursor = theirs === undefined || partner === undefined ? this : partner;
    const otherArena = cursor.#arenaFor(other);
    cursor.#ahead.set(other, { arena: otherArena, bytes: undefined });
    const pair = inflatePair(header, arena, other, otherArena, contentOf(this.store, header));
    cursor.#ahead.set(other, { arena: otherArena, bytes: pair?.[1] });
    return pair?.[0];
  }

  /** A page here that is like one of the row group before and not decompressed yet: the dictionary, or one of the first. */
  #pairFor(page: PageHeader): PageHeader | undefined {
    if (this.#slotsLeft !== this.#source.meta.valueCount || this.isAtEnd) return undefined;
    if (this.#shared?.whole !== undefined) return undefined;
    this.peek();
    if (page.kind === 'Dictionary') {
      const isKnown = this.#dictionary !== undefined || this.#shared?.dictionary !== undefined;
      const header = isKnown ? undefined : this.#dictionaryHeader;
      return header !== undefined && this.#isPairFor(page, header) ? header : undefined;
    }
    for (let i = 0; i < LOOK_AHEAD; i++) {
      if (i === this.#read.length) {
        if (this.#slotsUnread <= 0) return undefined;
        this.#readHeaders();
      }
      const header = this.#read[i]!;
      if (areAlike(page, header) && this.#isPairFor(page, header)) return header;
    }
    return undefined;
  }

  #isPairFor(page: PageHeader, header: PageHeader): boolean {
    const isSame = contentOf(this.store, header) === contentOf(this.store, page);
    return isSame && !this.#ahead.has(header) && isPairable(this.#source, header);
  }

  /** Says that a page is passed, opened or not: its memory is used for others. */
  reuse(header: PageHeader, page: FlatPage | undefined): void {
    const isKept = this.#keep(header, page?.body);
    if (page !== undefined && page.arena !== page.body.arena) this.#source.arenasForValues.giveBack(page.arena);
    if (isKept) return;
    const arena = page?.body.arena ?? this.#ahead.get(header)?.arena;
    this.#ahead.delete(header);
    if (arena !== undefined) this.#source.arenas.giveBack(arena);
  }

  /** Leaves a page that is passed to other scans; true where it is theirs. */
  #keep(header: PageHeader, body: PageBody | undefined): boolean {
    if (this.#shared === undefined) return false;
    return this.#shared.whole !== undefined || this.#shared.keep(header, body, this.#source);
  }

  /** Gives back an open page that was not passed. */
  drop({ arena, body }: FlatPage): void {
    if (arena !== body.arena) this.#source.arenasForValues.giveBack(arena);
    if (this.#shared?.whole === undefined) this.#source.arenas.giveBack(body.arena);
  }

  /** Says that a page is read to its end; what shows it may live until the next `recycle`. */
  finish(page: OpenPage): void {
    this.#finished.push(page.arena);
  }

  /** Reuses the memory of finished pages: nobody shows them any more. */
  recycle(): void {
    for (const arena of this.#finished) this.#source.arenas.giveBack(arena);
    this.#finished = [];
  }

  /** Gives back the memory of all pages but those that were opened flat. */
  release(): void {
    this.recycle();
    for (const { arena } of this.#ahead.values()) this.#source.arenas.giveBack(arena);
    this.#ahead.clear();
    this.#dictionary?.release();
    this.#dictionary = undefined;
  }

  #add(header: PageHeader): void {
    if (header.valueCount > this.#slotsUnread) throw parquetError('Page has more values than its column chunk');
    if (header.valueCount === 0) return;
    this.#read.push(header);
    this.#slotsUnread -= header.valueCount;
  }

  #setDictionary(header: PageHeader): void {
    if (this.#dictionaryHeader !== undefined) throw parquetError('Column chunk has more than one dictionary');
    this.#dictionaryHeader = header;
    const entries = header.valueCount;
    this.#codeWidth = codeWidthFor(entries);
    this.#shared?.noteDictionary(header);
    this.#keepsCodes =
      entries > 0 &&
      entries <= this.#source.rowCount * MOST_ENTRIES_SHARE &&
      entries <= mostKeptEntries(this.store, this.#flat);
  }
}
