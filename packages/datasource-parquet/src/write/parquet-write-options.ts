/**
 * Options of written files, from those of a table or statement to those of the library.
 *
 * What the library cannot do is only about the layout and left out: levels of compression (checked, then the library's
 * default), Bloom filters, limits of rows a page, lengths of bounds.
 */
import {
  ConfigurationError,
  ParquetError,
  type DataType,
  type ParquetColumnOptions,
  type ParquetOptions,
  type Schema,
} from '@datafusion-ts/common';
import type * as parquetWasm from 'parquet-wasm';

type Wasm = typeof parquetWasm;
type Builder = parquetWasm.WriterPropertiesBuilder;

/** What a written file looks like. */
export interface ParquetWriteOptions {
  /** Of the file as a whole. */
  readonly file: ParquetOptions;
  /** Of single columns, by name. */
  readonly columns: ReadonlyMap<string, ParquetColumnOptions>;
  readonly metadata: ReadonlyMap<string, string>;
}

/** Range of levels of the codecs that have one. */
const LEVELS: Readonly<Record<string, readonly [number, number]>> = { gzip: [0, 9], brotli: [0, 11], zstd: [1, 22] };

const CODECS: Readonly<Record<string, keyof Wasm['Compression']>> = {
  uncompressed: 'UNCOMPRESSED',
  snappy: 'SNAPPY',
  gzip: 'GZIP',
  brotli: 'BROTLI',
  lz4: 'LZ4',
  lz4_raw: 'LZ4_RAW',
  zstd: 'ZSTD',
};

/** The codec of a text such as `zstd(3)`. */
function codecOf(text: string, wasm: Wasm): parquetWasm.Compression {
  const [name = '', level] = text.trim().split('(');
  const codec = CODECS[name];
  if (codec === undefined) {
    throw new ConfigurationError(
      `Unknown or unsupported parquet compression: ${text}. Valid values are: uncompressed, snappy, gzip(level), brotli(level), lz4, zstd(level), and lz4_raw.`,
    );
  }
  checkLevel(name, level, text);
  return wasm.Compression[codec];
}

function checkLevel(name: string, level: string | undefined, text: string): void {
  const range = LEVELS[name];
  if (level === undefined) {
    if (range === undefined) return;
    throw new ConfigurationError(`${name} compression requires specifying a level such as ${name}(4)`);
  }
  if (!/^\d+\)$/.test(level)) {
    throw new ConfigurationError(
      `Could not parse compression string. Got codec: ${name} and unknown level from ${text}`,
    );
  }
  if (range === undefined) throw new ConfigurationError(`Compression ${name} does not support specifying a level`);
  const value = Number.parseInt(level, 10);
  if (value < range[0] || value > range[1])
    throw new ParquetError(`Parquet error: valid compression range ${range[0]}..=${range[1]} exceeded.`);
}

const ENCODINGS = [
  'plain',
  'plain_dictionary',
  'rle',
  'bit_packed',
  'delta_binary_packed',
  'delta_length_byte_array',
  'delta_byte_array',
  'rle_dictionary',
  'byte_stream_split',
] as const;

type EncodingName = (typeof ENCODINGS)[number];

/** The encoding of a text; throws where a column of one of the types could not have it. */
function encodingOf(text: string, types: readonly DataType[], wasm: Wasm): parquetWasm.Encoding {
  const name = ENCODINGS.find((known) => known === text);
  if (name === undefined) {
    throw new ConfigurationError(
      `Unknown or unsupported parquet encoding: ${text}. Valid values are: plain, plain_dictionary, rle, bit_packed, delta_binary_packed, delta_length_byte_array, delta_byte_array, rle_dictionary, and byte_stream_split.`,
    );
  }
  // The library would not survive these.
  if (name.endsWith('dictionary')) throw new ParquetError('Dictionary encoding can not be used as fallback encoding');
  for (const type of types.flatMap(leafTypes)) {
    if (!encodes(name, storedAs(type))) throw new ParquetError(`unsupported encoding ${name} for ${type.kind}`);
  }
  return wasm.Encoding[name.toUpperCase() as Uppercase<EncodingName>];
}

type Stored = 'boolean' | 'int' | 'float' | 'bytes' | 'fixed';

