import { compressionExtension, ConfigOptions, PlanError, tableOptionsFor, type Schema } from '@datafusion-ts/common';
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
import { csvReadOptions, type CsvReadOptions } from './csv-read-options.js';
import { CsvSource } from './csv-source.js';
import { inferCsvSchema } from './infer-schema.js';
import { CsvSerializer } from './write/csv-serializer.js';
import { csvWriteOptions, type CsvWriteOptions } from './write/csv-write-options.js';

/** CSV files: delimited text, one record a line. */
export class CsvFormat implements FileFormat {
  readonly extension = 'csv';
  readonly options: CsvReadOptions;
  readonly writeOptions: CsvWriteOptions;

  constructor(options: CsvReadOptions, writeOptions: CsvWriteOptions) {
    this.options = options;
    this.writeOptions = writeOptions;
  }

  get extensionWithCompression(): string {
    return `.csv${compressionExtension(this.options.compression)}`;
  }

  inferSchema(_session: Session, store: ObjectStore, objects: readonly ObjectMeta[]): Promise<Schema> {
    return inferCsvSchema(store, objects, this.options);
  }

  fileSource(): FileSource {
    return new CsvSource(this.options);
  }

  appendWriter(schema: Schema, header: boolean, upload: MultipartUpload): FileWriter {
    return new TextFileWriter(new CsvSerializer(schema, { ...this.writeOptions, header }), 'uncompressed', upload);
  }

  createWriterPhysicalPlan(input: ExecutionPlan, session: Session, sink: FileSinkConfig): Promise<ExecutionPlan> {
    const store = session.runtime.objectStore(sink.objectStoreUrl);
    const { writeOptions } = this;
    const plan = writerPlan(input, sink, 'CSV', 'CsvSink', async (location, schema) => {
      const serializer = new CsvSerializer(schema, writeOptions);
      return new TextFileWriter(serializer, writeOptions.compression, await store.putMultipart(location));
    });
    return Promise.resolve(plan);
  }
}

/** Makes CSV formats from `format.*` options. */
export const csvFormatFactory: FileFormatFactory = {
  extension: 'csv',
  create(session, options): FileFormat {
    const { csv } = tableOptionsFor('csv', options, session.config);
    if (csv.nullRegex !== undefined) checkPattern(csv.nullRegex);
    return new CsvFormat(csvReadOptions(csv, session.config), csvWriteOptions(csv, session.config));
  },
  default(): FileFormat {
    const config = new ConfigOptions();
    const { csv } = tableOptionsFor('csv', new Map(), config);
    return new CsvFormat(csvReadOptions(csv, config), csvWriteOptions(csv, config));
  },
};

function checkPattern(pattern: string): void {
  try {
    new RegExp(pattern, 'u');
  } catch (error) {
    throw new PlanError(`Unable to parse CSV null regex '${pattern}'`, { cause: error });
  }
}
