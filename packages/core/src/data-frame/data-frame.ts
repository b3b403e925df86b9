/**
 * A query under construction: a logical plan and the session it belongs to. Immutable and lazy: every method gives a new
 * DataFrame, and nothing runs before rows are asked for (`collect`, `executeStream`, `rows`, `show`, `count`).
 */
import { PlanError, TableReference, type DFSchema, type JoinType, type ScalarValue } from '@datafusion-ts/common';
import { MemTable, provideAsSource, ViewTable, type TableProvider } from '@datafusion-ts/catalog';
import type { HostBatch } from '@datafusion-ts/compute';
import {
  aggregateFunction,
  alias,
  col,
  columnExprsOf,
  findWindowExprs,
  lit,
  LogicalPlanBuilder,
  schemaOf,
  toExpr,
  withParamValues,
  type ExplainFormat,
  type Expr,
  type ExprLike,
  type LiteralLike,
  type LogicalPartitioning,
  type LogicalPlan,
  type ParamValues,
  type SortExpr,
} from '@datafusion-ts/expr';
import type { BatchStream, ExecutionPlan } from '@datafusion-ts/physical-plan';
import type { RecordBatch, Schema as ArrowSchema } from 'apache-arrow';
import { collectPartitions, streamPlan } from '../session/run-plan.js';
import type { SessionState } from '../session/session-state.js';
import { describePlan, statisticsPlan } from './describe.js';
import { filledColumns } from './fill-null.js';
import { formatTable } from './format-table.js';
import { preloadArrow, toRecordBatches, type RecordBatchStream } from './record-batch-stream.js';
import { checkedJoinType, checkedSortKey, columnOrExpr } from './arguments.js';
import { rowNames, rowsOfBatches, type Row, type RowOptions } from './rows.js';
import { copyPlan, insertPlan, type WriteOptions, type WriteTableOptions } from './write.js';

/** What running a DataFrame may say. */
export interface ExecuteOptions {
  /** Cancels the query. */
  readonly signal?: AbortSignal;
}

export class DataFrame {
  readonly #state: SessionState;
  readonly #plan: LogicalPlan;

  constructor(state: SessionState, plan: LogicalPlan) {
    this.#state = state;
    this.#plan = plan;
  }

  #with(build: (builder: LogicalPlanBuilder) => LogicalPlanBuilder): DataFrame {
    return new DataFrame(this.#state, build(LogicalPlanBuilder.from(this.#plan)).build());
  }

