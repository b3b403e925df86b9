import type { Arena } from '@datafusion-ts/compute';
import { kernels } from '../kernels.js';
import { parquetError } from '../parquet-error.js';
import type { ChunkSource } from './chunk-source.js';
import type { PageHeader } from './page-header.js';

/** A range of engine memory. */
export interface Bytes {
  readonly address: number;
  readonly end: number;
}

/** The whole uncompressed body of a page: in place when it is stored as it is. */
export function pageBytes(source: ChunkSource, header: PageHeader, arena: Arena, isText: boolean): Bytes {
  return inflate(source, header.body, header.compressedSize, header.uncompressedSize, arena, isText);
}

/** Uncompresses `length` bytes at `body` to `size` bytes. */
export function inflate(source: ChunkSource, body: number, length: number, size: number, arena: Arena, isText: boolean): Bytes {
  const { codec } = source;
  if (codec.name === 'UNCOMPRESSED') {
    if (length !== size) throw parquetError(`Unexpected page size: ${length} bytes stored, ${size} expected`);
    return { address: body, end: body + length };
  }
  if (codec.name === 'SNAPPY') {
    const literal = kernels().snappyLiteral(body, length, size);
    if (literal !== 0) return { address: literal, end: literal + size };
  }
  const address = arena.alloc(size);
  codec.decompress(body, length, address, size, isText);
  return { address, end: address + size };
}
