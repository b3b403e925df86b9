import type { FileCompression } from '@datafusion-ts/common';
import type { ByteRange, ObjectMeta, ObjectStore } from '@datafusion-ts/execution';
import { decompressChunks } from './decompress.js';

/** Bytes read at a time. */
const CHUNK = 1024 * 1024;
const LF = 10;

/**
 * The bytes of a file, chunk by chunk; of a range only whole lines: those that begin in it. A line that begins before the
 * range belongs to the range before.
 */
export async function* readChunks(
  store: ObjectStore,
  meta: ObjectMeta,
  range: ByteRange | undefined,
  compression: FileCompression,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (compression !== 'uncompressed') {
    yield* decompressChunks(rawChunks(store, meta, 0, meta.size), compression);
    return;
  }
  const { start, end } = await lineRange(store, meta, range);
  yield* rawChunks(store, meta, start, end);
}

/** The bytes of the lines that begin in a range; all bytes without one. */
export async function lineRange(
  store: ObjectStore,
  meta: ObjectMeta,
  range: ByteRange | undefined,
): Promise<ByteRange> {
  const start = range === undefined || range.start === 0 ? 0 : await lineStart(store, meta, range.start - 1);
  const end = range === undefined || range.end >= meta.size ? meta.size : await lineStart(store, meta, range.end - 1);
  return { start, end };
}

async function* rawChunks(
  store: ObjectStore,
  meta: ObjectMeta,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const read = (at: number): Promise<Uint8Array> =>
    store.getRange(meta.location, { start: at, end: Math.min(at + CHUNK, end) });
  let next = start < end ? read(start) : undefined;
  for (let at = start; next !== undefined; at += CHUNK) {
    const chunk = await next;
    // The next chunk is read while this one is looked at.
    next = at + CHUNK < end ? read(at + CHUNK) : undefined;
    next?.catch(() => undefined);
    yield chunk;
  }
}

/** Position behind the first line break at or behind `from`; the size of the file when there is none. */
async function lineStart(store: ObjectStore, meta: ObjectMeta, from: number): Promise<number> {
  for (let at = from; at < meta.size; at += CHUNK) {
    const bytes = await store.getRange(meta.location, { start: at, end: Math.min(at + CHUNK, meta.size) });
    const index = bytes.indexOf(LF);
    if (index >= 0) return at + index + 1;
  }
  return meta.size;
}
