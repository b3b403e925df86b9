import { ArrowError, ConfigOptions, displayType, sameType, Schema, tableOptionsFor, type Field } from '@datafusion-ts/common';
import type { FileFacts, FileFormat, FileFormatFactory, FileSource } from '@datafusion-ts/datasource';
import type { ObjectMeta, ObjectStore } from '@datafusion-ts/execution';
import type { Session } from '@datafusion-ts/session';
import { loadMetadata } from './metadata/load-metadata.js';
import { parquetReadOptions, type ParquetReadOptions } from './parquet-read-options.js';
import { ParquetSource } from './parquet-source.js';
import { readSchemaOf } from './schema/read-schema-of.js';
import { fileStatistics } from './statistics/file-statistics.js';

/** Parquet files: columns in row groups, described by a footer. */
export class ParquetFormat implements FileFormat {
  readonly extension = 'parquet';
  readonly options: ParquetReadOptions;

  constructor(options: ParquetReadOptions) {
    this.options = options;
  }

  async inferSchema(session: Session, store: ObjectStore, objects: readonly ObjectMeta[]): Promise<Schema> {
    const sorted = [...objects].sort((a, b) => (a.location < b.location ? -1 : a.location > b.location ? 1 : 0));
    const schemas = await Promise.all(sorted.map((object) => this.#schemaOf(session, store, object)));
    return mergeSchemas(schemas);
  }

  async inferStatistics(session: Session, store: ObjectStore, tableSchema: Schema, object: ObjectMeta): Promise<FileFacts> {
    const metadata = await loadMetadata(store, object, session.runtime.cacheManager, this.options.metadataSizeHint);
    return { statistics: fileStatistics(metadata, tableSchema, this.options) };
  }

  fileSource(tableSchema: Schema): FileSource {
    return new ParquetSource({ options: this.options, tableSchema });
  }

  async #schemaOf(session: Session, store: ObjectStore, object: ObjectMeta): Promise<Schema> {
    const metadata = await loadMetadata(store, object, session.runtime.cacheManager, this.options.metadataSizeHint);
    return readSchemaOf(metadata, this.options).schema;
  }
}

/** Union of the files' fields in order of appearance; a field is nullable when it is anywhere. */
function mergeSchemas(schemas: readonly Schema[]): Schema {
  const fields = new Map<string, Field>();
  const metadata = new Map<string, string>();
  for (const schema of schemas) {
    for (const [key, value] of schema.metadata) metadata.set(key, value);
    for (const field of schema.fields) {
      const known = fields.get(field.name);
      if (known === undefined) fields.set(field.name, field);
      else if (sameType(known.dataType, field.dataType)) fields.set(field.name, { ...known, nullable: known.nullable || field.nullable });
      else throw unmergeable(known, field);
    }
  }
  return new Schema([...fields.values()], metadata);
}

function unmergeable(known: Field, found: Field): ArrowError {
  return new ArrowError(
    'Schema error',
    `Fail to merge schema field '${known.name}' because the from data_type = ${displayType(found.dataType)} does not equal ${displayType(known.dataType)}`,
  );
}

/** Makes Parquet formats from `format.*` options. */
export const parquetFormatFactory: FileFormatFactory = {
  extension: 'parquet',
  create(session, options): FileFormat {
    const { parquet } = tableOptionsFor('parquet', options, session.config);
    return new ParquetFormat(parquetReadOptions(parquet, session.config));
  },
  default(): FileFormat {
    return new ParquetFormat(parquetReadOptions(undefined, new ConfigOptions()));
  },
};
