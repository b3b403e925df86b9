/**
 * Puts the bytes of a text file into a window, a piece at a time. Files of this machine are read straight into engine
 * memory: a chunk of its own for each read would be garbage of megabytes, which costs more than reading it.
 */
import type { FileCompression } from '@datafusion-ts/common';
import { mem } from '@datafusion-ts/compute';
import type { ByteRange, ObjectMeta, ObjectReader, ObjectStore } from '@datafusion-ts/execution';
import { lineRange, readChunks } from '../compression/read-chunks.js';
import type { ByteWindow } from './byte-window.js';

/** Bytes read at a time. */
const PIECE = 2 * 1024 * 1024;

/** The bytes of one file, or of a part of it, from front to back. */
export interface ByteSource {
  /** Adds the next bytes to the window; false when there are none left. */
  readTo(window: ByteWindow): Promise<boolean>;
  close(): Promise<void>;
}

/** The bytes of a file; of a range only whole lines: those that begin in it. */
export async function openBytes(
  store: ObjectStore,
  meta: ObjectMeta,
  range: ByteRange | undefined,
  compression: FileCompression,
): Promise<ByteSource> {
  if (compression !== 'uncompressed' || store.openReader === undefined)
    return new ChunkSource(readChunks(store, meta, range, compression));
  const { start, end } = await lineRange(store, meta, range);
  return new ReaderSource(await store.openReader(meta.location), start, end);
}

class ReaderSource implements ByteSource {
  readonly #reader: ObjectReader;
  readonly #end: number;
  #at: number;

  constructor(reader: ObjectReader, start: number, end: number) {
    this.#reader = reader;
    this.#at = start;
    this.#end = end;
  }

  readTo(window: ByteWindow): Promise<boolean> {
    try {
      return Promise.resolve(this.#readTo(window));
    } catch (error) {
      return Promise.reject(error as Error);
    }
  }

  #readTo(window: ByteWindow): boolean {
    const wanted = Math.min(PIECE, this.#end - this.#at);
    if (wanted <= 0) return false;
    const to = window.room(wanted);
    const found = this.#reader.readInto(this.#at, mem.u8.subarray(to, to + wanted));
    window.commit(found);
    this.#at += found;
    return found > 0;
  }

  close(): Promise<void> {
    this.#reader.close();
    return Promise.resolve();
  }
}

class ChunkSource implements ByteSource {
  readonly #chunks: AsyncGenerator<Uint8Array, void, undefined>;

  constructor(chunks: AsyncGenerator<Uint8Array, void, undefined>) {
    this.#chunks = chunks;
  }

  async readTo(window: ByteWindow): Promise<boolean> {
    const { value } = await this.#chunks.next();
    if (value === undefined) return false;
    window.push(value);
    return true;
  }

  async close(): Promise<void> {
    await this.#chunks.return();
  }
}