function encodes(encoding: EncodingName, stored: Stored): boolean {
  switch (encoding) {
    case 'plain':
      return true;
    case 'rle':
      return stored === 'boolean';
    case 'delta_binary_packed':
      return stored === 'int';
    case 'delta_length_byte_array':
      return stored === 'bytes';
    case 'delta_byte_array':
      return stored === 'bytes' || stored === 'fixed';
    case 'byte_stream_split':
      return stored === 'int' || stored === 'float' || stored === 'fixed';
    default:
      return false;
  }
}

/** The kind of values a file has for a type. */
function storedAs(type: DataType): Stored {
  if (type.kind === 'Boolean') return 'boolean';
  if (type.kind === 'Float32' || type.kind === 'Float64') return 'float';
  if (/^(Large)?(Utf8|Binary)(View)?$/.test(type.kind)) return 'bytes';
  if (/^(U?Int\d+|Date|Time|Timestamp|Duration|Null)/.test(type.kind)) return 'int';
  return /^Decimal/.test(type.kind) && 'precision' in type && type.precision <= 18 ? 'int' : 'fixed';
}

/** Types of the columns a column is stored as. */
function leafTypes(type: DataType): readonly DataType[] {
  switch (type.kind) {
    case 'List':
    case 'LargeList':
    case 'FixedSizeList':
    case 'ListView':
    case 'LargeListView':
      return leafTypes(type.field.dataType);
    case 'Struct':
      return type.fields.flatMap((field) => leafTypes(field.dataType));
    case 'Map':
      return leafTypes(type.entries.dataType);
    case 'Dictionary':
      return leafTypes(type.valueType);
    default:
      return [type];
  }
}

const STATISTICS: Readonly<Record<string, keyof Wasm['EnabledStatistics']>> = {
  none: 'None',
  chunk: 'Chunk',
  page: 'Page',
};

/** The options as the library takes them, for rows of a schema. */
export function writerProperties(
  wasm: Wasm,
  { file, columns, metadata }: ParquetWriteOptions,
  schema: Schema,
): parquetWasm.WriterProperties {
  const types = schema.fields.map(({ dataType }) => dataType);
  let builder = new wasm.WriterPropertiesBuilder()
    .setCompression(codecOf(file.compression ?? 'uncompressed', wasm))
    .setDictionaryEnabled(file.dictionaryEnabled ?? true)
    .setMaxRowGroupSize(Number(file.maxRowGroupSize))
    .setDataPageSizeLimit(Number(file.dataPagesizeLimit))
    .setDictionaryPageSizeLimit(Number(file.dictionaryPageSizeLimit))
    .setWriteBatchSize(Number(file.writeBatchSize))
    .setWriterVersion(file.writerVersion === '2.0' ? wasm.WriterVersion.V2 : wasm.WriterVersion.V1)
    .setStatisticsEnabled(wasm.EnabledStatistics[STATISTICS[file.statisticsEnabled ?? 'page'] ?? 'Page'])
    .setCreatedBy(file.createdBy);
  if (file.encoding !== undefined) builder = builder.setEncoding(encodingOf(file.encoding, types, wasm));
  for (const [name, options] of columns) builder = withColumn(builder, name, options, schema, wasm);
  if (metadata.size > 0) builder = builder.setKeyValueMetadata(new Map(metadata));
  return builder.build();
}

/** Adds the options of one column; a name no column has does nothing. */
function withColumn(start: Builder, name: string, options: ParquetColumnOptions, schema: Schema, wasm: Wasm): Builder {
  const { compression, encoding, dictionaryEnabled, statisticsEnabled } = options;
  const types = schema.fields.filter((field) => field.name === name).map(({ dataType }) => dataType);
  let builder = start;
  if (compression !== undefined) builder = builder.setColumnCompression(name, codecOf(compression, wasm));
  if (encoding !== undefined) builder = builder.setColumnEncoding(name, encodingOf(encoding, types, wasm));
  if (dictionaryEnabled !== undefined) builder = builder.setColumnDictionaryEnabled(name, dictionaryEnabled);
  if (statisticsEnabled === undefined) return builder;
  const level = STATISTICS[statisticsEnabled];
  if (level === undefined) {
    throw new ConfigurationError(
      `Unknown or unsupported parquet statistics setting ${statisticsEnabled} valid options are none, page, and chunk`,
    );
  }
  return builder.setColumnStatisticsEnabled(name, wasm.EnabledStatistics[level]);
}
