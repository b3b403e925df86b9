import type { ConfigOptions, CsvOptions, FileCompression } from '@datafusion-ts/common';
import type { CsvDialect } from './csv-dialect.js';

/** What reading a CSV file needs to know. */
export interface CsvReadOptions {
  readonly dialect: CsvDialect;
  readonly hasHeader: boolean;
  /** Fields that match are null; default: empty ones. */
  readonly nullRegex: RegExp | undefined;
  readonly compression: FileCompression;
  /** Values may contain line breaks, so files cannot be read from the middle. */
  readonly newlinesInValues: boolean;
  /** Records looked at to find the schema. */
  readonly schemaInferMaxRecords: number;
}

/** Records looked at unless said otherwise. */
const DEFAULT_INFER_RECORDS = 1000;

/** The options of a table with the session's defaults. */
export function csvReadOptions(options: CsvOptions, config: ConfigOptions): CsvReadOptions {
  return {
    dialect: {
      delimiter: options.delimiter,
      quote: options.quote,
      escape: options.escape,
      comment: options.comment,
      terminator: options.terminator,
      truncatedRows: options.truncatedRows ?? false,
    },
    hasHeader: options.hasHeader ?? config.catalog.hasHeader,
    nullRegex: options.nullRegex === undefined ? undefined : new RegExp(options.nullRegex, 'u'),
    compression: options.compression,
    newlinesInValues: options.newlinesInValues ?? config.catalog.newlinesInValues,
    schemaInferMaxRecords: options.schemaInferMaxRec ?? DEFAULT_INFER_RECORDS,
  };
}
