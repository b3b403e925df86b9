import { bool, int32, usize } from '../option.js';

/** Where the Parquet writer cuts pages by content. Keys `datafusion.execution.parquet.content_defined_chunking.*`. */
export const parquetCdcOptions = {
  enabled: bool(false),
  maxChunkSize: usize(1_048_576),
  minChunkSize: usize(262_144),
  normLevel: int32(0),
} as const;
