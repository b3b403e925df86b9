import type { FileCompression, JsonOptions } from '@datafusion-ts/common';

/** What reading a JSON file needs to know. */
export interface JsonReadOptions {
  readonly compression: FileCompression;
  /** Records follow one another; otherwise the file is one array of them. */
  readonly newlineDelimited: boolean;
  /** Records looked at to find the schema. */
  readonly schemaInferMaxRecords: number;
}

const DEFAULT_INFER_RECORDS = 1000;

/** The options of a table. */
export function jsonReadOptions(options: JsonOptions): JsonReadOptions {
  return {
    compression: options.compression,
    newlineDelimited: options.newlineDelimited,
    schemaInferMaxRecords: options.schemaInferMaxRec ?? DEFAULT_INFER_RECORDS,
  };
}
