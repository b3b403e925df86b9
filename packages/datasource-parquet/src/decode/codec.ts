/** Decompression of pages, from engine memory to engine memory. Libraries are loaded when a file needs them. */
import { mem, copyBytesTo } from '@datafusion-ts/compute';
import { kernels } from '../kernels.js';
import { parquetError, parquetNotImplemented } from '../parquet-error.js';
import { lz4Block, lz4Hadoop } from './lz4.js';

/** Numbers of codecs in the format. */
export const CODECS = ['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'LZO', 'BROTLI', 'LZ4', 'ZSTD', 'LZ4_RAW'] as const;

/** What a page is like, codes being like text: decompression is fastest when it knows. Numbers of the kernels. */
export const Content = { Integers: 0, Text: 1 } as const;
export type Content = (typeof Content)[keyof typeof Content];

/** Decompresses `length` bytes at `src` to exactly `size` bytes at `dst`. */
export interface Codec {
  readonly name: (typeof CODECS)[number];
  decompress(src: number, length: number, dst: number, size: number, content: Content): void;
}

type Inflate = (bytes: Uint8Array, size: number) => Uint8Array;

const loaded = new Map<number, Codec>();

/** The codec of a number if it was loaded already. */
export function loadedCodec(number: number): Codec | undefined {
  return loaded.get(number);
}

/** The codec of a number; throws for unknown and unsupported ones. */
export async function loadCodec(number: number): Promise<Codec> {
  const known = loaded.get(number);
  if (known !== undefined) return known;
  const codec = await makeCodec(number);
  loaded.set(number, codec);
  return codec;
}

async function makeCodec(number: number): Promise<Codec> {
  const name = CODECS[number];
  switch (name) {
    case 'UNCOMPRESSED':
      return { name, decompress: copy };
    case 'SNAPPY':
      return { name, decompress: snappy };
    case 'GZIP':
      return library(
        name,
        await loadZlib(
          'GZIP',
          (zlib) => (bytes, size) => zlib.unzipSync(bytes, { maxOutputLength: Math.max(size, 1) }),
        ),
      );
    case 'BROTLI':
      return library(
        name,
        await loadZlib(
          'BROTLI',
          (zlib) => (bytes, size) => zlib.brotliDecompressSync(bytes, { maxOutputLength: Math.max(size, 1) }),
        ),
      );
    case 'ZSTD': {
      const { zstdDecompress } = await import('./zstd/index.js');
      return library(name, zstdDecompress);
    }
    case 'LZ4_RAW':
      return library(name, lz4Block);
    case 'LZ4':
      return library(name, lz4Hadoop);
    case undefined:
      throw parquetError(`unexpected parquet compression codec: ${number}`);
    default:
      throw parquetNotImplemented(`compression codec ${name}`);
  }
}

type Zlib = typeof import('node:zlib');

async function loadZlib(name: string, use: (zlib: Zlib) => Inflate): Promise<Inflate> {
  let zlib: Zlib;
  try {
    zlib = await import('node:zlib');
  } catch (error) {
    throw parquetNotImplemented(`compression codec ${name} without Node's zlib (${String(error)})`);
  }
  return use(zlib);
}

function copy(src: number, length: number, dst: number, size: number): void {
  if (length !== size) throw parquetError(`Unexpected page size: ${length} bytes stored, ${size} expected`);
  copyBytesTo(dst, src, length);
}

function snappy(src: number, length: number, dst: number, size: number, content: Content): void {
  if (kernels().snappy(src, length, dst, size, content) !== 0) throw parquetError('snappy: corrupt input');
}

function library(name: Codec['name'], inflate: Inflate): Codec {
  return {
    name,
    decompress(src, length, dst, size) {
      let bytes: Uint8Array;
      try {
        bytes = inflate(mem.u8.slice(src, src + length), size);
      } catch (error) {
        throw parquetError(`${name} decompression failed: ${error instanceof Error ? error.message : String(error)}`);
      }
      if (bytes.length !== size) throw parquetError(`${name}: ${bytes.length} bytes decompressed, ${size} expected`);
      mem.u8.set(bytes, dst);
    },
  };
}
