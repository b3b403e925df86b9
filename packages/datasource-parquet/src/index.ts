export { ParquetFormat, parquetFormatFactory } from './parquet-format.js';
export { ParquetSource } from './parquet-source.js';
export { parquetReadOptions, type ParquetReadOptions } from './parquet-read-options.js';
export { loadMetadata } from './metadata/load-metadata.js';
export type { ColumnChunk, FileMetadata, RowGroup, SchemaElement } from './metadata/file-metadata.js';
