/** Plans that write the rows of a DataFrame, to files as COPY does or into a table as INSERT does. */
import { PlanError, TableReference } from '@datafusion-ts/common';
import { provideAsSource } from '@datafusion-ts/catalog';
import { LogicalPlanBuilder, schemaOf, type InsertOp, type LogicalPlan, type SortExpr } from '@datafusion-ts/expr';
import { SINGLE_FILE_OUTPUT } from '../planner/write.js';
import { checkOptionNames, fileOptions, type FileOptions } from '../session/file-options.js';
import type { SessionState } from '../session/session-state.js';

/** How rows are written to files. */
export interface WriteOptions {
  /** Options of the format by key, such as `{ compression: 'zstd(3)' }` or `{ delimiter: ';' }`. */
  readonly options?: FileOptions;
  /** Columns whose values become folders, `column=value/`, and are left out of the files. */
  readonly partitionBy?: readonly string[];
  /** True for one file, false for a folder of files; by default as `path` looks. Columns of `partitionBy` always make folders. */
  readonly singleFileOutput?: boolean;
  /** The order of the rows in the files. */
  readonly sortBy?: readonly SortExpr[];
}

const WRITE_OPTIONS = ['options', 'partitionBy', 'singleFileOutput', 'sortBy', 'signal'];

/** How rows are written into a table. */
export interface WriteTableOptions {
  /** Default `Append`; what else a table does is its own. */
  readonly insertOp?: InsertOp;
  /** The order in which the table gets the rows. */
  readonly sortBy?: readonly SortExpr[];
}

/**
 * Writes to one file when `path` has an extension, else to files in a folder, unless `singleFileOutput` says which. Throws a
 * PlanError for an unknown format or option and a SchemaError for a partition column that does not exist.
 */
export function copyPlan(
  state: SessionState,
  plan: LogicalPlan,
  format: string,
  path: string,
  writeOptions: WriteOptions,
): LogicalPlan {
  checkOptionNames(writeOptions, WRITE_OPTIONS);
  const { options, partitionBy = [], singleFileOutput, sortBy } = writeOptions;
  const fileType = format.toLowerCase();
  if (!state.fileFormats.has(fileType)) {
    throw new PlanError(`There is no registered file format with ext ${format}`);
  }
  const schema = schemaOf(plan);
  for (const column of partitionBy) schema.fieldWithUnqualifiedName(column);
  const all = new Map(fileOptions(options));
  if (singleFileOutput !== undefined) all.set(SINGLE_FILE_OUTPUT, String(singleFileOutput));
  const parts = { outputUrl: path, fileType, partitionBy, options: all };
  return LogicalPlanBuilder.copyTo(sorted(plan, sortBy), parts).build();
}

/**
 * Inserts into a table, column by column: columns must have the table's names, and are cast to its types. Throws a PlanError
 * when there is no such table.
 */
export async function insertPlan(
  state: SessionState,
  plan: LogicalPlan,
  table: string | TableReference,
  { insertOp = 'Append', sortBy }: WriteTableOptions,
): Promise<LogicalPlan> {
  const reference = typeof table === 'string' ? TableReference.parse(table) : table;
  const provider = await state.catalogs.find(reference);
  if (provider === undefined) throw new PlanError(`No table named '${reference.toString()}'`);
  const target = provideAsSource(provider);
  return LogicalPlanBuilder.insertInto(sorted(plan, sortBy), reference, target, insertOp).build();
}

const sorted = (plan: LogicalPlan, sortBy: readonly SortExpr[] = []): LogicalPlan =>
  sortBy.length === 0 ? plan : LogicalPlanBuilder.from(plan).sort(sortBy).build();
