import { isExactly } from '@datafusion-ts/common';
import type { FileOpener, FileOpenerArgs, FileSource } from '@datafusion-ts/datasource';
import { JsonOpener } from './json-opener.js';
import type { JsonReadOptions } from './json-read-options.js';

/** How the JSON files of a table are scanned. */
export class JsonSource implements FileSource {
  readonly fileType = 'json';
  readonly options: JsonReadOptions;

  constructor(options: JsonReadOptions) {
    this.options = options;
  }

  /** Scans of one table have the same options object. */
  givesSameRows(other: FileSource): boolean {
    return isExactly(this, JsonSource) && isExactly(other, JsonSource) && other.options === this.options;
  }

  createFileOpener(args: FileOpenerArgs): FileOpener {
    return new JsonOpener(args, this.options);
  }

  /** Arrays and compressed files do not show where records begin. */
  supportsRepartitioning(): boolean {
    return this.options.compression === 'uncompressed' && this.options.newlineDelimited;
  }

  fmtExtra(): string {
    return '';
  }
}
