import { Column, DFSchema, type JoinType, ScalarValue, type Schema, type TableReference } from '@datafusion-ts/common';
import type { Expr, SortExpr } from '../expr/expr.js';
import { lit } from '../expr/expr-fn.js';
import type {
  Copy,
  ExplainFormat,
  InsertOp,
  LogicalPartitioning,
  LogicalPlan,
  UnnestOptions,
} from '../plan/logical-plan.js';
import { addGroupByExprsFromDependencies, aggregate } from '../plan/nodes/aggregate.js';
import { distinctAll, distinctOn } from '../plan/nodes/distinct-on.js';
import { makeFilter } from '../plan/nodes/filter.js';
import { recursiveQuery } from '../plan/nodes/recursive-query.js';
import { analyzeNode, copyNode, dmlNode, explainNode } from '../plan/nodes/statements.js';
import { subqueryAlias } from '../plan/nodes/subquery-alias.js';
import type { ScanOptions } from '../plan/nodes/table-scan.js';
import { unionByName, unionNode } from '../plan/nodes/union.js';
import { unnestNode } from '../plan/nodes/unnest.js';
import { valuesNode, valuesWithSchema } from '../plan/nodes/values.js';
import { schemaOf } from '../plan/schema-of.js';
import type { TableSource } from '../plan/table-source.js';
import { columnExprsOf } from '../utils/columns.js';
import {
  crossJoin,
  joinDetailed,
  type JoinKeys,
  joinOn,
  type JoinOptions,
  joinUsing,
  joinWithExprKeys,
} from './join.js';
import { normalizeCol, normalizeCols } from './normalize.js';
import { project } from './project.js';
import { scan } from './scan.js';
import { except, intersect } from './set-operations.js';
import { sortPlan } from './sort.js';
import { window, windowPlan } from './window-plan.js';

/** How a builder behaves. */
export interface LogicalPlanBuilderOptions {
  /** Add columns that the GROUP BY columns determine to the GROUP BY, so that they may be selected. Default false. */
  readonly addImplicitGroupByExprs?: boolean;
}

/**
 * Builds a logical plan step by step: names are resolved, types and names checked, schemas computed. Every step returns
 * a new builder.
 *
 * ```ts
 * LogicalPlanBuilder.scan('t', source).filter(col('a').gt(lit(1))).project([col('a')]).build()
 * ```
 */
export class LogicalPlanBuilder {
  readonly #plan: LogicalPlan;
  readonly #options: LogicalPlanBuilderOptions;

  private constructor(plan: LogicalPlan, options: LogicalPlanBuilderOptions) {
    this.#plan = plan;
    this.#options = options;
  }

  /** Goes on from a plan. */
  static from(plan: LogicalPlan): LogicalPlanBuilder {
    return new LogicalPlanBuilder(plan, {});
  }
  /** No columns; one row or none. */
  static empty(produceOneRow: boolean): LogicalPlanBuilder {
    return LogicalPlanBuilder.from({ kind: 'EmptyRelation', produceOneRow, schema: DFSchema.empty });
  }
  /** Rows of expressions; types are unified column by column. */
  static values(rows: readonly (readonly Expr[])[]): LogicalPlanBuilder {
    return LogicalPlanBuilder.from(valuesNode(rows));
  }
  /** Rows of expressions with the types of a schema. */
  static valuesWithSchema(rows: readonly (readonly Expr[])[], schema: DFSchema): LogicalPlanBuilder {
    return LogicalPlanBuilder.from(valuesWithSchema(rows, schema));
  }
  /** Reads a table; a view is replaced by its plan. */
  static scan(name: TableReference | string, source: TableSource, options: ScanOptions = {}): LogicalPlanBuilder {
    return LogicalPlanBuilder.from(scan(name, source, options));
  }
  /** COPY of a plan to files. */
  static copyTo(input: LogicalPlan, parts: Omit<Copy, 'kind' | 'input' | 'outputSchema'>): LogicalPlanBuilder {
    return LogicalPlanBuilder.from(copyNode({ input, ...parts }));
  }
  /** INSERT of a plan's rows into a table. */
  static insertInto(
    input: LogicalPlan,
    tableName: TableReference,
    target: TableSource,
    op: InsertOp,
  ): LogicalPlanBuilder {
    return LogicalPlanBuilder.from(dmlNode(tableName, target, { kind: 'Insert', op }, input));
  }
  static intersect(left: LogicalPlan, right: LogicalPlan, isAll: boolean): LogicalPlan {
    return intersect(left, right, isAll);
  }
  static except(left: LogicalPlan, right: LogicalPlan, isAll: boolean): LogicalPlan {
    return except(left, right, isAll);
  }
  /** Window functions over a plan, grouped by what they sort by. */
  static windowPlan(input: LogicalPlan, windowExprs: readonly Expr[]): LogicalPlan {
    return windowPlan(input, windowExprs);
  }

