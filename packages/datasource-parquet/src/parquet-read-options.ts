import type { ConfigOptions, ParquetTableOptions } from '@datafusion-ts/common';

/** What reading Parquet files needs to know. */
export interface ParquetReadOptions {
  /** Strings and binaries get view types. */
  readonly forceViewTypes: boolean;
  /** Binaries without annotation are strings. */
  readonly binaryAsString: boolean;
  /** Unit that INT96 timestamps are read as: `s`, `ms`, `us`, `ns`; undefined: nanoseconds. */
  readonly coerceInt96: string | undefined;
  readonly coerceInt96Tz: string | undefined;
  /** Leave the files' key-value metadata out of schemas. */
  readonly skipMetadata: boolean;
  /** Bytes to read from the end at first. */
  readonly metadataSizeHint: number | undefined;
  readonly enablePruning: boolean;
  readonly enablePageIndex: boolean;
  readonly bloomFilterOnRead: boolean;
  /** Rows are filtered by the scan. */
  readonly pushdownFilters: boolean;
  readonly reorderFilters: boolean;
}

/** The options of a session, overridden by those of a table. */
export function parquetReadOptions(table: ParquetTableOptions | undefined, config: ConfigOptions): ParquetReadOptions {
  const global = table?.global ?? config.execution.parquet;
  return {
    forceViewTypes: global.schemaForceViewTypes,
    binaryAsString: global.binaryAsString,
    coerceInt96: global.coerceInt96,
    coerceInt96Tz: global.coerceInt96Tz,
    skipMetadata: global.skipMetadata,
    metadataSizeHint: global.metadataSizeHint,
    enablePruning: global.pruning,
    enablePageIndex: global.enablePageIndex,
    bloomFilterOnRead: global.bloomFilterOnRead,
    pushdownFilters: global.pushdownFilters,
    reorderFilters: global.reorderFilters,
  };
}
