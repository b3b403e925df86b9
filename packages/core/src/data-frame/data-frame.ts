/**
 * A query under construction: a logical plan and the session it belongs to. Immutable and lazy: every method gives a new
 * DataFrame, and nothing runs before rows are asked for (`collect`, `executeStream`, `rows`, `show`, `count`).
 */
import { PlanError, type DFSchema, type JoinType } from '@datafusion-ts/common';
import type { HostBatch } from '@datafusion-ts/compute';
import {
  aggregateFunction,
  alias,
  col,
  columnExprsOf,
  lit,
  LogicalPlanBuilder,
  schemaOf,
  toExpr,
  withParamValues,
  type ExplainFormat,
  type Expr,
  type ExprLike,
  type LogicalPlan,
  type ParamValues,
  type SortExpr,
} from '@datafusion-ts/expr';
import type { BatchStream, ExecutionPlan } from '@datafusion-ts/physical-plan';
import type { RecordBatch, Schema as ArrowSchema } from 'apache-arrow';
import { collectPartitions, streamPlan } from '../session/run-plan.js';
import type { SessionState } from '../session/session-state.js';
import { formatTable } from './format-table.js';
import { preloadArrow, toRecordBatches, type RecordBatchStream } from './record-batch-stream.js';
import { rowsOfBatches, type Row, type RowOptions } from './rows.js';

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
  /** The plan as it was built. */
  get logicalPlan(): LogicalPlan {
    return this.#plan;
  }
  /** The plan after all logical rules. */
  optimizedPlan(): LogicalPlan {
    return this.#state.optimize(this.#plan);
  }
  /** The plan that would run. */
  createPhysicalPlan(): Promise<ExecutionPlan> {
    return this.#state.createPhysicalPlan(this.#plan);
  }

  // Columns

  /** The given expressions, in order; names stand for columns. */
  select(...exprs: readonly ExprLike[]): DataFrame {
    return this.#with((builder) => builder.project(exprs.map(columnOrExpr)));
  }
  /** The columns of these names. */
  selectColumns(...names: readonly string[]): DataFrame {
    return this.select(...names.map((name) => col(name)));
  }
  /** All columns and one more, or one replaced. */
  withColumn(name: string, expr: Expr): DataFrame {
    const existing = this.schema.fields.some((f) => f.name === name);
    const kept = columnExprsOf(this.schema).map((column, i) =>
      this.schema.fields[i]!.name === name ? alias(expr, name) : column,
    );
    return this.#with((builder) => builder.project(existing ? kept : [...kept, alias(expr, name)]));
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
  /** One row for each element of list columns. */
  unnestColumns(...names: readonly string[]): DataFrame {
    return this.#with((builder) => builder.unnestColumnsWithOptions(names));
  }

  // Rows

  /** The rows for which a predicate is true. */
  filter(predicate: Expr): DataFrame {
    return this.#with((builder) => builder.filter(predicate));
  }
  /** `skip` rows dropped, then at most `fetch` kept. */
  limit(skip: number, fetch?: number): DataFrame {
    return this.#with((builder) => builder.limit(skip, fetch));
  }
  sort(...keys: readonly SortExpr[]): DataFrame {
    return this.#with((builder) => builder.sort(keys));
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
  /** One row for each value of `groups`; columns of `groups`, then of `aggregates`. */
  aggregate(groups: readonly Expr[], aggregates: readonly Expr[]): DataFrame {
    return this.#with((builder) =>
      builder.withOptions({ addImplicitGroupByExprs: true }).aggregate(groups, aggregates),
    );
  }
  /** All columns and those of window functions. */
  window(exprs: readonly Expr[]): DataFrame {
    return new DataFrame(this.#state, LogicalPlanBuilder.windowPlan(this.#plan, exprs));
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
    return this.#with((builder) => builder.join(right.#plan, joinType, [leftColumns, rightColumns], filter));
  }
  /** Joins on conditions over both sides. */
  joinOn(right: DataFrame, joinType: JoinType, conditions: Iterable<Expr>): DataFrame {
    return this.#with((builder) => builder.joinOn(right.#plan, joinType, conditions));
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

  // Running

  /** Batches of the engine, all partitions one after the other; each is valid until the next is asked for. */
  async executeBatches(options: ExecuteOptions = {}): Promise<BatchStream> {
    return streamPlan(this.#state, await this.createPhysicalPlan(), options.signal);
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
    return collectPartitions(this.#state, await this.createPhysicalPlan(), options.signal);
  }
  /** Rows as objects by column name, one after the other. */
  async *rows(options: ExecuteOptions & RowOptions = {}): AsyncGenerator<Row, void, undefined> {
    yield* rowsOfBatches(await this.executeBatches(options), options);
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

const columnOrExpr = (item: ExprLike): Expr => (typeof item === 'string' ? col(item) : toExpr(item));
