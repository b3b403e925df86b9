// Sources and their plan node
export type { DataSource, FilterPushdownResult, SortPushdownResult } from './source/data-source.js';
export { DataSourceExec } from './source/data-source-exec.js';
// Scans of files
export { effectiveSize, partitionedFile, type FileGroup, type PartitionedFile } from './file/partitioned-file.js';
export type { ExpectedScan, FileOpener, FileOpenerArgs, FileSource, ScanFilter } from './file/file-source.js';
export type { FileFacts, FileFormat, FileFormatFactory } from './file/file-format.js';
export { FileScanConfig, type FileScanParts } from './file/file-scan-config.js';
export {
  groupByPartitionValues,
  repartitionEvenly,
  repartitionPreservingOrder,
  splitFiles,
} from './file/file-groups.js';
export { formatFileGroups } from './file/format-file-groups.js';
export { mergeSchemas } from './schema/merge-schemas.js';
export { adaptBatch, mapColumns, mappedFileColumns, type ColumnMapping } from './schema/schema-adapter.js';
// Filters that scans apply to rows
export { RowFilter, type FilterPart, type FilterSources } from './filter/row-filter.js';
export { firstAtLeast, relativeRows } from './filter/row-numbers.js';
export { MaskedRows } from './filter/masked-rows.js';
export { GATHER_SHARE, SegmentFilter } from './filter/segment-filter.js';
export type {
  CodedColumn,
  CodedPage,
  CodedPart,
  FilterColumns,
  PageRows,
  ReadColumns,
  SegmentReader,
} from './filter/segment-reader.js';
// Places of tables
export { ListingTableUrl } from './listing/listing-table-url.js';
// Writing
export type { FileSinkConfig } from './sink/file-sink-config.js';
export { FileSink } from './sink/file-sink.js';
export type { FileWriter, OpenFileWriter } from './sink/file-writer.js';
export { TextFileWriter, type BatchSerializer } from './sink/text-file-writer.js';
export { writerPlan } from './sink/writer-plan.js';
// Compressed files
export { loadZstd } from './compression/load-zstd.js';
export { decompress } from './compression/decompress.js';
export { compressorFor, type Compressor } from './compression/compress.js';
export { readChunks } from './compression/read-chunks.js';
// Rows in memory
export { MemorySourceConfig, type MemorySourceParts } from './memory/memory-source.js';
export { residentMemory, type Evictable, type ResidentMemory } from './memory/resident/resident-memory.js';
export { ResidentTable } from './memory/resident/resident-table.js';
export { openBytes, type ByteSource } from './text/byte-source.js';
export { ByteWindow } from './text/byte-window.js';
export { columnBytesOf, decodeSpans, decodesSpans, type ReadExact, type Spans } from './text/decode-spans.js';
