import { ArrowError } from '@datafusion-ts/common';

/** A file that is no Avro file, or a damaged one. */
export const avroError = (message: string, cause?: unknown): ArrowError =>
  new ArrowError('Avro error', message, cause === undefined ? {} : { cause });

/** A schema that no table can have. */
export const schemaError = (message: string): ArrowError => new ArrowError('Parser error', message);
