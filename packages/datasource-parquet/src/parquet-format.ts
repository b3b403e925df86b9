import { ConfigOptions, tableOptionsFor, type Schema } from '@datafusion-ts/common';
import {
  mergeSchemas,
  writerPlan,
  type FileFacts,
  type FileFormat,
  type FileFormatFactory,
  type FileSinkConfig,
  type FileSource,
} from '@datafusion-ts/datasource';
import type { ObjectMeta, ObjectStore } from '@datafusion-ts/execution';
import type { ExecutionPlan } from '@datafusion-ts/physical-plan';
import type { Session } from '@datafusion-ts/session';
import { loadMetadata } from './metadata/load-metadata.js';
import { parquetReadOptions, type ParquetReadOptions } from './parquet-read-options.js';
import { ParquetSource } from './parquet-source.js';
import { readSchemaOf } from './schema/read-schema-of.js';
import { fileOrdering } from './statistics/file-ordering.js';
import { fileStatistics } from './statistics/file-statistics.js';
import type { ParquetWriteOptions } from './write/parquet-write-options.js';

/** Parquet files: columns in row groups, described by a footer. */
export class ParquetFormat implements FileFormat {
  readonly extension = 'parquet';
  readonly options: ParquetReadOptions;
  readonly writeOptions: ParquetWriteOptions;

  constructor(options: ParquetReadOptions, writeOptions: ParquetWriteOptions) {
    this.options = options;
    this.writeOptions = writeOptions;
  }

  async inferSchema(session: Session, store: ObjectStore, objects: readonly ObjectMeta[]): Promise<Schema> {
    const sorted = [...objects].sort((a, b) => (a.location < b.location ? -1 : a.location > b.location ? 1 : 0));
    const schemas = await Promise.all(sorted.map((object) => this.#schemaOf(session, store, object)));
    return mergeSchemas(schemas);
  }

  async inferStatistics(
    session: Session,
    store: ObjectStore,
    tableSchema: Schema,
    object: ObjectMeta,
  ): Promise<FileFacts> {
    const metadata = await loadMetadata(store, object, session.runtime.cacheManager, this.options.metadataSizeHint);
    const ordering = fileOrdering(metadata, tableSchema, this.options);
    const statistics = fileStatistics(metadata, tableSchema, this.options);
    return ordering === undefined ? { statistics } : { statistics, ordering };
  }

  fileSource(tableSchema: Schema): FileSource {
    return new ParquetSource({ options: this.options, tableSchema });
  }

  createWriterPhysicalPlan(input: ExecutionPlan, session: Session, sink: FileSinkConfig): Promise<ExecutionPlan> {
    const store = session.runtime.objectStore(sink.objectStoreUrl);
    const plan = writerPlan(input, sink, 'Parquet', 'ParquetSink', async (location, schema) => {
      const { openParquetWriter } = await import('./write/parquet-file-writer.js');
      return openParquetWriter(schema, this.writeOptions, await store.putMultipart(location));
    });
    return Promise.resolve(plan);
  }

  async #schemaOf(session: Session, store: ObjectStore, object: ObjectMeta): Promise<Schema> {
    const metadata = await loadMetadata(store, object, session.runtime.cacheManager, this.options.metadataSizeHint);
    return readSchemaOf(metadata, this.options).schema;
  }
}

/** Makes Parquet formats from `format.*` options. */
export const parquetFormatFactory: FileFormatFactory = {
  extension: 'parquet',
  create(session, options): FileFormat {
    const { parquet } = tableOptionsFor('parquet', options, session.config);
    const { global: file, columns, metadata } = parquet;
    const writing: ParquetWriteOptions = { file, columns, metadata };
    return new ParquetFormat(parquetReadOptions(parquet, session.config), writing);
  },
  default(): FileFormat {
    const config = new ConfigOptions();
    const writing: ParquetWriteOptions = { file: config.execution.parquet, columns: new Map(), metadata: new Map() };
    return new ParquetFormat(parquetReadOptions(undefined, config), writing);
  },
};
