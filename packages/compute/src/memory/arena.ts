import { allocator, PAGE } from './slab-allocator.js';
import { uncharged, type MemoryCharge } from './charge.js';
import { fillBytes } from './bytes.js';

const FIRST_BLOCK = 16 * 1024;
const LARGEST_BLOCK = 4 * 1024 * 1024;
const SLACK = 64;

/** A block and the one after it. Lists of blocks would be arrays whose first `push` throws away what V8 has compiled. */
class Block {
  readonly address: number;
  readonly size: number;
  next: Block | undefined = undefined;

  constructor(address: number, size: number) {
    this.address = address;
    this.size = size;
  }
}

/** What lives as long as an arena without lying in it: shared dictionary entries, say. */
export interface Releasable {
  release(): void;
}

/**
 * Bump allocation for what lives and dies together: one operator's output batch, a build side, a dictionary.
 *
 * `reset` forgets everything but keeps the blocks for the next batch; `release` gives all memory back. Every
 * allocation is 16-byte aligned and followed by 64 bytes of slack that kernels may read and write.
 */
export class Arena {
  #charge: MemoryCharge;
  readonly #isLasting: boolean;
  #first: Block | undefined = undefined;
  #last: Block | undefined = undefined;
  #current: Block | undefined = undefined;
  #next = 0;
  #end = 0;
  #charged = 0;
  #generation = 0;
  #kept: Releasable[] = [];
  /** Bytes charged for what is kept. */
  #keptBytes = 0;

  /** `lifetime` is `lasting` for what belongs to no query: its blocks are just as large as what lies in them. */
  constructor(charge: MemoryCharge = uncharged, lifetime: 'query' | 'lasting' = 'query') {
    this.#charge = charge;
    this.#isLasting = lifetime === 'lasting';
  }

  /** Counts resets and releases: what was allocated in an earlier generation is gone. */
  get generation(): number {
    return this.#generation;
  }

  /** Bytes held from the allocator. */
  get allocatedBytes(): number {
    return this.#charged;
  }

  /** Address of `bytes` uninitialised bytes (plus slack). */
  alloc(bytes: number): number {
    const size = (bytes + SLACK + 15) & ~15;
    if (size < 0 || bytes >= 0x7fff_ff00) return this.#allocHuge(bytes);
    const address = this.#next;
    if (address + size <= this.#end) {
      this.#next = address + size;
      return address;
    }
    // After a reset the next block is as large as it was wanted before.
    const block = this.#current?.next;
    if (block === undefined || block.size < size) return this.#allocSlow(size);
    this.#current = block;
    this.#next = block.address + size;
    this.#end = block.address + block.size;
    return block.address;
  }

  /** Address of `bytes` zeroed bytes (plus slack, zeroed too). */
  allocZeroed(bytes: number): number {
    const address = this.alloc(bytes);
    fillBytes(address, bytes + SLACK, 0);
    return address;
  }

  /**
   * Hands over one reference: it is released when this arena is reset or released. So long `bytes` are charged as those of
   * the arena are; when that is refused, this throws and the reference stays the caller's.
   */
  keep(shared: Releasable, bytes = 0): void {
    if (bytes > 0) this.#charge.tryGrow(bytes);
    this.#keptBytes += bytes;
    this.#kept.push(shared);
  }

  /** Forgets all allocations; blocks are kept for reuse. */
  reset(): void {
    this.#generation++;
    if (this.#kept.length > 0) this.#releaseKept();
    if (this.#first !== undefined) this.#enter(this.#first);
  }

  /** Gives all memory back. The arena can be used again. */
  release(): void {
    this.#generation++;
    this.#releaseKept();
    for (let block = this.#first; block !== undefined; block = block.next) allocator.free(block.address);
    this.#first = undefined;
    this.#last = undefined;
    this.#current = undefined;
    this.#next = 0;
    this.#end = 0;
    if (this.#charged > 0) this.#charge.shrink(this.#charged);
    this.#charged = 0;
  }

  #releaseKept(): void {
    const kept = this.#kept;
    this.#kept = [];
    for (const shared of kept) shared.release();
    if (this.#keptBytes > 0) this.#charge.shrink(this.#keptBytes);
    this.#keptBytes = 0;
  }

  #enter(block: Block): void {
    this.#current = block;
    this.#next = block.address;
    this.#end = block.address + block.size;
  }

  #allocSlow(size: number): number {
    for (let block = this.#current?.next; block !== undefined; block = block.next) {
      if (block.size < size) continue;
      this.#enter(block);
      this.#next += size;
      return block.address;
    }
    this.#addBlock(this.#isLasting ? Math.ceil(size / PAGE) * PAGE : this.#nextBlockSize(size));
    const address = this.#next;
    this.#next += size;
    return address;
  }

  /** By integers alone: where V8 makes doubles of sizes, it compiles all that reads blocks anew. */
  #nextBlockSize(size: number): number {
    const previous = this.#last === undefined ? FIRST_BLOCK >>> 1 : this.#last.size;
    const usual = previous < LARGEST_BLOCK >>> 1 ? previous << 1 : LARGEST_BLOCK;
    return size > usual ? size : usual;
  }

  #allocHuge(bytes: number): number {
    this.#addBlock(bytes + SLACK);
    const address = this.#next;
    this.#next = this.#end;
    return address;
  }

  #addBlock(size: number): void {
    this.#charge.tryGrow(size);
    let address: number;
    try {
      address = this.#isLasting ? allocator.allocLasting(size) : allocator.alloc(size);
    } catch (error) {
      this.#charge.shrink(size);
      throw error;
    }
    this.#charged += size;
    const block = new Block(address, size);
    if (this.#last === undefined) this.#first = block;
    else this.#last.next = block;
    this.#last = block;
    this.#enter(block);
  }

  [Symbol.dispose](): void {
    this.release();
  }
}
