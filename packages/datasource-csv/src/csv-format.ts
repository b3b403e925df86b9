import { compressionExtension, ConfigOptions, PlanError, tableOptionsFor, type Schema } from '@datafusion-ts/common';
import type { FileFormat, FileFormatFactory, FileSource } from '@datafusion-ts/datasource';
import type { ObjectMeta, ObjectStore } from '@datafusion-ts/execution';
import type { Session } from '@datafusion-ts/session';
import { csvReadOptions, type CsvReadOptions } from './csv-read-options.js';
import { CsvSource } from './csv-source.js';
import { inferCsvSchema } from './infer-schema.js';

/** CSV files: delimited text, one record a line. */
export class CsvFormat implements FileFormat {
  readonly extension = 'csv';
  readonly options: CsvReadOptions;

  constructor(options: CsvReadOptions) {
    this.options = options;
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
}

/** Makes CSV formats from `format.*` options. */
export const csvFormatFactory: FileFormatFactory = {
  extension: 'csv',
  create(session, options): FileFormat {
    const { csv } = tableOptionsFor('csv', options, session.config);
    if (csv.nullRegex !== undefined) checkPattern(csv.nullRegex);
    return new CsvFormat(csvReadOptions(csv, session.config));
  },
  default(): FileFormat {
    const config = new ConfigOptions();
    return new CsvFormat(csvReadOptions(tableOptionsFor('csv', new Map(), config).csv, config));
  },
};

function checkPattern(pattern: string): void {
  try {
    new RegExp(pattern, 'u');
  } catch (error) {
    throw new PlanError(`Unable to parse CSV null regex '${pattern}'`, { cause: error });
  }
}