  /** Names, types and qualifiers of the columns. */
  get schema(): DFSchema {
    return schemaOf(this.#plan);
  }
  /** The plan as it was built; `displayIndent` prints it. */
  get logicalPlan(): LogicalPlan {
    return this.#plan;
  }
  /** The plan after all logical rules. */
  optimizedPlan(): LogicalPlan {
    return this.#state.optimize(this.#plan);
  }
  /** The plan that would run; `displayPlanIndent` prints it. */
  createPhysicalPlan(): Promise<ExecutionPlan> {
    return this.#state.createPhysicalPlan(this.#plan);
  }

  // Columns

  /** The given expressions, in order; names stand for columns. Window functions may be within them. */
  select(...exprs: readonly ExprLike[]): DataFrame {
    const selected = exprs.map(columnOrExpr);
    const windows = findWindowExprs(selected);
    const input = windows.length === 0 ? this.#plan : LogicalPlanBuilder.windowPlan(this.#plan, windows);
    return new DataFrame(this.#state, LogicalPlanBuilder.from(input).project(selected).build());
  }
  /** The columns of these names. */
  selectColumns(...names: readonly string[]): DataFrame {
    return this.select(...names.map((name) => col(name)));
  }
  /** Expressions in SQL, such as `'a + 1 AS b'`. */
  selectExprs(...texts: readonly string[]): DataFrame {
    return this.select(...texts.map((text) => this.parseSqlExpr(text)));
  }
  /** An expression in SQL over the columns of this DataFrame, for `filter`, `select`, `aggregate`, … */
  parseSqlExpr(text: string): Expr {
    return this.#state.createLogicalExpr(text, this.schema);
  }
  /** All columns and one more, or one replaced. */
  withColumn(name: string, expr: Expr): DataFrame {
    const existing = this.schema.fields.some((f) => f.name === name);
    const kept = columnExprsOf(this.schema).map((column, i) =>
      this.schema.fields[i]!.name === name ? alias(expr, name) : column,
    );
    return this.select(...(existing ? kept : [...kept, alias(expr, name)]));
  }
  /** A column under another name; unchanged when there is no such column. */
  withColumnRenamed(oldName: string, newName: string): DataFrame {
    const columns = columnExprsOf(this.schema);
    const index = this.schema.fields.findIndex((f) => f.name === oldName);
    if (index < 0) return this;
    return this.#with((builder) =>
      builder.project(columns.map((column, i) => (i === index ? alias(column, newName) : column))),
    );
  }
  /** All columns but these; unknown names are ignored. */
  dropColumns(...names: readonly string[]): DataFrame {
    const kept = columnExprsOf(this.schema).filter((_, i) => !names.includes(this.schema.fields[i]!.name));
    return this.#with((builder) => builder.project(kept));
  }
  /** A qualifier for all columns. */
  alias(name: string): DataFrame {
    return this.#with((builder) => builder.alias(name));
  }
  /** NULLs replaced by a value in the columns named, or in all; columns of types it does not convert to stay as they are. */
  fillNull(value: LiteralLike, columns: readonly string[] = []): DataFrame {
    return this.select(...filledColumns(this.#state, this.schema, value, columns));
  }
  /** One row for each element of list columns. */
  unnestColumns(...names: readonly string[]): DataFrame {
    return this.#with((builder) => builder.unnestColumnsWithOptions(names));
  }

  // Rows

  /** The rows for which a predicate is true. */
  filter(predicate: Expr): DataFrame {
    return this.#with((builder) => builder.filter(toExpr(predicate)));
  }
  /** `skip` rows dropped, then at most `fetch` kept; a PlanError for what is no number of rows. */
  limit(skip: number, fetch?: number): DataFrame {
    for (const count of [skip, fetch ?? 0]) {
      if (!Number.isSafeInteger(count) || count < 0) throw new PlanError(`Not a number of rows: ${count}`);
    }
    return this.#with((builder) => builder.limit(skip, fetch));
  }
  sort(...keys: readonly SortExpr[]): DataFrame {
    return this.#with((builder) => builder.sort(keys.map(checkedSortKey)));
  }
  /** Ascending, nulls last. */
  sortBy(...exprs: readonly ExprLike[]): DataFrame {
    return this.#with((builder) => builder.sortBy(exprs.map(columnOrExpr)));
  }
  distinct(): DataFrame {
    return this.#with((builder) => builder.distinct());
  }
  /** The first row for each value of `on`, by `sort` when given. */
  distinctOn(on: readonly Expr[], select: readonly Expr[], sort?: readonly SortExpr[]): DataFrame {
    return this.#with((builder) => builder.distinctOn(on, select, sort));
  }
  /** One row for each value of `groups`, where names stand for columns; columns of `groups`, then of `aggregates`. */
  aggregate(groups: readonly ExprLike[], aggregates: readonly Expr[]): DataFrame {
    return this.#with((builder) =>
      builder.withOptions({ addImplicitGroupByExprs: true }).aggregate(groups.map(columnOrExpr), aggregates),
    );
  }
  /** All columns and those of window functions, which may have aliases. */
  window(exprs: readonly Expr[]): DataFrame {
    if (exprs.some((expr) => expr.kind === 'Alias')) return this.select(...columnExprsOf(this.schema), ...exprs);
    return new DataFrame(this.#state, LogicalPlanBuilder.windowPlan(this.#plan, exprs));
  }

  /** The same rows in other partitions. */
  repartition(partitioning: LogicalPartitioning): DataFrame {
    return this.#with((builder) => builder.repartition(partitioning));
  }

  // Several inputs

  union(other: DataFrame): DataFrame {
    return this.#with((builder) => builder.union(other.#plan));
  }
  unionDistinct(other: DataFrame): DataFrame {
    return this.#with((builder) => builder.unionDistinct(other.#plan));
  }
  unionByName(other: DataFrame): DataFrame {
    return this.#with((builder) => builder.unionByName(other.#plan));
  }
  unionByNameDistinct(other: DataFrame): DataFrame {
    return this.#with((builder) => builder.unionByNameDistinct(other.#plan));
  }
  intersect(other: DataFrame): DataFrame {
    return new DataFrame(this.#state, LogicalPlanBuilder.intersect(this.#plan, other.#plan, true));
  }
  intersectDistinct(other: DataFrame): DataFrame {
    return new DataFrame(this.#state, LogicalPlanBuilder.intersect(this.#plan, other.#plan, false));
  }
  except(other: DataFrame): DataFrame {
    return new DataFrame(this.#state, LogicalPlanBuilder.except(this.#plan, other.#plan, true));
  }
  exceptDistinct(other: DataFrame): DataFrame {
    return new DataFrame(this.#state, LogicalPlanBuilder.except(this.#plan, other.#plan, false));
  }
  /** Joins on equal columns, by position in the two lists; `filter` is a further condition. */
  join(
    right: DataFrame,
    joinType: JoinType,
    leftColumns: readonly string[],
    rightColumns: readonly string[],
    filter?: Expr,
  ): DataFrame {
    return this.#with((builder) =>
      builder.join(right.#plan, checkedJoinType(joinType), [leftColumns, rightColumns], filter),
    );
  }
  /** Joins on conditions over both sides. */
  joinOn(right: DataFrame, joinType: JoinType, conditions: Iterable<Expr>): DataFrame {
    return this.#with((builder) => builder.joinOn(right.#plan, checkedJoinType(joinType), conditions));
  }

  // Tables

  /** Runs the query once and gives a DataFrame over its rows, which are kept in memory. */
  async cache(options: ExecuteOptions = {}): Promise<DataFrame> {
    const plan = await this.createPhysicalPlan();
    return this.#over(new MemTable(plan.schema, await collectPartitions(this.#state, plan, options.signal)));
  }
  /** The query as a table that can be registered; it runs each time the table is read. */
  intoView(): TableProvider {
    return new ViewTable(this.#plan, undefined);
  }
  #over(table: TableProvider): DataFrame {
    const source = provideAsSource(table);
    return new DataFrame(this.#state, LogicalPlanBuilder.scan(TableReference.bare('?table?'), source).build());
  }

  // Parameters and explanations

  /** Values for placeholders. */
  withParamValues(values: ParamValues): DataFrame {
    return new DataFrame(this.#state, withParamValues(this.#plan, values));
  }
  /** The plans of this query as rows; `analyze` runs it and shows what it measured. */
  explain(verbose = false, analyze = false, format?: ExplainFormat): DataFrame {
    if (this.#plan.kind === 'Explain') throw new PlanError('Nested EXPLAINs are not supported');
    return this.#with((builder) => builder.explain(verbose, analyze, format ?? this.#state.config.explain.format));
  }

  /** Runs the query for count, nulls, mean, deviation, extremes and median of each column; the rows are those statistics. */
  async describe(options: ExecuteOptions = {}): Promise<DataFrame> {
    const plan = statisticsPlan(this.#plan, (name) => this.#state.functions.udaf(name));
    const values: Expr[] = [];
    const convert = (value: ScalarValue): ScalarValue => value;
    for await (const row of new DataFrame(this.#state, plan).rows({ ...options, convert })) {
      values.push(...Object.values(row).map((value) => lit(value as ScalarValue)));
    }
    return new DataFrame(this.#state, describePlan(this.schema, values));
  }

  // Writing

  /**
   * Runs the query and writes its rows in a registered format: to one file when `path` has an extension, else to files in a
   * folder, unless `singleFileOutput` says which. Gives the number of rows.
   */
  async write(format: string, path: string, options: WriteOptions & ExecuteOptions = {}): Promise<number> {
    return this.#written(copyPlan(this.#state, this.#plan, format, path, options), options);
  }
  /** {@link write} as Parquet; options such as `{ compression: 'zstd(3)' }`. */
  writeParquet(path: string, options?: WriteOptions & ExecuteOptions): Promise<number> {
    return this.write('parquet', path, options);
  }
  /** {@link write} as CSV; options such as `{ delimiter: ';', has_header: false }`. */
  writeCsv(path: string, options?: WriteOptions & ExecuteOptions): Promise<number> {
    return this.write('csv', path, options);
  }
  /** {@link write} as JSON lines. */
  writeJson(path: string, options?: WriteOptions & ExecuteOptions): Promise<number> {
    return this.write('json', path, options);
  }
  /** {@link write} as Arrow IPC. */
  writeArrow(path: string, options?: WriteOptions & ExecuteOptions): Promise<number> {
    return this.write('arrow', path, options);
  }
  /**
   * Runs the query and inserts its rows into a registered table: its columns must have the names of the table's. Gives the
   * number of rows.
   */
  async writeTable(table: string | TableReference, options: WriteTableOptions & ExecuteOptions = {}): Promise<number> {
    return this.#written(await insertPlan(this.#state, this.#plan, table, options), options);
  }
  async #written(plan: LogicalPlan, { signal }: ExecuteOptions): Promise<number> {
    const written = new DataFrame(this.#state, plan);
    for await (const row of written.rows(signal === undefined ? {} : { signal })) return Number(row['count']);
    return 0;
  }

  // Running

  /** Batches of the engine, all partitions one after the other; each is valid until the next is asked for. */
  async executeBatches(options: ExecuteOptions = {}): Promise<BatchStream> {
    return streamPlan(this.#state, await this.#state.planToRun(this.#plan), options.signal);
  }
  /** Rows as apache-arrow record batches, one after the other. */
  async executeStream(options: ExecuteOptions = {}): Promise<RecordBatchStream> {
    // Its hundreds of files are read while the query is planned.
    const arrow = preloadArrow();
    return toRecordBatches(await this.executeBatches(options), await arrow);
  }
  /** All rows as apache-arrow record batches. */
  async collect(options: ExecuteOptions = {}): Promise<readonly RecordBatch[]> {
    const batches: RecordBatch[] = [];
    for await (const batch of await this.executeStream(options)) batches.push(batch);
    return batches;
  }
  /** All rows, by partition, outside the engine memory. */
  async collectPartitioned(options: ExecuteOptions = {}): Promise<readonly (readonly HostBatch[])[]> {
    const { plan, giveBack } = await this.#state.planToRun(this.#plan);
    const partitions = await collectPartitions(this.#state, plan, options.signal);
    giveBack();
    return partitions;
  }
  /** Rows as objects by column name, one after the other. */
  rows(options: ExecuteOptions & RowOptions = {}): AsyncGenerator<Row, void, undefined> {
    return rowsOfBatches(() => this.executeBatches(options), rowNames(this.schema), options);
  }
  /** The number of rows. */
  async count(options: ExecuteOptions = {}): Promise<number> {
    const count = aggregateFunction(this.#state.functions.udaf('count'), [lit(1n)]);
    const frame = this.aggregate([], [alias(count, 'count')]);
    for await (const row of frame.rows(options)) return Number(row['count']);
    return 0;
  }
  /** The apache-arrow schema of the result. */
  async arrowSchema(): Promise<ArrowSchema> {
    const { loadArrow } = await import('@datafusion-ts/compute');
    return (await loadArrow()).toArrowSchema(this.schema.inner);
  }
  /** The rows as a boxed text table. */
  async toText(options: ExecuteOptions = {}): Promise<string> {
    return formatTable(await this.executeBatches(options), this.#state.config);
  }
  /** Writes the rows as a table to `write`, by default the console. */
  async show(write?: (text: string) => void): Promise<void> {
    const text = await this.toText();
    if (write === undefined) globalThis.console.log(text);
    else write(text);
  }
}