  /** The same builder with other options. */
  withOptions(options: LogicalPlanBuilderOptions): LogicalPlanBuilder {
    return new LogicalPlanBuilder(this.#plan, options);
  }

  /** The plan so far. */
  build(): LogicalPlan {
    return this.#plan;
  }
  get plan(): LogicalPlan {
    return this.#plan;
  }
  /** Its columns. */
  get schema(): DFSchema {
    return schemaOf(this.#plan);
  }

  #with(plan: LogicalPlan): LogicalPlanBuilder {
    return new LogicalPlanBuilder(plan, this.#options);
  }

  /** A SELECT list; wildcards are expanded. */
  project(exprs: readonly Expr[]): LogicalPlanBuilder {
    return this.#with(project(this.#plan, exprs));
  }
  /** The columns at the given positions. */
  select(indices: readonly number[]): LogicalPlanBuilder {
    const columns = columnExprsOf(this.schema);
    return this.project(indices.map((i) => columns[i]!));
  }
  filter(predicate: Expr): LogicalPlanBuilder {
    return this.#with(makeFilter(normalizeCol(predicate, this.#plan), this.#plan));
  }
  /** A filter over an aggregation. */
  having(predicate: Expr): LogicalPlanBuilder {
    return this.#with(makeFilter(normalizeCol(predicate, this.#plan), this.#plan, true));
  }
  /** `skip` rows dropped, then at most `fetch` kept. */
  limit(skip: number, fetch?: number): LogicalPlanBuilder {
    return this.limitByExpr(skip === 0 ? undefined : rows(skip), fetch === undefined ? undefined : rows(fetch));
  }
  limitByExpr(skip: Expr | undefined, fetch: Expr | undefined): LogicalPlanBuilder {
    return this.#with({
      kind: 'Limit',
      ...(skip === undefined ? {} : { skip }),
      ...(fetch === undefined ? {} : { fetch }),
      input: this.#plan,
    });
  }
  /** A qualifier for all columns. */
  alias(name: TableReference | string): LogicalPlanBuilder {
    return this.#with(subqueryAlias(this.#plan, name));
  }
  /** Sorts; keys may use columns that the plan computes from but does not give. */
  sort(sorts: readonly SortExpr[]): LogicalPlanBuilder {
    return this.sortWithLimit(sorts, undefined);
  }
  sortWithLimit(sorts: readonly SortExpr[], fetch: number | undefined): LogicalPlanBuilder {
    return this.#with(sortPlan(this.#plan, sorts, fetch));
  }
  /** Sorts by expressions, ascending with nulls last. */
  sortBy(exprs: readonly Expr[]): LogicalPlanBuilder {
    return this.sort(exprs.map((e) => e.sort(true, false)));
  }

  union(plan: LogicalPlan): LogicalPlanBuilder {
    return this.#with(unionNode([this.#plan, plan]));
  }
  unionByName(plan: LogicalPlan): LogicalPlanBuilder {
    return this.#with(unionByName([this.#plan, plan]));
  }
  unionDistinct(plan: LogicalPlan): LogicalPlanBuilder {
    return this.union(plan).distinct();
  }
  unionByNameDistinct(plan: LogicalPlan): LogicalPlanBuilder {
    return this.unionByName(plan).distinct();
  }
  distinct(): LogicalPlanBuilder {
    return this.#with(distinctAll(this.#plan));
  }
  /** The first row for each value of the ON expressions. */
  distinctOn(
    onExprs: readonly Expr[],
    selectExprs: readonly Expr[],
    sortExprs?: readonly SortExpr[],
  ): LogicalPlanBuilder {
    return this.#with(distinctOn(onExprs, selectExprs, sortExprs, this.#plan));
  }

