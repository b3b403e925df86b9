import { isExactly } from '@datafusion-ts/common';
import type { FileOpener, FileOpenerArgs, FileSource } from '@datafusion-ts/datasource';
import { ArrowOpener } from './arrow-opener.js';

/** How the Arrow files of a table are scanned. */
export class ArrowSource implements FileSource {
  readonly fileType: 'arrow' | 'arrow_stream';

  constructor(fileType: 'arrow' | 'arrow_stream') {
    this.fileType = fileType;
  }

  givesSameRows(other: FileSource): boolean {
    return isExactly(this, ArrowSource) && isExactly(other, ArrowSource) && other.fileType === this.fileType;
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
