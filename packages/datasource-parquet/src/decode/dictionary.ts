/** Dictionary pages: the entries, converted once, shared by all batches of the chunk. */
import { Arena, flatVector, Values, copyBytesTo } from '@datafusion-ts/compute';
import { parquetError } from '../parquet-error.js';
import type { ChunkSource } from './chunk-source.js';
import { convertValues } from './convert.js';
import type { LeafStore } from './leaf-store.js';
import { Encoding, type PageHeader } from './page-header.js';
import { contentOf, pageBytes, type Bytes } from './page-bytes.js';
import { plainValues } from './plain-values.js';

/** Memory for a page, with its body if that was decompressed together with another page's. */
export interface Inflated {
  readonly arena: Arena;
  readonly bytes: Bytes | undefined;
}

/**
 * Reads a dictionary page; the caller owns the one reference. `ready` is the body if it is decompressed already, in an
 * arena that goes over to the entries.
 */
export function readDictionary(store: LeafStore, source: ChunkSource, header: PageHeader, ready?: Inflated): Values {
  const arena = ready?.arena ?? new Arena();
  try {
    if (header.encoding !== Encoding.Plain && header.encoding !== Encoding.PlainDictionary) {
      throw parquetError(`Dictionary page with encoding ${header.encoding}`);
    }
    if (store.storedWidth < 0) throw parquetError('Dictionary page of a BOOLEAN column');
    const body = ready?.bytes ?? pageBytes(source, header, arena, contentOf(store, header));
    const { address, end } = owned(body, source, arena);
    const stored = plainValues(store, address, end, header.valueCount, arena);
    const values = convertValues(store, stored, header.valueCount, arena);
    const column = flatVector(store.valueType, header.valueCount, { values, width: store.width });
    return new Values(column, () => arena.release());
  } catch (error) {
    arena.release();
    throw error;
  }
}

/** Bytes that live as long as the entries, which may outlive the chunk they are stored in. */
function owned(bytes: Bytes, source: ChunkSource, arena: Arena): Bytes {
  if (bytes.address < source.address || bytes.end > source.end) return bytes;
  const length = bytes.end - bytes.address;
  const address = arena.alloc(length);
  copyBytesTo(address, bytes.address, length);
  return { address, end: address + length };
}
