/** Dictionary pages: the entries, converted once, shared by all batches of the chunk. */
import { Arena, flatVector, Values } from '@datafusion-ts/compute';
import { parquetError } from '../parquet-error.js';
import type { ChunkSource } from './chunk-source.js';
import { convertValues } from './convert.js';
import type { LeafStore } from './leaf-store.js';
import { Encoding, type PageHeader } from './page-header.js';
import { contentOf, ownBytes, pageBytes, type Bytes } from './page-bytes.js';
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
    // The entries may outlive the chunk.
    const { address, end } = ownBytes(body, source, arena);
    const stored = plainValues(store, address, end, header.valueCount, arena);
    const values = convertValues(store, stored, header.valueCount, arena);
    const column = flatVector(store.valueType, header.valueCount, { values, width: store.width });
    return new Values(column, () => arena.release());
  } catch (error) {
    arena.release();
    throw error;
  }
}
