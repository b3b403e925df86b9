/** Parses a footer's Thrift structure. */
import { parquetError } from '../parquet-error.js';
import { CompactReader, ThriftType } from '../thrift/compact-reader.js';
import type { ColumnChunk, FileMetadata, RawStatistics, RowGroup, SortingColumn } from './file-metadata.js';
import { buildSchemaTree, readSchemaElement, type FlatElement } from './read-schema.js';

/** The metadata in `bytes`; throws a `ParquetError` on damage. */
export function readFileMetadata(bytes: Uint8Array): FileMetadata {
  const reader = new CompactReader(bytes);
  let version: number | undefined;
  let rowCount: number | undefined;
  let elements: FlatElement[] | undefined;
  let rowGroups: RowGroup[] | undefined;
  let createdBy: string | undefined;
  const keyValues = new Map<string, string>();
  reader.struct((id, type) => {
    if (id === 1) version = reader.integer();
    else if (id === 2 && type === ThriftType.List) elements = reader.list(() => readSchemaElement(reader));
    else if (id === 3) rowCount = reader.integer();
    else if (id === 4 && type === ThriftType.List) rowGroups = reader.list(() => readRowGroup(reader));
    else if (id === 5 && type === ThriftType.List) reader.list(() => readKeyValue(reader, keyValues));
    else if (id === 6 && type === ThriftType.Binary) createdBy = reader.text();
    else return false;
    return true;
  });
  if (version === undefined) throw missing('version');
  if (elements === undefined) throw missing('schema');
  if (rowCount === undefined) throw missing('num_rows');
  if (rowGroups === undefined) throw missing('row_groups');
  const { root, leafCount } = buildSchemaTree(elements);
  for (const group of rowGroups) {
    if (group.columns.length !== leafCount) {
      throw parquetError(
        `Column count mismatch. Schema has ${leafCount} columns while Row Group has ${group.columns.length}`,
      );
    }
  }
  return { version, rowCount, root, rowGroups, keyValues, createdBy };
}

const missing = (name: string): Error => parquetError(`Required field ${name} is missing`);

function readKeyValue(reader: CompactReader, into: Map<string, string>): void {
  let key: string | undefined;
  let value = '';
  reader.struct((id, type) => {
    if (type !== ThriftType.Binary) return false;
    if (id === 1) key = reader.text();
    else if (id === 2) value = reader.text();
    else return false;
    return true;
  });
  if (key !== undefined) into.set(key, value);
}

function readRowGroup(reader: CompactReader): RowGroup {
  let columns: ColumnChunk[] | undefined;
  let rowCount: number | undefined;
  let totalByteSize: number | undefined;
  let sortingColumns: SortingColumn[] = [];
  reader.struct((id, type) => {
    if (id === 1 && type === ThriftType.List) columns = reader.list(() => readColumnChunk(reader));
    else if (id === 2) totalByteSize = reader.integer();
    else if (id === 3) rowCount = reader.integer();
    else if (id === 4 && type === ThriftType.List) sortingColumns = reader.list(() => readSortingColumn(reader));
    else return false;
    return true;
  });
  if (columns === undefined) throw missing('columns');
  if (totalByteSize === undefined) throw missing('total_byte_size');
  if (rowCount === undefined) throw missing('num_rows');
  if (rowCount < 0) throw parquetError(`Row group has a negative number of rows: ${rowCount}`);
  return { rowCount, totalByteSize, columns, sortingColumns };
}

function readSortingColumn(reader: CompactReader): SortingColumn {
  let columnIndex = -1;
  let descending = false;
  let nullsFirst = false;
  reader.struct((id, type) => {
    if (id === 1) columnIndex = reader.integer();
    else if (id === 2) descending = type === ThriftType.True;
    else if (id === 3) nullsFirst = type === ThriftType.True;
    else return false;
    return true;
  });
  return { columnIndex, descending, nullsFirst };
}

interface Draft {
  meta: Partial<{ -readonly [K in keyof ColumnChunk]: ColumnChunk[K] }>;
}

