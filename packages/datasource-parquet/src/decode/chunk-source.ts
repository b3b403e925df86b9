import type { ColumnChunk } from '../metadata/file-metadata.js';
import type { Codec } from './codec.js';
import type { PageArenas } from './page-arenas.js';

/** The bytes of a column chunk in engine memory, with 64 bytes of slack behind. */
export interface ChunkSource {
  readonly address: number;
  readonly end: number;
  /** `HEADER_SPACE` bytes for reading page headers. */
  readonly headerSpace: number;
  /** Memory for its pages, and for what is decoded of pages that other scans keep. */
  readonly arenas: PageArenas;
  readonly arenasForValues: PageArenas;
  readonly codec: Codec;
  readonly meta: ColumnChunk;
  /** Rows of the row group. */
  readonly rowCount: number;
}
