/** Reading compressed files; each codec is loaded with the first file that needs it. */
import { ObjectStoreError, type FileCompression } from '@datafusion-ts/common';

type Codec = Exclude<FileCompression, 'uncompressed'>;
type Chunks = AsyncIterable<Uint8Array>;

/** What files begin with, and what is said of those that do not. */
const MAGIC: Readonly<Record<Codec, readonly [bytes: readonly number[], complaint: string]>> = {
  gzip: [[0x1f, 0x8b], 'Invalid gzip header'],
  bzip2: [[0x42, 0x5a, 0x68], 'bzip2: bz2 header missing'],
  xz: [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'stream/file format not recognized'],
  zstd: [[0x28, 0xb5, 0x2f, 0xfd], 'Unknown frame descriptor'],
};

/** All bytes of compressed ones. */
export async function decompress(bytes: Uint8Array, compression: FileCompression): Promise<Uint8Array> {
  if (compression === 'uncompressed') return bytes;
  const parts: Uint8Array[] = [];
  for await (const part of decompressChunks(one(bytes), compression)) parts.push(part);
  return concat(parts);
}

/**
 * The bytes of a compressed file that comes in chunks, as they become known; only bzip2's codec needs the whole file.
 * Throws an object store error when the bytes are damaged.
 */
export async function* decompressChunks(
  chunks: Chunks,
  compression: Codec,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* inflate(checkMagic(chunks, compression), compression);
  } catch (error) {
    if (error instanceof ObjectStoreError) throw error;
    throw corrupt(error instanceof Error ? error.message : String(error), error);
  }
}

/** The same chunks, the first one long enough to see that the codec is right; none for an empty file. */
async function* checkMagic(chunks: Chunks, compression: Codec): AsyncGenerator<Uint8Array, void, undefined> {
  const [magic, complaint] = MAGIC[compression];
  let head: Uint8Array | undefined = new Uint8Array(0);
  const check = (bytes: Uint8Array): Uint8Array => {
    if (magic.some((byte, i) => bytes[i] !== byte)) throw corrupt(complaint);
    return bytes;
  };
  for await (const chunk of chunks) {
    if (head === undefined) yield chunk;
    else {
      head = head.length === 0 ? chunk : concat([head, chunk]);
      if (head.length < magic.length) continue;
      yield check(head);
      head = undefined;
    }
  }
  if (head !== undefined && head.length > 0) yield check(head);
}

const corrupt = (reason: string, cause?: unknown): ObjectStoreError =>
  new ObjectStoreError(`Generic read to delimited chunks failed error: IO error: ${reason}`, { cause });

async function* inflate(chunks: Chunks, compression: Codec): AsyncGenerator<Uint8Array, void, undefined> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done === true) return;
  const all = resumed(first.value, iterator);
  switch (compression) {
    case 'gzip':
      return yield* inflateGzip(all);
    case 'zstd':
      return yield* inflateZstd(all);
    case 'bzip2': {
      const parts: Uint8Array[] = [];
      for await (const part of all) parts.push(part);
      return yield exportsOf(await import('bz2')).decompress(concat(parts));
    }
    case 'xz':
      return yield* chunksOf(new (exportsOf(await import('xz-decompress')).XzReadableStream)(streamOf(all)));
  }
}

/** A chunk is written only when nothing is there to be read: the stream itself would take in the whole file. */
async function* inflateGzip(chunks: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const { writable, readable } = new DecompressionStream('gzip');
  const [writer, reader] = [writable.getWriter(), readable.getReader()];
  const quiet = <T>(promise: Promise<T>): Promise<T> => {
    promise.catch(() => undefined);
    return promise;
  };
  const feed = async (): Promise<boolean> => {
    const { value, done } = await chunks.next();
    await (done === true ? writer.close() : writer.write(value as Uint8Array<ArrayBuffer>));
    return done === true;
  };
  let [reading, feeding] = [quiet(reader.read()), quiet(feed())];
  try {
    for (let ended = false; ;) {
      const waiting: Promise<'read' | boolean>[] = [reading.then(() => 'read' as const)];
      if (!ended) waiting.push(feeding);
      const first = await Promise.race(waiting);
      if (first === 'read') {
        const part = await reading;
        if (part.done) return;
        yield part.value;
        reading = quiet(reader.read());
      } else if (first) ended = true;
      else feeding = quiet(feed());
    }
  } finally {
    await reader.cancel().catch(() => undefined);
    await writer.abort().catch(() => undefined);
    await chunks.return(undefined);
  }
}

async function* inflateZstd(chunks: Chunks): AsyncGenerator<Uint8Array, void, undefined> {
  const { Decompress } = await import('fzstd');
  let ready: Uint8Array[] = [];
  const codec = new Decompress((part) => ready.push(part));
  for await (const chunk of chunks) {
    codec.push(chunk);
    yield* ready;
    ready = [];
  }
  codec.push(new Uint8Array(0), true);
  yield* ready;
}

/** What a CommonJS module exports, whether the importer wraps it or not. */
const exportsOf = <T extends object>(module: T | { readonly default: T }): T =>
  'default' in module ? module.default : module;

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  if (bytes.length > 0) yield bytes;
}

/** An iteration whose first value was taken already. */
async function* resumed(
  first: Uint8Array,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield first;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

function streamOf(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await chunks.next();
      if (done === true) controller.close();
      else controller.enqueue(value as Uint8Array<ArrayBuffer>);
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
}

/** The chunks of a stream; ending early cancels it. */
async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
