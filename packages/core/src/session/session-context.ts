/**
 * The entry point: registers tables and functions, plans SQL. `sql` carries out DDL and settings at once and gives a lazy
 * DataFrame for everything else.
 */
import { PlanError, ScalarValue, TableReference, type ConfigOptions } from '@datafusion-ts/common';
import {
  MemTable,
  provideAsSource,
  type CatalogProvider,
  type TableFunctionImpl,
  type TableProvider,
} from '@datafusion-ts/catalog';
import { loadArrow, type HostBatch } from '@datafusion-ts/compute';
import type { ObjectStore, RuntimeEnv } from '@datafusion-ts/execution';
import {
  LogicalPlanBuilder,
  scalarOf,
  withParamValues,
  toExpr,
  type AggregateUDF,
  type Expr,
  type ExprLike,
  type HigherOrderUDF,
  type LiteralLike,
  type LogicalPlan,
  type ParamValues,
  type PlainRow,
  type ScalarUDF,
  type TypeLike,
  type WindowUDF,
} from '@datafusion-ts/expr';
import { Analyzer, Optimizer, type AnalyzerRule, type OptimizerRule } from '@datafusion-ts/optimizer';
import type { SqlFrontend, Statement } from '@datafusion-ts/sql';
import type { RecordBatch } from 'apache-arrow';
import { DataFrame } from '../data-frame/data-frame.js';
import { fileTable } from './file-table.js';
import { functionCall } from './function-call.js';
import { filesAsTable, type ReadOptions } from './read-files.js';
import { executeLogicalPlan } from '../ddl/execute-logical-plan.js';
import { tableOfRows } from './rows-as-table.js';
import { SessionStateBuilder } from './session-state-builder.js';
import type { SessionState } from './session-state.js';
import { verifyAllowed, type SqlOptions } from './sql-options.js';

/** Values for `$1, $2, …` by position, or for `$name` by name. */
export type Parameters = readonly LiteralLike[] | Readonly<Record<string, LiteralLike>>;

/** What a call of `sql` may say besides the text. */
export interface QueryOptions extends SqlOptions {
  /** Cancels the statement while it is planned or, for DDL, executed. */
  readonly signal?: AbortSignal;
  /** Reads the text instead of the session's front end, such as one for the SQL of another system. */
  readonly frontend?: SqlFrontend;
}

export class SessionContext {
  readonly state: SessionState;

  constructor(state: SessionState = new SessionStateBuilder().build()) {
    this.state = state;
  }

  get sessionId(): string {
    return this.state.sessionId;
  }

  /** The session's settings; changes apply to queries planned afterwards. */
  get config(): ConfigOptions {
    return this.state.config;
  }

  get runtimeEnv(): RuntimeEnv {
    return this.state.runtime;
  }

  /**
   * Plans one SQL statement. DDL and settings take effect before the promise resolves; queries run when their rows are
   * asked for. Throws DataFusion's errors for what does not parse or make sense.
   */
  async sql(text: string, parameters?: Parameters, options: QueryOptions = {}): Promise<DataFrame> {
    const plan = await this.state.createLogicalPlan(text, options.frontend);
    return this.executeLogicalPlan(bind(plan, parameters), options);
  }

  /** Plans a parsed statement, as `sql` does its text. */
  async executeStatement(statement: Statement, options: QueryOptions = {}): Promise<DataFrame> {
    return this.executeLogicalPlan(await this.state.statementToPlan(statement), options);
  }

  /** Carries out DDL and statements, and gives a DataFrame over any other plan. */
  async executeLogicalPlan(plan: LogicalPlan, options: QueryOptions = {}): Promise<DataFrame> {
    verifyAllowed(plan, options);
    const remaining = await executeLogicalPlan(this.state, plan, options.signal);
    return new DataFrame(this.state, remaining ?? LogicalPlanBuilder.empty(false).build());
  }

  /** The registered table (or view) as a DataFrame; throws a PlanError when there is none. */
  async table(name: string | TableReference): Promise<DataFrame> {
    const reference = typeof name === 'string' ? TableReference.parse(name) : name;
    const provider = await this.state.catalogs.find(reference);
    if (provider === undefined) throw this.state.catalogs.notFound(reference);
    return new DataFrame(this.state, LogicalPlanBuilder.scan(reference, provideAsSource(provider)).build());
  }

  /** A DataFrame over a table that is not registered. */
  readTable(provider: TableProvider): DataFrame {
    return new DataFrame(
      this.state,
      LogicalPlanBuilder.scan(TableReference.bare('?table?'), provideAsSource(provider)).build(),
    );
  }

  async tableExist(name: string | TableReference): Promise<boolean> {
    const reference = typeof name === 'string' ? TableReference.parse(name) : name;
    return (await this.state.catalogs.registered(reference)) !== undefined;
  }

  /**
   * Registers a table under a name; gives the one that had it, where the schema replaces tables. Schemas in memory, such as the
   * one there is at first, throw an ExecutionError for a name that is taken: deregister it before.
   */
  registerTable(name: string | TableReference, provider: TableProvider): TableProvider | undefined {
    const reference = typeof name === 'string' ? TableReference.parse(name) : name;
    const schema = this.state.catalogs.schemaFor(reference);
    if (schema.registerTable === undefined) throw new PlanError('schema provider does not support registering tables');
    const replaced = schema.registerTable(reference.table, provider);
    if (replaced !== undefined) this.state.planCache.forget(replaced);
    return replaced;
  }

