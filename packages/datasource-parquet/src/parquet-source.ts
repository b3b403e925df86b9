import type { FileOpener, FileOpenerArgs, FileSource } from '@datafusion-ts/datasource';
import type { DisplayFormat } from '@datafusion-ts/physical-plan';
import type { ParquetReadOptions } from './parquet-read-options.js';
import { ParquetOpener } from './scan/parquet-opener.js';

/** How the Parquet files of a table are scanned. */
export class ParquetSource implements FileSource {
  readonly fileType = 'parquet';
  readonly options: ParquetReadOptions;

  constructor(options: ParquetReadOptions) {
    this.options = options;
  }

  createFileOpener(args: FileOpenerArgs): FileOpener {
    return new ParquetOpener(args, this.options);
  }

  supportsRepartitioning(): boolean {
    return true;
  }

  fmtExtra(_format: DisplayFormat): string {
    return '';
  }
}
