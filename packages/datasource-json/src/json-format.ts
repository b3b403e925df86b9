import { compressionExtension, ConfigOptions, tableOptionsFor, type Schema } from '@datafusion-ts/common';
import {
  TextFileWriter,
  writerPlan,
  type FileFormat,
  type FileFormatFactory,
  type FileSinkConfig,
  type FileSource,
  type FileWriter,
} from '@datafusion-ts/datasource';
import type { MultipartUpload, ObjectMeta, ObjectStore } from '@datafusion-ts/execution';
import type { ExecutionPlan } from '@datafusion-ts/physical-plan';
import type { Session } from '@datafusion-ts/session';
import { inferJsonSchema } from './infer/infer-schema.js';
import { jsonReadOptions, type JsonReadOptions } from './json-read-options.js';
import { JsonSource } from './json-source.js';
import { JsonSerializer } from './write/json-serializer.js';

/** JSON files: one record a line, or one array of records. */
export class JsonFormat implements FileFormat {
  readonly extension = 'json';
  readonly options: JsonReadOptions;

  constructor(options: JsonReadOptions) {
    this.options = options;
  }

  get extensionWithCompression(): string {
    return `.json${compressionExtension(this.options.compression)}`;
  }

  inferSchema(_session: Session, store: ObjectStore, objects: readonly ObjectMeta[]): Promise<Schema> {
    return inferJsonSchema(store, objects, this.options);
  }

  fileSource(): FileSource {
    return new JsonSource(this.options);
  }

  appendWriter(schema: Schema, _header: boolean, upload: MultipartUpload): FileWriter {
    return new TextFileWriter(new JsonSerializer(schema), 'uncompressed', upload);
  }

  createWriterPhysicalPlan(input: ExecutionPlan, session: Session, sink: FileSinkConfig): Promise<ExecutionPlan> {
    const store = session.runtime.objectStore(sink.objectStoreUrl);
    const { compression } = this.options;
    const plan = writerPlan(
      input,
      sink,
      'Json',
      'JsonSink',
      async (location, schema) =>
        new TextFileWriter(new JsonSerializer(schema), compression, await store.putMultipart(location)),
    );
    return Promise.resolve(plan);
  }
}

/** Makes JSON formats from `format.*` options. */
export const jsonFormatFactory: FileFormatFactory = {
  extension: 'json',
  create: (session, options): FileFormat =>
    new JsonFormat(jsonReadOptions(tableOptionsFor('json', options, session.config).json)),
  default: (): FileFormat =>
    new JsonFormat(jsonReadOptions(tableOptionsFor('json', new Map(), new ConfigOptions()).json)),
};
