/** Footers of files, read once and kept in the runtime's cache while size and modification time stay the same. */
import { isSameFile, type CacheManager, type ObjectMeta, type ObjectStore } from '@datafusion-ts/execution';
import { parquetError } from '../parquet-error.js';
import type { FileMetadata } from './file-metadata.js';
import { readFileMetadata } from './read-metadata.js';

const TAIL_BYTES = 8;
const DEFAULT_HINT = 512 * 1024;
/** Parsed metadata takes about this many times the bytes of the footer. */
const PARSED_FACTOR = 8;

/** The metadata of a file. `hint` is the number of bytes to read from the end in one go. */
export async function loadMetadata(
  store: ObjectStore,
  meta: ObjectMeta,
  cache?: CacheManager,
  hint: number | undefined = DEFAULT_HINT,
): Promise<FileMetadata> {
  const key = `${store.toString()}/${meta.location}`;
  const cached = cache?.fileMetadataCache.get(key);
  if (cached !== undefined && cached.format === 'parquet' && isSameFile(cached.meta, meta))
    return cached.metadata as FileMetadata;
  const footer = await readFooter(store, meta, Math.max(hint, TAIL_BYTES));
  const metadata = readFileMetadata(footer);
  cache?.fileMetadataCache.put(key, { meta, format: 'parquet', metadata, sizeBytes: footer.length * PARSED_FACTOR });
  return metadata;
}

async function readFooter(store: ObjectStore, meta: ObjectMeta, hint: number): Promise<Uint8Array> {
  const { size, location } = meta;
  if (size < TAIL_BYTES) throw parquetError(`Parquet files are at least 8 bytes long, but file length is ${size}`);
  const start = Math.max(0, size - hint);
  const tail = await store.getRange(location, { start, end: size });
  if (tail.length !== size - start) throw parquetError(`EOF: file ${location} ends before its ${size} bytes`);
  const magic = String.fromCharCode(...tail.subarray(tail.length - 4));
  if (magic === 'PARE')
    throw parquetError('Parquet file has an encrypted footer but decryption properties were not provided');
  if (magic !== 'PAR1') throw parquetError('Invalid Parquet file. Corrupt footer');
  const length = new DataView(tail.buffer, tail.byteOffset + tail.length - TAIL_BYTES, 4).getUint32(0, true);
  const footerStart = size - TAIL_BYTES - length;
  if (footerStart < 0) {
    throw parquetError(
      `Invalid Parquet file. Reported metadata length of ${length} + 8 byte footer, but file is only ${size} bytes`,
    );
  }
  if (footerStart >= start) return tail.subarray(footerStart - start, tail.length - TAIL_BYTES);
  return store.getRange(location, { start: footerStart, end: size - TAIL_BYTES });
}
