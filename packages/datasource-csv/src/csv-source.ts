import { isExactly } from '@datafusion-ts/common';
import type { FileOpener, FileOpenerArgs, FileSource } from '@datafusion-ts/datasource';
import type { DisplayFormat } from '@datafusion-ts/physical-plan';
import { CsvOpener } from './csv-opener.js';
import type { CsvReadOptions } from './csv-read-options.js';

/** How the CSV files of a table are scanned. */
export class CsvSource implements FileSource {
  readonly fileType = 'csv';
  readonly options: CsvReadOptions;

  constructor(options: CsvReadOptions) {
    this.options = options;
  }

  /** Scans of one table have the same options object. */
  givesSameRows(other: FileSource): boolean {
    return isExactly(this, CsvSource) && isExactly(other, CsvSource) && other.options === this.options;
  }

  createFileOpener(args: FileOpenerArgs): FileOpener {
    return new CsvOpener(args, this.options);
  }

  /** Values with line breaks and compression hide where records begin. */
  supportsRepartitioning(): boolean {
    return (
      this.options.compression === 'uncompressed' &&
      !this.options.newlinesInValues &&
      this.options.dialect.terminator === undefined
    );
  }

  fmtExtra(format: DisplayFormat): string {
    return format === 'tree' ? '' : `, has_header=${this.options.hasHeader}`;
  }
}
