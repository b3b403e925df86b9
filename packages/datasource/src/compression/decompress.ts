/** Reading compressed files; each codec is loaded with the first file that needs it. */
import { ObjectStoreError, type FileCompression } from '@datafusion-ts/common';

/** What files begin with, and what is said of those that do not. */
const MAGIC: Readonly<
  Record<Exclude<FileCompression, 'uncompressed'>, readonly [bytes: readonly number[], complaint: string]>
> = {
  gzip: [[0x1f, 0x8b], 'Invalid gzip header'],
  bzip2: [[0x42, 0x5a, 0x68], 'bzip2: bz2 header missing'],
  xz: [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'stream/file format not recognized'],
  zstd: [[0x28, 0xb5, 0x2f, 0xfd], 'Unknown frame descriptor'],
};

/** The bytes of a compressed file; the whole file is held, because the codecs work on whole files. */
export async function decompress(bytes: Uint8Array, compression: FileCompression): Promise<Uint8Array> {
  if (compression === 'uncompressed') return bytes;
  const [magic, complaint] = MAGIC[compression];
  if (bytes.length === 0) return bytes;
  if (magic.some((byte, i) => bytes[i] !== byte)) throw corrupt(complaint);
  try {
    return await inflate(bytes, compression);
  } catch (error) {
    throw corrupt(error instanceof Error ? error.message : String(error), error);
  }
}

const corrupt = (reason: string, cause?: unknown): ObjectStoreError =>
  new ObjectStoreError(`Generic read to delimited chunks failed error: IO error: ${reason}`, { cause });

async function inflate(bytes: Uint8Array, compression: keyof typeof MAGIC): Promise<Uint8Array> {
  switch (compression) {
    case 'gzip':
      return readAll(streamOf(bytes).pipeThrough(new DecompressionStream('gzip')));
    case 'zstd':
      return (await import('fzstd')).decompress(bytes);
    case 'bzip2':
      return exportsOf(await import('bz2')).decompress(bytes);
    case 'xz':
      return readAll(new (exportsOf(await import('xz-decompress')).XzReadableStream)(streamOf(bytes)));
  }
}

/** What a CommonJS module exports, whether the importer wraps it or not. */
const exportsOf = <T extends object>(module: T | { readonly default: T }): T =>
  'default' in module ? module.default : module;

const streamOf = (bytes: Uint8Array): ReadableStream<Uint8Array<ArrayBuffer>> =>
  new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();

const readAll = async (stream: ReadableStream<Uint8Array<ArrayBufferLike>>): Promise<Uint8Array> =>
  new Uint8Array(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer());
