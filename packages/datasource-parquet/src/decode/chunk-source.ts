import type { ColumnChunk } from '../metadata/file-metadata.js';
import type { Codec } from './codec.js';

/** The bytes of a column chunk in engine memory, with 64 bytes of slack behind. */
export interface ChunkSource {
  readonly address: number;
  readonly end: number;
  /** `HEADER_SPACE` bytes for reading page headers. */
  readonly headerSpace: number;
  readonly codec: Codec;
  readonly meta: ColumnChunk;
  /** Rows of the row group. */
  readonly rowCount: number;
}
