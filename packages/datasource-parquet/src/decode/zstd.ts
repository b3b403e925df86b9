import { parquetNotImplemented } from '../parquet-error.js';

/** Decompresses frames of Zstandard to at most `size` bytes. */
export function zstdDecompress(_bytes: Uint8Array, _size: number): Uint8Array {
  throw parquetNotImplemented('compression codec ZSTD');
}