function readColumnChunk(reader: CompactReader): ColumnChunk {
  const draft: Draft = { meta: {} };
  const { meta } = draft;
  let hasMeta = false;
  reader.struct((id, type) => {
    if (id === 1 && type === ThriftType.Binary) meta.filePath = reader.text();
    else if (id === 3 && type === ThriftType.Struct) {
      readColumnMetadata(reader, draft);
      hasMeta = true;
    } else if (id === 4) meta.offsetIndexOffset = reader.integer();
    else if (id === 5) meta.offsetIndexLength = reader.integer();
    else if (id === 6) meta.columnIndexOffset = reader.integer();
    else if (id === 7) meta.columnIndexLength = reader.integer();
    else if (id === 8 || id === 9) {
      meta.encrypted = true;
      return false;
    } else return false;
    return true;
  });
  if (!hasMeta && meta.encrypted !== true) throw missing('ColumnMetaData');
  return {
    codec: meta.codec ?? 0,
    valueCount: meta.valueCount ?? 0,
    totalUncompressedSize: meta.totalUncompressedSize ?? 0,
    totalCompressedSize: meta.totalCompressedSize ?? 0,
    dataPageOffset: meta.dataPageOffset ?? 0,
    dictionaryPageOffset: meta.dictionaryPageOffset,
    statistics: meta.statistics,
    bloomFilterOffset: meta.bloomFilterOffset,
    bloomFilterLength: meta.bloomFilterLength,
    columnIndexOffset: meta.columnIndexOffset,
    columnIndexLength: meta.columnIndexLength,
    offsetIndexOffset: meta.offsetIndexOffset,
    offsetIndexLength: meta.offsetIndexLength,
    encrypted: meta.encrypted ?? false,
    filePath: meta.filePath,
  };
}

function readColumnMetadata(reader: CompactReader, { meta }: Draft): void {
  reader.struct((id, type) => {
    if (id === 4) meta.codec = reader.integer();
    else if (id === 5) meta.valueCount = reader.integer();
    else if (id === 6) meta.totalUncompressedSize = reader.integer();
    else if (id === 7) meta.totalCompressedSize = reader.integer();
    else if (id === 9) meta.dataPageOffset = reader.integer();
    else if (id === 11) meta.dictionaryPageOffset = reader.integer();
    else if (id === 12 && type === ThriftType.Struct) meta.statistics = readStatistics(reader);
    else if (id === 14) meta.bloomFilterOffset = reader.integer();
    else if (id === 15) meta.bloomFilterLength = reader.integer();
    else return false;
    return true;
  });
  if (meta.codec === undefined) throw missing('codec');
  if (meta.valueCount === undefined) throw missing('num_values');
  if (meta.totalCompressedSize === undefined) throw missing('total_compressed_size');
  if (meta.dataPageOffset === undefined) throw missing('data_page_offset');
}

/** Reads a `Statistics` structure, of a chunk or a page. */
function readStatistics(reader: CompactReader): RawStatistics {
  let nullCount: number | undefined;
  let distinctCount: number | undefined;
  let oldMin: Uint8Array | undefined;
  let oldMax: Uint8Array | undefined;
  let min: Uint8Array | undefined;
  let max: Uint8Array | undefined;
  let minExact = true;
  let maxExact = true;
  reader.struct((id, type) => {
    if (id === 1 && type === ThriftType.Binary) oldMax = reader.binary().slice();
    else if (id === 2 && type === ThriftType.Binary) oldMin = reader.binary().slice();
    else if (id === 3) nullCount = reader.integer();
    else if (id === 4) distinctCount = reader.integer();
    else if (id === 5 && type === ThriftType.Binary) max = reader.binary().slice();
    else if (id === 6 && type === ThriftType.Binary) min = reader.binary().slice();
    else if (id === 7) maxExact = type === ThriftType.True;
    else if (id === 8) minExact = type === ThriftType.True;
    else return false;
    return true;
  });
  const deprecated = min === undefined && max === undefined && (oldMin !== undefined || oldMax !== undefined);
  return { nullCount, distinctCount, min: min ?? oldMin, max: max ?? oldMax, minExact, maxExact, deprecated };
}
