import { inferFileSchema, inferPartitionColumns, ListingTable, type TableProvider } from '@datafusion-ts/catalog';
import { PlanError, type Schema } from '@datafusion-ts/common';
import { ListingTableUrl } from '@datafusion-ts/datasource';
import { checkOptionNames, fileOptions, type FileOptions } from './file-options.js';
import { workingDirectory } from './file-formats.js';
import type { SessionState } from './session-state.js';

/** How files are read as a table. */
export interface ReadOptions {
  /** Options of the format by key, such as `{ delimiter: ';', has_header: false }`. */
  readonly options?: FileOptions;
  /** Columns of the files; default: found by looking at them. */
  readonly schema?: Schema;
  /** Ending of files below a directory; default: the format's. */
  readonly fileExtension?: string;
  /** Find hive partition columns in the folders; default false. */
  readonly inferPartitions?: boolean;
}

const READ_OPTIONS: readonly (keyof ReadOptions)[] = ['options', 'schema', 'fileExtension', 'inferPartitions'];

/** A table of the files at `path` (a file, a directory ending with `/`, or a glob) in a registered format. */
export async function filesAsTable(
  state: SessionState,
  formatName: string,
  path: string,
  options: ReadOptions = {},
): Promise<TableProvider> {
  checkOptionNames(options, READ_OPTIONS);
  const loader = state.fileFormats.get(formatName);
  if (loader === undefined) throw new PlanError(`There is no registered file format with ext ${formatName}`);
  const format = (await loader.load()).create(state, fileOptions(options.options));
  const url = await ListingTableUrl.locate(path, workingDirectory(), state.runtime);
  const extension =
    options.fileExtension ?? (url.isFolder ? (format.extensionWithCompression ?? `.${format.extension}`) : '');
  const { execution } = state.config;
  const partitionColumns = options.inferPartitions === true ? await inferPartitionColumns(state, url, extension) : [];
  const partitionNames = new Set(partitionColumns.map(({ name: column }) => column));
  return new ListingTable({
    urls: [url],
    fileSchema: options.schema ?? (await inferFileSchema(state, format, url, extension, partitionNames)),
    options: {
      format,
      fileExtension: extension,
      partitionColumns,
      collectStatistics: execution.collectStatistics,
      targetPartitions: execution.targetPartitions,
      fileSortOrder: [],
    },
  });
}
