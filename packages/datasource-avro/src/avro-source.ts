import { isExactly } from '@datafusion-ts/common';
import type { FileOpener, FileOpenerArgs, FileSource } from '@datafusion-ts/datasource';
import { AvroOpener } from './avro-opener.js';

/** How the Avro files of a table are scanned. */
export class AvroSource implements FileSource {
  readonly fileType = 'avro';

  givesSameRows(other: FileSource): boolean {
    return isExactly(this, AvroSource) && isExactly(other, AvroSource);
  }

  createFileOpener(args: FileOpenerArgs): FileOpener {
    return new AvroOpener(args);
  }

  /** A file is read as a whole, as in DataFusion. */
  supportsRepartitioning(): boolean {
    return false;
  }

  fmtExtra(): string {
    return '';
  }
}
