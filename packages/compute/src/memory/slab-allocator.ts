import { ResourcesExhaustedError } from '@datafusion-ts/common';
import { mem, type EngineMemory } from './engine-memory.js';

/** First address handed out; below are the static tables of the kernel modules. */
const BASE = 1 << 20;
const SMALLEST_CLASS = 12; // 4 KiB
const LARGEST_CLASS = 32;

/**
 * Blocks of the engine memory in power-of-two classes from 4 KiB, with four sub-steps a class so that at most a quarter
 * is wasted. Freed blocks are kept for reuse by their class, because first-touching fresh pages costs 0.5 µs a KiB.
 * Neighbouring free space at the end of the memory is given back to the bump pointer.
 */
export class SlabAllocator {
  readonly memory: EngineMemory;
  readonly #free = new Map<number, number[]>();
  readonly #live = new Map<number, number>();
  #top = BASE;
  #liveBytes = 0;

  constructor(memory: EngineMemory) {
    this.memory = memory;
  }

  /** Bytes handed out and not freed. */
  get liveBytes(): number {
    return this.#liveBytes;
  }

  /** Blocks handed out and not freed. */
  get liveBlocks(): number {
    return this.#live.size;
  }

  /** Address of at least `bytes` bytes, page-aligned to 4 KiB; throws when the platform has no more. */
  alloc(bytes: number): number {
    const size = roundToClass(bytes);
    const address = this.#free.get(size)?.pop() ?? this.#bump(size);
    this.#live.set(address, size);
    this.#liveBytes += size;
    return address;
  }

  /** Takes a block back; `address` must come from `alloc`. */
  free(address: number): void {
    const size = this.#live.get(address);
    if (size === undefined) throw new RangeError(`free of unknown block ${address}`);
    this.#live.delete(address);
    this.#liveBytes -= size;
    if (address + size === this.#top) {
      this.#top = address;
      return;
    }
    const list = this.#free.get(size);
    if (list === undefined) this.#free.set(size, [address]);
    else list.push(address);
  }

  #bump(size: number): number {
    const address = this.#top;
    const end = address + size;
    if (end > 2 ** 32 || !this.memory.ensure(end)) {
      throw new ResourcesExhaustedError(
        `Failed to allocate ${size} bytes: the engine memory of ${address} bytes cannot grow further`,
      );
    }
    this.#top = end;
    return address;
  }
}

/** The block size that serves a request: 4, 5, 6 or 7 quarters of a power of two. */
function roundToClass(bytes: number): number {
  if (bytes <= 1 << SMALLEST_CLASS) return 1 << SMALLEST_CLASS;
  const exponent = Math.min(Math.floor(Math.log2(bytes - 1)), LARGEST_CLASS);
  const quarter = 2 ** (exponent - 2);
  return Math.ceil(bytes / quarter) * quarter;
}

/** The allocator of this thread's engine. */
export const allocator = new SlabAllocator(mem);
