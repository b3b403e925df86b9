/** Makes the tables of CREATE EXTERNAL TABLE: reads the location, infers what the statement does not say. */
import { field, PlanError, Schema, type DataType, type Field } from '@datafusion-ts/common';
import { ListingTableUrl, type FileFormat, type FileFormatFactory } from '@datafusion-ts/datasource';
import type { CreateExternalTable } from '@datafusion-ts/expr';
import type { Session } from '@datafusion-ts/session';
import type { TableProvider, TableProviderFactory } from '../table-provider.js';
import type { PartitionColumn } from './listing-options.js';
import { ListingTable } from './listing-table.js';
import { inferPartitionNames, PARTITION_COLUMN_TYPE } from './partition-values.js';

export class ListingTableFactory implements TableProviderFactory {
  readonly #load: () => Promise<FileFormatFactory>;
  readonly #workingDirectory: () => string;

  /** `load` gives the format when the first table needs it; `workingDirectory` completes relative locations. */
  constructor(load: () => Promise<FileFormatFactory>, workingDirectory: () => string) {
    this.#load = load;
    this.#workingDirectory = workingDirectory;
  }

  async create(session: Session, command: CreateExternalTable): Promise<TableProvider> {
    const format = (await this.#load()).create(session, command.options);
    const url = ListingTableUrl.parse(command.location, this.#workingDirectory());
    const extension = fileExtensionOf(url, format);
    const partitionColumns = await this.#partitionColumns(session, command, url, extension);
    const names = new Set(partitionColumns.map(({ name }) => name));
    const declared = command.schema.fields.filter(({ name }) => !names.has(name));
    const fileSchema =
      command.schema.fields.length > 0 ? new Schema(declared) : await inferFileSchema(session, format, url, extension, names);
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
    if (command.schema.fields.length > 0 || !url.isFolder || !session.config.execution.listingTableFactoryInferPartitions) return [];
    const files = await url.listFiles(session.runtime.objectStore(url.storeUrl), extension, false);
    const names = inferPartitionNames(url, files.map((file) => file.location));
    return names.map((name) => ({ name, dataType: PARTITION_COLUMN_TYPE }));
  }
}

const declaredType = (fields: readonly Field[], name: string): DataType => {
  if (fields.length === 0) return PARTITION_COLUMN_TYPE;
  const found = fields.find((candidate) => candidate.name === name);
  if (found === undefined) throw new PlanError(`Column ${name} not found in schema`);
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
  const objects = await url.listFiles(store, extension, session.config.execution.listingTableIgnoreSubdirectory);
  const filled = objects.filter((object) => object.size > 0);
  const schema = await format.inferSchema(session, store, filled);
  const fields = schema.fields.filter(({ name }) => !without.has(name));
  return new Schema(fields.map((f) => field(f.name, f.dataType, f.nullable, f.metadata)), schema.metadata);
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
