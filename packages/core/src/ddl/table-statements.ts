/** CREATE TABLE, CREATE VIEW, CREATE EXTERNAL TABLE, DROP TABLE, DROP VIEW. */
import {
  ExecutionError,
  field,
  NotImplementedError,
  quoteIdentifier,
  rewritten,
  Schema,
  SchemaError,
  type DFSchema,
  type TableReference,
} from '@datafusion-ts/common';
import { MemTable, ViewTable, type TableProvider } from '@datafusion-ts/catalog';
import {
  recomputeSchema,
  schemaOf,
  transformPlanUp,
  type DdlNode,
  type LogicalPlan,
  type TableType,
} from '@datafusion-ts/expr';
import type { SessionState } from '../session/session-state.js';
import { collectPartitions } from '../session/run-plan.js';

type Statement<K extends DdlNode['kind']> = Extract<DdlNode, { readonly kind: K }>;

/** CREATE TABLE (AS): runs the query and keeps its rows in memory, partition by partition. */
export async function createMemoryTable(
  state: SessionState,
  statement: Statement<'CreateMemoryTable'>,
  signal?: AbortSignal,
): Promise<void> {
  const { name, ifNotExists, orReplace } = statement;
  if (statement.temporary) throw new NotImplementedError('Temporary tables not supported');
  const exists = await tableExists(state, name);
  if (exists && ifNotExists && orReplace) throw new ExecutionError("'IF NOT EXISTS' cannot coexist with 'REPLACE'");
  if (exists && ifNotExists) return;
  if (exists && !orReplace) throw alreadyExists(name);
  checkNewTable(statement.input);
  const plan = state.optimize(statement.input);
  const schema = plainSchema(optimizedSchema(plan));
  const partitions = await collectPartitions(state, await state.queryPlanner().createPhysicalPlan(plan), signal);
  const table = new MemTable(
    schema,
    partitions.map((batches) => batches.map((batch) => ({ ...batch, schema }))),
    {
      constraints: statement.constraints,
      columnDefaults: statement.columnDefaults,
    },
  );
  replaceTable(state, name, table);
}

/** CREATE VIEW: keeps the query. */
export async function createView(state: SessionState, statement: Statement<'CreateView'>): Promise<void> {
  const { name, orReplace, definition } = statement;
  if (statement.temporary) throw new NotImplementedError('Temporary views not supported');
  const exists = await tableExists(state, name);
  if (exists && !orReplace) throw alreadyExists(name);
  checkUniqueNames(schemaOf(statement.input));
  replaceTable(state, name, new ViewTable(statement.input, definition));
}

/** CREATE EXTERNAL TABLE: asks the factory registered for the format. */
export async function createExternalTable(
  state: SessionState,
  statement: Statement<'CreateExternalTable'>,
): Promise<void> {
  const { name, ifNotExists, orReplace } = statement;
  if (statement.temporary) throw new NotImplementedError('Temporary tables not supported');
  const exists = await tableExists(state, name);
  if (exists && ifNotExists && orReplace) throw new ExecutionError("'IF NOT EXISTS' cannot coexist with 'REPLACE'");
  if (exists && ifNotExists) return;
  if (exists && !orReplace) throw new ExecutionError(`External table '${name.toString()}' already exists`);
  const factory = state.tableFactories.get(statement.fileType.toUpperCase());
  if (factory === undefined) throw new ExecutionError(`Unable to find factory for ${statement.fileType}`);
  replaceTable(state, name, await factory.create(state, statement));
}

/** DROP TABLE and DROP VIEW: only tables of the given kinds count. */
export async function dropTable(
  state: SessionState,
  name: TableReference,
  ifExists: boolean,
  kinds: readonly TableType[],
): Promise<void> {
  const dropped = await removeTable(state, name, kinds);
  if (dropped || ifExists) return;
  const noun = kinds.includes('View') ? 'View' : 'Table';
  throw new ExecutionError(`${noun} '${name.toString()}' doesn't exist.`);
}

async function removeTable(state: SessionState, name: TableReference, kinds: readonly TableType[]): Promise<boolean> {
  const schema = state.catalogs.findSchema(name);
  const table = await schema?.table(name.table);
  if (schema === undefined || table === undefined || !kinds.includes(table.tableType ?? 'Base')) return false;
  if (schema.deregisterTable === undefined)
    throw new ExecutionError('schema provider does not support deregistering tables');
  schema.deregisterTable(name.table);
  state.forgetTable(table);
  state.runtime.cacheManager.listFilesCache?.dropTableEntries(name.toString());
  state.runtime.cacheManager.fileStatisticsCache?.dropTableEntries(name.toString());
  return true;
}

/** True when a table has the name; throws when its catalog or schema does not exist. */
async function tableExists(state: SessionState, name: TableReference): Promise<boolean> {
  return (await state.catalogs.schemaFor(name).table(name.table)) !== undefined;
}

function replaceTable(state: SessionState, name: TableReference, table: TableProvider): void {
  const schema = state.catalogs.schemaFor(name);
  const old = schema.tableExist(name.table) ? schema.deregisterTable?.(name.table) : undefined;
  if (old !== undefined) state.forgetTable(old);
  if (schema.registerTable === undefined)
    throw new ExecutionError('schema provider does not support registering tables');
  schema.registerTable(name.table, table);
}

const alreadyExists = (name: TableReference): ExecutionError =>
  new ExecutionError(`Table '${name.toString()}' already exists`);

/** Columns without a query fail as plans of no rows do, those of a query as such. */
function checkNewTable(input: LogicalPlan): void {
  try {
    checkUniqueNames(schemaOf(input));
  } catch (error) {
    if (input.kind === 'EmptyRelation' && error instanceof SchemaError)
      throw error.context('Invalid input plan passed to Analyzer');
    throw error;
  }
}

/** Columns of tables have no qualifiers, so that names must differ without them. */
function checkUniqueNames(schema: DFSchema): void {
  const seen = new Set<string>();
  for (const { name } of schema.fields) {
    if (seen.has(name))
      throw new SchemaError(`Schema contains duplicate unqualified field name ${quoteIdentifier(name)}`);
    seen.add(name);
  }
}

/** The columns as the optimized expressions give them: a call that has become a literal is never NULL. */
const optimizedSchema = (plan: LogicalPlan): DFSchema =>
  schemaOf(transformPlanUp(plan, (node) => rewritten(recomputeSchema(node))).node);

/** The columns without qualifiers. */
const plainSchema = (schema: DFSchema): Schema =>
  new Schema(
    schema.fields.map((f) => field(f.name, f.dataType, f.nullable, f.metadata)),
    schema.metadata,
  );
