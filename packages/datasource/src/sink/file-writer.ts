import type { Schema } from '@datafusion-ts/common';
import type { Batch } from '@datafusion-ts/compute';
import type { TaskContext } from '@datafusion-ts/execution';

/** Writes one file. Nothing is visible in the store before `finish`. */
export interface FileWriter {
  /** Takes the rows of a batch, which is valid during the call only. */
  write(batch: Batch): Promise<void>;
  /** Completes the file and gives its size in bytes. */
  finish(): Promise<number>;
  /** Gives the file up: the query failed. */
  abort(): Promise<void>;
}

/** Opens a file at a path of the sink's store for rows of a schema. */
export type OpenFileWriter = (location: string, schema: Schema, context: TaskContext) => Promise<FileWriter>;
