import { ConfigurationError, DataFusionError, NotImplementedError, PlanError } from '@datafusion-ts/common';
import { sourceAsProvider, type Assignment, type TableProvider } from '@datafusion-ts/catalog';
import { ListingTableUrl } from '@datafusion-ts/datasource';
import { lit, schemaOf, unnormalizeCol, type Copy, type Dml, type Expr, type LogicalPlan } from '@datafusion-ts/expr';
import type { ExecutionPlan } from '@datafusion-ts/physical-plan';
import { workingDirectory } from '../session/file-formats.js';
import { insertInput } from './insert-input.js';
import type { PhysicalPlanner } from './physical-planner.js';

/** The option of a COPY plan that says whether to write one file. Only DataFrames set it: options in SQL have a section. */
export const SINGLE_FILE_OUTPUT = 'single_file_output';

/** COPY … TO: the writer of the format named. */
export async function planCopy(planner: PhysicalPlanner, plan: Copy, input: ExecutionPlan): Promise<ExecutionPlan> {
  const loader = planner.state.fileFormats.get(plan.fileType.toLowerCase());
  if (loader === undefined) throw new PlanError(`Unsupported COPY format: ${plan.fileType}`);
  const keepPartitionByColumns = keepsPartitionColumns(planner, plan.options);
  const options = new Map([...plan.options].filter(([key]) => !isEngineOption(key)));
  const format = (await loader.load()).create(planner.state, options);
  if (format.createWriterPhysicalPlan === undefined)
    throw new NotImplementedError(`Writer not implemented for ${plan.fileType} format`);
  const url = await ListingTableUrl.locate(plan.outputUrl, workingDirectory(), planner.state.runtime);
  return format.createWriterPhysicalPlan(input, planner.state, {
    objectStoreUrl: url.storeUrl,
    originalUrl: plan.outputUrl,
    fileGroup: [],
    tablePaths: [url],
    outputSchema: input.schema,
    partitionColumns: plan.partitionBy,
    insertOp: 'Append',
    keepPartitionByColumns,
    singleFile: singleFileOutput(plan.options),
    fileExtension: format.extensionWithCompression?.replace(/^\./, '') ?? format.extension,
    options,
  });
}

/** Options of the engine, which formats do not know. */
const isEngineOption = (key: string): boolean => key.startsWith('execution.') || key === SINGLE_FILE_OUTPUT;

function singleFileOutput(options: ReadonlyMap<string, string>): boolean | undefined {
  const value = options.get(SINGLE_FILE_OUTPUT);
  return value === undefined ? undefined : value === 'true';
}

/** The option of the statement, or the session's setting. */
function keepsPartitionColumns(planner: PhysicalPlanner, options: ReadonlyMap<string, string>): boolean {
  const value = options.get('execution.keep_partition_by_columns')?.trim();
  if (value === undefined) return planner.state.config.execution.keepPartitionByColumns;
  if (value === 'true' || value === 'false') return value === 'true';
  throw new ConfigurationError(
    `provided value for 'execution.keep_partition_by_columns' was not recognized: "${value}"`,
  );
}

/** INSERT, UPDATE, DELETE, TRUNCATE: the table's own plan. */
export async function planDml(planner: PhysicalPlanner, plan: Dml): Promise<ExecutionPlan> {
  const table = sourceAsProvider(plan.target);
  if (plan.op.kind === 'Insert') {
    if (table.insertInto === undefined) throw new NotImplementedError('Insert into not implemented for this table');
    const input = insertInput(await planner.input(plan), schemaOf(plan.input), table.schema);
    return table.insertInto(planner.state, input, plan.op.op);
  }
  try {
    return await planChange(planner, plan, table);
  } catch (error) {
    if (!(error instanceof DataFusionError) || plan.op.kind === 'Ctas') throw error;
    throw error.context(`${plan.op.kind.toUpperCase()} operation on table '${plan.tableName.toString()}'`);
  }
}

async function planChange(planner: PhysicalPlanner, plan: Dml, table: TableProvider): Promise<ExecutionPlan> {
  switch (plan.op.kind) {
    case 'Delete':
      if (table.deleteFrom === undefined)
        throw new NotImplementedError(`DELETE not supported for ${table.tableType ?? 'Base'} table`);
      return table.deleteFrom(planner.state, filtersOf(plan.input));
    case 'Update':
      if (table.update === undefined)
        throw new NotImplementedError(`UPDATE not supported for ${table.tableType ?? 'Base'} table`);
      return table.update(planner.state, assignmentsOf(plan.input), filtersOf(plan.input));
    case 'Truncate':
      if (table.truncate === undefined)
        throw new NotImplementedError(`TRUNCATE not supported for ${table.tableType ?? 'Base'} table`);
      return table.truncate(planner.state);
    case 'Insert':
    case 'Ctas':
      throw new NotImplementedError(`Unsupported logical plan: Dml(${plan.op.kind})`);
  }
}

/** The conditions between the statement and the table it changes. */
function filtersOf(plan: LogicalPlan): readonly Expr[] {
  const found: Expr[] = [];
  for (let node: LogicalPlan | undefined = plan; node !== undefined;) {
    if (node.kind === 'Filter') found.push(unnormalizeCol(node.predicate));
    if (node.kind === 'TableScan') return [...found, ...node.filters.map(unnormalizeCol)];
    // The optimizer found out that no row can meet the condition.
    if (node.kind === 'EmptyRelation') return [lit(false)];
    if (node.kind !== 'Filter' && node.kind !== 'Projection' && node.kind !== 'SubqueryAlias') break;
    node = node.input;
  }
  throw new NotImplementedError('DELETE and UPDATE with subqueries or joins in their conditions');
}

/** The columns that get new values: projections that are not the column itself. */
function assignmentsOf(plan: LogicalPlan): readonly Assignment[] {
  if (plan.kind !== 'Projection') return [];
  return plan.exprs.flatMap((expr): readonly Assignment[] =>
    expr.kind === 'Alias' ? [{ column: expr.name, value: unnormalizeCol(expr.expr) }] : [],
  );
}
