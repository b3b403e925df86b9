import type { Schema, Statistics } from '@datafusion-ts/common';
import type { MultipartUpload, ObjectMeta, ObjectStore } from '@datafusion-ts/execution';
import type { LexOrdering } from '@datafusion-ts/physical-expr';
import type { ExecutionPlan } from '@datafusion-ts/physical-plan';
import type { Session } from '@datafusion-ts/session';
import type { FileSinkConfig } from '../sink/file-sink-config.js';
import type { FileWriter } from '../sink/file-writer.js';
import type { FileSource } from './file-source.js';

/** What is known of one file before it is scanned. */
export interface FileFacts {
  readonly statistics: Statistics;
  readonly ordering?: LexOrdering;
}

/** A file format as tables use it: schemas, statistics, scanning and writing. Immutable. */
export interface FileFormat {
  /** Without dot: `csv`. */
  readonly extension: string;
  /** `.csv.gz` for compressed files; default `.` + extension. */
  readonly extensionWithCompression?: string;
  /** The common schema of the files. */
  inferSchema(session: Session, store: ObjectStore, objects: readonly ObjectMeta[]): Promise<Schema>;
  /** Statistics of one file for columns of `tableSchema`; default unknown. */
  inferStatistics?(session: Session, store: ObjectStore, tableSchema: Schema, object: ObjectMeta): Promise<FileFacts>;
  fileSource(tableSchema: Schema): FileSource;
  /** The source for a table whose first file is known, where that decides how files are read; default `fileSource`. */
  fileSourceFor?(store: ObjectStore, first: ObjectMeta): Promise<FileSource>;
  /** Writes more rows of a file that may have some already; only for formats where files can be joined. */
  appendWriter?(schema: Schema, header: boolean, upload: MultipartUpload): FileWriter;
  /** A plan that writes `input` and gives one row `count`; absent when the format cannot be written. */
  createWriterPhysicalPlan?(input: ExecutionPlan, session: Session, sink: FileSinkConfig): Promise<ExecutionPlan>;
}

/** Makes formats from the options of a statement, e.g. `format.delimiter`. */
export interface FileFormatFactory {
  readonly extension: string;
  create(session: Session, options: ReadonlyMap<string, string>): FileFormat;
  /** With the session's defaults. */
  default(): FileFormat;
}