  /** Removes a table and gives it. */
  deregisterTable(name: string | TableReference): TableProvider | undefined {
    const reference = typeof name === 'string' ? TableReference.parse(name) : name;
    const table = this.state.catalogs.schemaFor(reference).deregisterTable?.(reference.table);
    if (table !== undefined) this.state.forgetTable(table);
    return table;
  }

  /** A DataFrame over files in a registered format; see {@link filesAsTable}. */
  async read(format: string, path: string, options?: ReadOptions): Promise<DataFrame> {
    return this.readTable(await filesAsTable(this.state, format, path, options));
  }

  /** Registers files in a registered format as a table. */
  async registerFiles(name: string, format: string, path: string, options?: ReadOptions): Promise<void> {
    this.registerTable(name, await filesAsTable(this.state, format, path, options));
  }

  /** Registers apache-arrow record batches of one schema as a table; their memory is read as it is and must not change. */
  async registerBatches(name: string, batches: readonly RecordBatch[]): Promise<void> {
    const arrow = await loadArrow();
    this.registerHostBatches(
      name,
      batches.map((batch) => arrow.hostFromArrow(batch)),
    );
  }

  /** Registers one apache-arrow record batch as a table. */
  registerBatch(name: string, batch: RecordBatch): Promise<void> {
    return this.registerBatches(name, [batch]);
  }

  /**
   * Registers objects as a table: names and types of the columns, then the rows, whose values are as those of user-defined
   * functions (`bigint` for Int64, a `Date` for timestamps and dates, text for decimals). `registerRows('t', { id: 'Int64', name: 'Utf8' }, [{ id: 1n, name: 'a' }])`.
   */
  registerRows<const Columns extends Readonly<Record<string, TypeLike>>>(
    name: string,
    columns: Columns,
    rows: Iterable<PlainRow<Columns>>,
  ): void {
    this.registerTable(name, tableOfRows(columns, rows, this.config.execution.batchSize));
  }

  /** Registers rows that are outside the engine memory already. */
  registerHostBatches(name: string, batches: readonly HostBatch[]): void {
    const first = batches[0];
    if (first === undefined) throw new PlanError('No batches were provided');
    this.registerTable(name, new MemTable(first.schema, [batches]));
  }

  /**
   * A call of a registered function, built-in or of one's own, by its name: `ctx.call('upper', col('name'))`. Strings and
   * numbers stand for themselves. A window function wants `.over(…)`. Throws a PlanError when there is no such function.
   */
  call(name: string, ...args: readonly ExprLike[]): Expr {
    return functionCall(this.state.functions, name, args.map(toExpr));
  }

  registerUdf(func: ScalarUDF): void {
    this.state.functions.registerUdf(func);
  }
  registerUdaf(func: AggregateUDF): void {
    this.state.functions.registerUdaf(func);
  }
  registerUdwf(func: WindowUDF): void {
    this.state.functions.registerUdwf(func);
  }
  registerHigherOrderFunction(func: HigherOrderUDF): void {
    this.state.functions.registerHigherOrder(func);
  }
  registerUdtf(func: TableFunctionImpl): void {
    this.state.tableFunctions.set(func.name, func);
  }

  /** Adds a rule behind those that optimize logical plans. */
  addOptimizerRule(rule: OptimizerRule): void {
    this.state.optimizer = new Optimizer([...this.state.optimizer.rules, rule]);
  }
  /** Adds a rule behind those that make logical plans valid. */
  addAnalyzerRule(rule: AnalyzerRule): void {
    this.state.analyzer = new Analyzer([...this.state.analyzer.rules, rule]);
  }

  registerCatalog(name: string, catalog: CatalogProvider): CatalogProvider | undefined {
    const replaced = this.state.catalogs.list.registerCatalog(name, catalog);
    if (replaced !== undefined) this.state.planCache.forgetAll();
    return replaced;
  }
  catalog(name: string): CatalogProvider | undefined {
    return this.state.catalogs.list.catalog(name);
  }
  catalogNames(): readonly string[] {
    return this.state.catalogs.list.catalogNames();
  }

  /** Lets FROM name files: `SELECT * FROM 'data.parquet'`. Gives the context itself. */
  enableUrlTable(): this {
    this.state.catalogs.fallback = (name) => fileTable(this.state, name);
    return this;
  }

  registerObjectStore(url: string, store: ObjectStore): ObjectStore | undefined {
    return this.state.runtime.registerObjectStore(url, store);
  }
}

function bind(plan: LogicalPlan, parameters: Parameters | undefined): LogicalPlan {
  return parameters === undefined ? plan : withParamValues(plan, paramValues(parameters));
}

function paramValues(parameters: Parameters): ParamValues {
  if (Array.isArray(parameters)) {
    return { kind: 'List', values: (parameters as readonly LiteralLike[]).map(toScalar) };
  }
  const entries = Object.entries(parameters as Readonly<Record<string, LiteralLike>>);
  return { kind: 'Map', values: new Map(entries.map(([name, value]) => [name, toScalar(value)])) };
}

const toScalar = (value: LiteralLike): ScalarValue => (value instanceof ScalarValue ? value : scalarOf(value));
