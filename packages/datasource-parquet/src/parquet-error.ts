import { NotImplementedError, ParquetError } from '@datafusion-ts/common';

/** The error for a damaged file, with the reader's own prefix inside DataFusion's. */
export const parquetError = (message: string): ParquetError => new ParquetError(`Parquet error: ${message}`);

/** The error for something a file may contain but this reader does not read. */
export const parquetNotImplemented = (what: string): NotImplementedError => new NotImplementedError(`Parquet: ${what}`);
