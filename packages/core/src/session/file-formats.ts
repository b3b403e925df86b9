import type { FileFormatFactory } from '@datafusion-ts/datasource';

/** A file format by name; its code is loaded with the first table that needs it. */
export interface FileFormatLoader {
  /** The name behind STORED AS, lower case. */
  readonly name: string;
  load(): Promise<FileFormatFactory>;
}

/** What relative paths start at: the process's directory, the root where there is no process. */
export function workingDirectory(): string {
  return typeof process === 'undefined' ? '/' : process.cwd();
}
