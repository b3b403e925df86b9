import type { FileOpener, FileOpenerArgs, FileSource } from '@datafusion-ts/datasource';
import { ArrowOpener } from './arrow-opener.js';

/** How the Arrow files of a table are scanned. */
export class ArrowSource implements FileSource {
  readonly fileType: 'arrow' | 'arrow_stream';

  constructor(fileType: 'arrow' | 'arrow_stream') {
    this.fileType = fileType;
  }

  givesSameRows(other: FileSource): boolean {
    return isOwn(this) && isOwn(other) && other.fileType === this.fileType;
  }

  createFileOpener(args: FileOpenerArgs): FileOpener {
    return new ArrowOpener(args);
  }

  /** Files have an index of their batches, streams have not. */
  supportsRepartitioning(): boolean {
    return this.fileType === 'arrow';
  }

  fmtExtra(): string {
    return '';
  }
}

/** False for subclasses, which may read other rows. */
const isOwn = (source: FileSource): source is ArrowSource => Object.getPrototypeOf(source) === ArrowSource.prototype;
