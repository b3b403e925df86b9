import { ConfigurationError, type ParquetOptions } from '@datafusion-ts/common';
import type * as parquetWasm from 'parquet-wasm';

/** What a written file looks like. */
export interface ParquetWriteOptions {
  /** `zstd(3)`, `snappy`, `gzip(6)`, `brotli(1)`, `lz4_raw`, `uncompressed`. */
  readonly compression: string;
  readonly dictionaryEnabled: boolean;
  /** Rows. */
  readonly maxRowGroupSize: number;
  readonly metadata: ReadonlyMap<string, string>;
}

/** From the options of a table or statement. */
export function parquetWriteOptions(
  options: ParquetOptions,
  metadata: ReadonlyMap<string, string>,
): ParquetWriteOptions {
  return {
    compression: options.compression ?? 'uncompressed',
    dictionaryEnabled: options.dictionaryEnabled ?? true,
    maxRowGroupSize: Number(options.maxRowGroupSize),
    metadata,
  };
}

/** The codec of a text such as `zstd(3)`; levels are checked and left to the library's default. */
function codecOf(text: string, wasm: typeof parquetWasm): parquetWasm.Compression {
  const match = /^([a-z0-9_]+)(?:\((\d+)\))?$/.exec(text.trim());
  switch (match?.[1]) {
    case 'uncompressed':
      return wasm.Compression.UNCOMPRESSED;
    case 'snappy':
      return wasm.Compression.SNAPPY;
    case 'gzip':
      return wasm.Compression.GZIP;
    case 'brotli':
      return wasm.Compression.BROTLI;
    case 'lz4':
      return wasm.Compression.LZ4;
    case 'lz4_raw':
      return wasm.Compression.LZ4_RAW;
    case 'zstd':
      return wasm.Compression.ZSTD;
    default:
      throw new ConfigurationError(
        `Unknown or unsupported parquet compression: ${text}. Valid values are: uncompressed, snappy, gzip(level), brotli(level), lz4, zstd(level), and lz4_raw.`,
      );
  }
}

/** The options as the library takes them. */
export function writerProperties(wasm: typeof parquetWasm, options: ParquetWriteOptions): parquetWasm.WriterProperties {
  let builder = new wasm.WriterPropertiesBuilder()
    .setCompression(codecOf(options.compression, wasm))
    .setDictionaryEnabled(options.dictionaryEnabled)
    .setMaxRowGroupSize(options.maxRowGroupSize);
  if (options.metadata.size > 0) builder = builder.setKeyValueMetadata(new Map(options.metadata));
  return builder.build();
}
