/** Makes the tables of CREATE EXTERNAL TABLE: reads the location, infers what the statement does not say. */
import { ArrowError, field, PlanError, Schema, type DataType, type Field } from '@datafusion-ts/common';
import { ListingTableUrl, type FileFormat, type FileFormatFactory } from '@datafusion-ts/datasource';
import type { ObjectMeta } from '@datafusion-ts/execution';
import type { CreateExternalTable } from '@datafusion-ts/expr';
import type { Session } from '@datafusion-ts/session';
import type { TableProvider, TableProviderFactory } from '../table-provider.js';
import { StreamTable } from '../stream/stream-table.js';
import type { PartitionColumn } from './listing-options.js';
import { ListingTable } from './listing-table.js';
import { inferPartitionColumns } from './infer-partition-columns.js';
import { quotedList, PARTITION_COLUMN_TYPE } from './partition-values.js';

export class ListingTableFactory implements TableProviderFactory {
  readonly #load: () => Promise<FileFormatFactory>;
  readonly #workingDirectory: () => string;

  /** `load` gives the format when the first table needs it; `workingDirectory` completes relative locations. */
  constructor(load: () => Promise<FileFormatFactory>, workingDirectory: () => string) {
    this.#load = load;
    this.#workingDirectory = workingDirectory;
  }

  async create(session: Session, command: CreateExternalTable): Promise<TableProvider> {
    const format = (await this.#load()).create(session, command.unbounded ? withoutHeader(command) : command.options);
    const url = await ListingTableUrl.locate(command.location, this.#workingDirectory(), session.runtime);
    if (command.unbounded) return streamTable(command, url, format);
    const extension = fileExtensionOf(url, format);
    const partitionColumns = await this.#partitionColumns(session, command, url, extension);
    await checkPartitions(session, partitionColumns, url, extension);
    const names = new Set(partitionColumns.map(({ name }) => name));
    const declared = command.schema.fields.filter(({ name }) => !names.has(name));
    const fileSchema =
      command.schema.fields.length > 0
        ? new Schema(declared)
        : await inferFileSchema(session, format, url, extension, names);
    checkSortOrder(command, fileSchema);
    return new ListingTable({
      urls: [url],
      fileSchema,
      options: {
        format,
        fileExtension: extension,
        partitionColumns,
        collectStatistics: session.config.execution.collectStatistics,
        targetPartitions: Number(session.config.execution.targetPartitions),
        fileSortOrder: command.orderExprs,
      },
      constraints: command.constraints,
      definition: command.definition,
      columnDefaults: command.columnDefaults,
      tableName: command.name.toString(),
    });
  }

  async #partitionColumns(
    session: Session,
    command: CreateExternalTable,
    url: ListingTableUrl,
    extension: string,
  ): Promise<readonly PartitionColumn[]> {
    if (command.tablePartitionCols.length > 0) {
      return command.tablePartitionCols.map((name) => ({ name, dataType: declaredType(command.schema.fields, name) }));
    }
    if (command.schema.fields.length > 0 || !session.config.execution.listingTableFactoryInferPartitions) return [];
    return inferPartitionColumns(session, url, extension);
  }
}

/** Streams have a header only when the statement says so. */
const withoutHeader = ({ fileType, options }: CreateExternalTable): ReadonlyMap<string, string> =>
  fileType.toUpperCase() === 'CSV' ? new Map([['format.has_header', 'false'], ...options]) : options;

const STREAM_ENCODINGS: Readonly<Record<string, string>> = { CSV: 'Csv', JSON: 'Json' };

/** The table of CREATE UNBOUNDED EXTERNAL TABLE: one text file, with the columns the statement says. */
function streamTable(command: CreateExternalTable, url: ListingTableUrl, format: FileFormat): TableProvider {
  const encoding = STREAM_ENCODINGS[command.fileType.toUpperCase()];
  if (encoding === undefined) throw new PlanError(`Unrecognised StreamEncoding ${command.fileType}`);
  return new StreamTable({
    url,
    location: command.location,
    schema: new Schema(command.schema.fields.map((f) => field(f.name, f.dataType, f.nullable, f.metadata))),
    format,
    encoding,
    header: command.options.get('format.has_header')?.toLowerCase() === 'true',
    order: command.orderExprs,
    constraints: command.constraints,
    definition: command.definition,
    columnDefaults: command.columnDefaults,
  });
}

/** Throws when declared partition columns are not those of the folders found, outermost first. */
async function checkPartitions(
  session: Session,
  columns: readonly PartitionColumn[],
  url: ListingTableUrl,
  extension: string,
): Promise<void> {
  if (columns.length === 0) return;
  if (!url.isCollection) {
    throw new PlanError(
      "Can't create a partitioned table backed by a single file, perhaps the URL is missing a trailing slash?",
    );
  }
  const found = (await inferPartitionColumns(session, url, extension)).map(({ name }) => name);
  const declared = columns.map(({ name }) => name);
  if (found.length === 0 || (found.length >= declared.length && declared.every((name, i) => name === found[i]))) return;
  throw new PlanError(`Inferred partitions to be ${quotedList(found)}, but got ${quotedList(declared)}`);
}

const declaredType = (fields: readonly Field[], name: string): DataType => {
  if (fields.length === 0) return PARTITION_COLUMN_TYPE;
  const found = fields.find((candidate) => candidate.name === name);
  if (found === undefined)
    throw new ArrowError(
      'Schema error',
      `Unable to get field named "${name}". Valid fields: ${quotedList(fields.map((f) => f.name))}`,
    );
  return found.dataType;
};

/** A single file is read whatever it is called; collections take the files with the format's ending. */
function fileExtensionOf(url: ListingTableUrl, format: FileFormat): string {
  if (!url.isFolder) return '';
  return format.extensionWithCompression ?? `.${format.extension}`;
}

/** The files' common schema without partition columns; throws when there are no files. */
export async function inferFileSchema(
  session: Session,
  format: FileFormat,
  url: ListingTableUrl,
  extension: string,
  without: ReadonlySet<string> = new Set(),
): Promise<Schema> {
  const store = session.runtime.objectStore(url.storeUrl);
  const objects = await listFiles(session, url, extension);
  if (objects.length === 0) {
    throw new PlanError(
      `No files found at ${url.storeUrl}${url.prefix}. Cannot infer schema from an empty location; either add data files or declare an explicit schema for the table.`,
    );
  }
  const filled = objects.filter((object) => object.size > 0);
  const schema = await format.inferSchema(session, store, filled);
  const fields = schema.fields.filter(({ name }) => !without.has(name));
  return new Schema(
    fields.map((f) => field(f.name, f.dataType, f.nullable, f.metadata)),
    schema.metadata,
  );
}

function listFiles(session: Session, url: ListingTableUrl, extension: string): Promise<readonly ObjectMeta[]> {
  const store = session.runtime.objectStore(url.toString());
  return url.listFiles(store, extension, session.config.execution.listingTableIgnoreSubdirectory);
}

function checkSortOrder(command: CreateExternalTable, fileSchema: Schema): void {
  for (const key of command.orderExprs.flat()) {
    if (key.expr.kind !== 'Column') continue;
    const { name } = key.expr.column;
    if (fileSchema.indexOf(name) < 0 && !command.tablePartitionCols.includes(name)) {
      throw new PlanError(`Column ${name} is not in schema`);
    }
  }
}
