import { getHeapCodeStatistics, getHeapStatistics } from 'node:v8';

/** In a larger heap V8 takes long to count (some 0.2 ms a megabyte). */
const LARGEST_HEAP = 64 << 20;

/** Counts the bytes of code that V8 compiled in this process but for the times when scripts bring theirs. */
export class CompiledHere {
  #bytes = 0;
  /** Compiled code when the last pause ended; undefined within a pause. */
  #since: number | undefined;

  /** Leaves out what comes until the modules that are being loaded have run: a package imports a dozen others. */
  pause(): void {
    if (this.#since !== undefined) this.#bytes += compiledBytes() - this.#since;
    this.#since = undefined;
    process.nextTick(() => (this.#since ??= compiledBytes()));
  }

  /** NaN if the heap is so large that counting takes long. */
  total(): number {
    return this.#bytes + (this.#since === undefined ? 0 : compiledBytes() - this.#since);
  }
}

function compiledBytes(): number {
  return getHeapStatistics().used_heap_size > LARGEST_HEAP ? NaN : getHeapCodeStatistics().bytecode_and_metadata_size;
}