  join(right: LogicalPlan, joinType: JoinType, keys: JoinKeys, filter?: Expr): LogicalPlanBuilder {
    return this.joinDetailed(right, joinType, keys, filter);
  }
  joinDetailed(
    right: LogicalPlan,
    joinType: JoinType,
    keys: JoinKeys,
    filter?: Expr,
    options: JoinOptions = {},
  ): LogicalPlanBuilder {
    return this.#with(joinDetailed(this.#plan, right, joinType, keys, filter, options));
  }
  joinOn(right: LogicalPlan, joinType: JoinType, conditions: Iterable<Expr>): LogicalPlanBuilder {
    return this.#with(joinOn(this.#plan, right, joinType, conditions));
  }
  joinUsing(right: LogicalPlan, joinType: JoinType, keys: readonly (string | Column)[]): LogicalPlanBuilder {
    return this.#with(joinUsing(this.#plan, right, joinType, keys));
  }
  joinWithExprKeys(
    right: LogicalPlan,
    joinType: JoinType,
    keys: readonly [left: readonly Expr[], right: readonly Expr[]],
    filter?: Expr,
    options: JoinOptions = {},
  ): LogicalPlanBuilder {
    return this.#with(joinWithExprKeys(this.#plan, right, joinType, keys, filter, options));
  }
  crossJoin(right: LogicalPlan): LogicalPlanBuilder {
    return this.#with(crossJoin(this.#plan, right));
  }

  repartition(partitioning: LogicalPartitioning): LogicalPlanBuilder {
    return this.#with({ kind: 'Repartition', partitioning, input: this.#plan });
  }
  /** One window node for functions that sort alike. */
  window(windowExprs: readonly Expr[]): LogicalPlanBuilder {
    return this.#with(window(this.#plan, windowExprs));
  }
  aggregate(groupExprs: readonly Expr[], aggrExprs: readonly Expr[]): LogicalPlanBuilder {
    const groups = normalizeCols(groupExprs, this.#plan);
    const all =
      this.#options.addImplicitGroupByExprs === true ? addGroupByExprsFromDependencies(groups, this.schema) : groups;
    return this.#with(aggregate(this.#plan, all, normalizeCols(aggrExprs, this.#plan)));
  }

  explain(verbose: boolean, analyze: boolean, format: ExplainFormat = 'indent'): LogicalPlanBuilder {
    return this.#with(analyze ? analyzeNode(this.#plan, verbose) : explainNode(this.#plan, verbose, format));
  }

  unnestColumn(column: string | Column): LogicalPlanBuilder {
    return this.unnestColumnsWithOptions([column]);
  }
  unnestColumnsWithOptions(columns: readonly (string | Column)[], options?: UnnestOptions): LogicalPlanBuilder {
    const names = columns.map((c) => (typeof c === 'string' ? Column.fromQualifiedName(c) : c));
    return this.#with(options === undefined ? unnestNode(this.#plan, names) : unnestNode(this.#plan, names, options));
  }

  /** A recursive CTE with this plan as its static term. */
  toRecursiveQuery(name: string, recursiveTerm: LogicalPlan, isDistinct: boolean): LogicalPlanBuilder {
    return this.#with(recursiveQuery(name, this.#plan, recursiveTerm, isDistinct));
  }
}

const rows = (count: number): Expr => lit(ScalarValue.int64(BigInt(count)));

/** A scan of a table that exists only as a schema: for plans made by hand and for tests. */
export function tableScanOf(
  name: TableReference | string,
  schema: Schema,
  projection?: readonly number[],
): LogicalPlanBuilder {
  return LogicalPlanBuilder.scan(name, logicalTableSource(schema), { projection });
}

/** A table source that is nothing but a schema. */
export function logicalTableSource(schema: Schema): TableSource {
  return { schema };
}
