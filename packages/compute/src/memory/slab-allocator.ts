import { ResourcesExhaustedError } from '@datafusion-ts/common';
import { mem, type EngineMemory } from './engine-memory.js';

/** First address handed out; below are the static tables of the kernel modules. */
const BASE = 1 << 20;
const PAGE_SHIFT = 12;
/** Bytes of a page, which blocks are made of. */
export const PAGE = 1 << PAGE_SHIFT;
/** Pages a 4 GiB memory has behind BASE, but for the last, so that the address behind any block is a u32 too. */
const MOST_PAGES = 2 ** (32 - PAGE_SHIFT) - (BASE >>> PAGE_SHIFT) - 1;
/** Steps within a power of two. */
const STEP_BITS = 3;
const STEPS = 1 << STEP_BITS;
const CLASSES = 22 * STEPS;
/** Pages up to which freed runs are kept for requests of the same size, and how many of each size. */
const QUICK_PAGES = 16;
const QUICK_RUNS = 8;

/**
 * Runs of 4 KiB pages of the engine memory. All of `alloc` and `free` takes constant time whatever the order: free runs
 * hang in lists by size class (two-level segregated fit), and tags at both ends of every run let a freed run join its free
 * neighbours. Freed pages are reused before fresh ones, whose first touch costs 0.5 µs a KiB; free space at the end falls
 * back to the untouched rest.
 *
 * Most blocks have few pages and a short life: some freed runs of each small size wait as they are for the next request.
 * They join their neighbours when memory is short and when nobody holds a block.
 */
export class SlabAllocator {
  readonly memory: EngineMemory;
  /** At the first and the last page of each run: its pages, negative when free. Other places are stale. */
  #tags = new Int32Array(1024);
  #next = new Int32Array(1024);
  #previous = new Int32Array(1024);
  /** First free run of each class, -1 for none. */
  readonly #heads = new Int32Array(CLASSES).fill(-1);
  /** Bit per class that has runs. */
  readonly #occupied = new Uint32Array((CLASSES + 31) >>> 5);
  /** First pages of small freed runs by their pages. */
  readonly #quick: readonly number[][] = Array.from({ length: QUICK_PAGES + 1 }, () => []);
  #top = 0;
  #livePages = 0;
  #liveBlocks = 0;
  /** Blocks that outlive queries, and their pages. */
  readonly #lasting = new Map<number, number>();
  #lastingPages = 0;
  /**
   * Asked to free lasting blocks when the platform gives no more memory for so many bytes; true when it freed any.
   * Whoever keeps such blocks sets it.
   */
  reclaim: ((bytes: number) => boolean) | undefined;

  constructor(memory: EngineMemory) {
    this.memory = memory;
  }

  /** Bytes of queries handed out and not freed, in whole pages: without lasting blocks. */
  get liveBytes(): number {
    return this.#livePages * PAGE;
  }

  /** Blocks of queries handed out and not freed: without lasting blocks. */
  get liveBlocks(): number {
    return this.#liveBlocks;
  }

  /** Bytes of blocks that outlive queries, in whole pages. */
  get lastingBytes(): number {
    return this.#lastingPages * PAGE;
  }

  /** Blocks that outlive queries. */
  get lastingBlocks(): number {
    return this.#lasting.size;
  }

  /** Bytes between the first block and the end of the last: what was ever touched and is not given back. */
  get extentBytes(): number {
    return this.#top * PAGE;
  }

  /** Address of at least `bytes` bytes, aligned to 4 KiB; throws when the platform has no more. */
  alloc(bytes: number): number {
    const pages = pagesOf(bytes);
    const quick = pages <= QUICK_PAGES ? this.#quick[pages]!.pop() : undefined;
    const page = quick ?? this.#take(pages);
    if (quick !== undefined) this.#tag(quick, pages);
    this.#livePages += pages;
    this.#liveBlocks++;
    return BASE + page * PAGE;
  }

  /** Likewise for what belongs to no query: counted apart, so that what queries leave behind shows. */
  allocLasting(bytes: number): number {
    const pages = pagesOf(bytes);
    const address = BASE + this.#take(pages) * PAGE;
    this.#lastingPages += pages;
    this.#lasting.set(address, pages);
    return address;
  }

