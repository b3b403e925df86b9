/**
 * The engine memory that columns of tables take beyond queries, over all tables of this thread.
 *
 * A table's rows exist outside as well, so any column may go and be made again: those least recently used go when the
 * limit would be passed, and when a query asks for memory that the platform does not give.
 */
import { allocator } from '@datafusion-ts/compute';

/** What holds lasting memory and can give it back. */
export interface Evictable {
  readonly byteLength: number;
  /** When it was used last, as {@link ResidentMemory.now} counts. */
  readonly lastUse: number;
  /** True while a scan reads it. */
  readonly isPinned: boolean;
  /** Gives the memory back; calls {@link ResidentMemory.remove}. */
  evict(): void;
}

const DEFAULT_LIMIT = 1536 * 1024 * 1024;

/** Room is made a little ahead, so that not every column made looks for victims. */
const STEP = 16 * 1024 * 1024;

/** What is held, and how much it may be. */
export class ResidentMemory {
  #limit = DEFAULT_LIMIT;
  readonly #held = new Set<Evictable>();
  #bytes = 0;
  #clock = 0;

  /** Bytes that columns of tables may take together; 0: tables are read from where they are at each scan. */
  get limit(): number {
    return this.#limit;
  }

  /** Columns beyond a lower limit go at once, but for those that a scan reads. */
  set limit(bytes: number) {
    this.#limit = bytes;
    if (this.#bytes > bytes) this.#evict(this.#bytes - bytes);
  }

  /** Bytes held now. */
  get byteLength(): number {
    return this.#bytes;
  }

  /** A later time than any before. */
  now(): number {
    return ++this.#clock;
  }

  /** Makes room for so many bytes under the limit; false when that cannot be. */
  makeRoom(bytes: number): boolean {
    if (bytes > this.limit) return false;
    if (this.#bytes + bytes > this.limit) this.#evict(this.#bytes + bytes - this.limit);
    return this.#bytes + bytes <= this.limit;
  }

  add(holder: Evictable): void {
    allocator.reclaim ??= (bytes) => this.#evict(bytes);
    this.#held.add(holder);
    this.#bytes += holder.byteLength;
  }

  remove(holder: Evictable): void {
    if (this.#held.delete(holder)) this.#bytes -= holder.byteLength;
  }

  /** Frees columns that nobody reads, the least recently used first; true when any was. */
  #evict(bytes: number): boolean {
    let left = Math.max(bytes, STEP);
    const idle = [...this.#held].filter(({ isPinned }) => !isPinned).sort((a, b) => a.lastUse - b.lastUse);
    for (const holder of idle) {
      if (left <= 0) break;
      left -= holder.byteLength;
      holder.evict();
    }
    return idle.length > 0;
  }
}

/** The lasting memory of this thread's engine. */
export const residentMemory = new ResidentMemory();
