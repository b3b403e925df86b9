import type { FileOpener, FileOpenerArgs, FileSource } from '@datafusion-ts/datasource';
import { AvroOpener } from './avro-opener.js';

/** How the Avro files of a table are scanned. */
export class AvroSource implements FileSource {
  readonly fileType = 'avro';

  givesSameRows(other: FileSource): boolean {
    return isOwn(this) && isOwn(other);
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

/** False for subclasses, which may read other rows. */
const isOwn = (source: FileSource): source is AvroSource => Object.getPrototypeOf(source) === AvroSource.prototype;