  /** Takes a block back; throws a RangeError for an address that came neither from `alloc` nor from `allocLasting`. */
  free(address: number): void {
    const page = (address - BASE) / PAGE;
    const pages = Number.isInteger(page) && page >= 0 && page < this.#top ? this.#tags[page]! : 0;
    if (pages <= 0) throw new RangeError(`free of unknown block ${address}`);
    this.#uncount(address, pages);
    const quick = this.#quick[pages];
    if (quick === undefined || quick.length >= QUICK_RUNS || this.#liveBlocks === 0) this.#join(page, pages);
    else {
      this.#tags[page] = 0; // no block begins here, and nothing to join
      quick.push(page);
    }
    if (this.#liveBlocks === 0) this.#joinQuick();
  }

  /** Joins the runs that wait; true when there were any. */
  #joinQuick(): boolean {
    let found = false;
    this.#quick.forEach((runs, pages) => {
      found ||= runs.length > 0;
      for (let page = runs.pop(); page !== undefined; page = runs.pop()) this.#join(page, pages);
    });
    return found;
  }

  /** Makes a run free, in one with free neighbours. */
  #join(first: number, count: number): void {
    let [page, pages] = [first, count];
    this.#tags[page + pages - 1] = 0; // places inside joined runs must not look like runs
    this.#tags[page] = 0;
    const before = page > 0 ? this.#tags[page - 1]! : 0;
    if (before < 0) {
      this.#unlink(page + before, -before);
      this.#tags[page - 1] = 0;
      page += before;
      pages -= before;
    }
    const end = page + pages;
    const after = end < this.#top ? this.#tags[end]! : 0;
    if (after < 0) {
      this.#unlink(end, -after);
      this.#tags[end] = 0;
      pages -= after;
    }
    if (page + pages === this.#top) {
      this.#top = page;
    } else {
      this.#link(page, pages);
    }
  }

  #uncount(address: number, pages: number): void {
    if (this.#lasting.delete(address)) this.#lastingPages -= pages;
    else {
      this.#livePages -= pages;
      this.#liveBlocks--;
    }
  }

  /** The first of `pages` pages that are nobody else's. */
  #take(pages: number): number {
    let page = this.#find(pages);
    while (page === -1 && (this.#joinQuick() || this.reclaim?.(pages * PAGE) === true)) page = this.#find(pages);
    if (page === -1) {
      throw new ResourcesExhaustedError(
        `Failed to allocate ${pages * PAGE} bytes: the engine memory of ${BASE + this.#top * PAGE} bytes cannot grow further`,
      );
    }
    this.#tag(page, pages);
    return page;
  }

  /** The first of `pages` free or untouched pages, or -1. */
  #find(pages: number): number {
    const page = this.#takeFree(pages);
    return page === -1 ? this.#extend(pages) : page;
  }

  /** A free run cut to size, or -1. */
  #takeFree(pages: number): number {
    const index = this.#firstFitting(pages);
    if (index === -1) return -1;
    const page = this.#heads[index]!;
    const size = -this.#tags[page]!;
    this.#unlink(page, size);
    if (size > pages) this.#link(page + pages, size - pages);
    return page;
  }

  /** Lowest class with runs, all of which have at least `pages` pages. */
  #firstFitting(pages: number): number {
    const from = classAbove(pages);
    let word = from >>> 5;
    let bits = (this.#occupied[word] ?? 0) & (-1 << (from & 31));
    while (bits === 0) {
      if (++word >= this.#occupied.length) return -1;
      bits = this.#occupied[word]!;
    }
    return word * 32 + 31 - Math.clz32(bits & -bits);
  }

  /** Pages behind all others, or -1. */
  #extend(pages: number): number {
    const page = this.#top;
    const end = page + pages;
    if (end > MOST_PAGES || !this.memory.ensure(BASE + end * PAGE)) return -1;
    if (end > this.#tags.length) this.#growTables(end);
    this.#top = end;
    return page;
  }

  #growTables(pages: number): void {
    const size = Math.max(pages, this.#tags.length * 2);
    const larger = (table: Int32Array): Int32Array<ArrayBuffer> => {
      const copy = new Int32Array(size);
      copy.set(table);
      return copy;
    };
    this.#tags = larger(this.#tags);
    this.#next = larger(this.#next);
    this.#previous = larger(this.#previous);
  }

  #tag(page: number, pages: number): void {
    this.#tags[page] = pages;
    this.#tags[page + Math.abs(pages) - 1] = pages;
  }

  #link(page: number, pages: number): void {
    this.#tag(page, -pages);
    const index = classOf(pages);
    const head = this.#heads[index]!;
    this.#next[page] = head;
    this.#previous[page] = -1;
    if (head !== -1) this.#previous[head] = page;
    this.#heads[index] = page;
    this.#occupied[index >>> 5]! |= 1 << (index & 31);
  }

  #unlink(page: number, pages: number): void {
    const index = classOf(pages);
    const next = this.#next[page]!;
    const previous = this.#previous[page]!;
    if (next !== -1) this.#previous[next] = previous;
    if (previous !== -1) this.#next[previous] = next;
    else this.#heads[index] = next;
    if (this.#heads[index] === -1) this.#occupied[index >>> 5]! &= ~(1 << (index & 31));
  }
}

/** Pages that hold so many bytes, at least one. */
function pagesOf(bytes: number): number {
  if (bytes > 0x7fff_0000) return Math.ceil(bytes / PAGE);
  return bytes > PAGE ? (bytes + PAGE - 1) >>> PAGE_SHIFT : 1;
}

/** The class of a run: eight steps for each power of two, one run length each up to eight pages. */
function classOf(pages: number): number {
  if (pages < STEPS) return pages;
  const exponent = 31 - Math.clz32(pages);
  return ((exponent - STEP_BITS + 1) << STEP_BITS) + ((pages >>> (exponent - STEP_BITS)) & (STEPS - 1));
}

/** The lowest class in which every run has at least that many pages. */
function classAbove(pages: number): number {
  if (pages < STEPS) return pages;
  const exponent = 31 - Math.clz32(pages);
  return classOf(pages + (1 << (exponent - STEP_BITS)) - 1);
}

/** The allocator of this thread's engine. */
export const allocator = new SlabAllocator(mem);
