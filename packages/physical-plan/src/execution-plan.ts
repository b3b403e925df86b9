import type { Schema, Statistics } from '@datafusion-ts/common';
import type { Batch } from '@datafusion-ts/compute';
import type { ConfigOptions } from '@datafusion-ts/common';
import type { TaskContext } from '@datafusion-ts/execution';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import type { DynamicFilterPhysicalExpr } from '@datafusion-ts/physical-expr';
import type { Distribution, LexOrdering, LexRequirement, PlanProperties } from './plan-properties.js';
import type { MetricsSet } from './metrics/metrics-set.js';
import type { ColumnNeeds } from './column-needs.js';
import type { DisplayFormat } from './display/display-format.js';

/** Batches of one partition. Each batch is valid until the next is asked for; `return()` (or `break`) releases everything. */
export interface BatchStream extends AsyncIterable<Batch> {
  readonly schema: Schema;
}

/** Whether an operator needs its input in an order at all, must have it, or only likes it. */
export type OrderingRequirement = { readonly alternatives: readonly LexRequirement[]; readonly soft: boolean };

/** A filter and projection over a leaf, which the leaf may apply while it reads. */
export interface FilterRequest {
  /** Bound to the leaf's output. */
  readonly predicate: PhysicalExpr;
  /** Positions of the leaf's output columns that are wanted of the rows that pass; undefined: all. */
  readonly columns: readonly number[] | undefined;
  /** Called with the number of rows looked at and the number of those that passed. */
  onRows(seen: number, passed: number): void;
  /** What is needed of the columns that are given out. Default: everything. */
  readonly needs?: ColumnNeeds | undefined;
}

/**
 * A node of the physical plan. Immutable: rules rebuild nodes with `withNewChildren`. Optional members have the
 * documented defaults, applied in `plan-defaults.ts` only.
 */
export interface ExecutionPlan {
  /** The operator's name, `FilterExec`. */
  readonly name: string;
  readonly schema: Schema;
  /** Partitioning, orderings and equivalences, boundedness, how results are emitted. */
  readonly properties: PlanProperties;
  children(): readonly ExecutionPlan[];
  withNewChildren(children: readonly ExecutionPlan[]): ExecutionPlan;
  /** Starts partition `partition`. Nothing is read before the first batch is asked for. */
  execute(partition: number, context: TaskContext): BatchStream;
  /**
   * For leaves: like `execute`, with only the rows that pass a filter, in their order; undefined when the leaf cannot
   * apply it exactly as `FilterExec` would. The plan stays as it is: this only moves work.
   */
  executeFiltered?(partition: number, context: TaskContext, filter: FilterRequest): BatchStream | undefined;
  /**
   * Like `execute`, with NULL for values that the consumer says it does not need (of columns of the output); undefined when
   * there is nothing to save. Default: never.
   */
  executeNeeding?(partition: number, context: TaskContext, needs: ColumnNeeds): BatchStream | undefined;
  /**
   * For leaves: whether another leaf gives the same rows in as many partitions, apart from rows that dynamic filters leave
   * out. Default: a leaf equals only itself, and its rows are not shared.
   */
  givesSameRows?(other: ExecutionPlan): boolean;
  /**
   * For leaves: the execution of `context`, which is about to begin, will read all partitions once. What several leaves read
   * can then be kept for the later ones. Default: does not matter.
   */
  expectRead?(context: TaskContext): void;
  /** For leaves: the same leaf, with the same metrics, without the dynamic filters for which `drops` holds. */
  withoutDynamicFilters?(drops: (filter: DynamicFilterPhysicalExpr) => boolean): ExecutionPlan | undefined;
  /**
   * Like `execute`, for a filter above that drops rows which do not pass `predicate` (bound to the output): such rows may
   * be missing already, if that saves work. Undefined when there is nothing to save. Default: never.
   */
  executeFor?(partition: number, context: TaskContext, predicate: PhysicalExpr): BatchStream | undefined;
  /**
   * True when no two rows, of whatever partitions, agree in all of the columns at these positions. Absent: not known.
   * Operators that only leave rows out of their input need not say so.
   */
  isDistinctBy?(columns: ReadonlySet<number>): boolean;
  /**
   * The child whose batches this operator works through one after the other, so that its own batches are as large as theirs.
   * Default: none.
   */
  readonly streamedInput?: ExecutionPlan | undefined;
  /** A source that tests the filters it is given without saying so in the plan. */
  readonly hidesFilters?: boolean | undefined;
  /**
   * Forgets what executions that have ended left in the node for all of them: predicates of dynamic filters, values of
   * subqueries. Metrics are not meant. Default: nothing is left.
   */
  resetState?(): void;
  /** One line for EXPLAIN (`indent`), or the `key=value` lines of the tree format. */
  fmtAs(format: DisplayFormat): string;

  /** Default: unspecified for each child. */
  requiredInputDistribution?(): readonly Distribution[];
  /** Default: none for each child. */
  requiredInputOrdering?(): readonly (OrderingRequirement | undefined)[];
  /** Default: false for each child. */
  maintainsInputOrder?(): readonly boolean[];
  /** Default: true for a child unless a single partition is required of it. */
  benefitsFromInputPartitioning?(): readonly boolean[];
  /** Rebuilds with more partitions of input (scans); undefined when not possible. */
  repartitioned?(targetPartitions: number, config: ConfigOptions): ExecutionPlan | undefined;
  metrics?(): MetricsSet | undefined;
  /** Of one partition, or of all. Default: unknown. */
  partitionStatistics?(partition: number | undefined): Statistics;
  readonly supportsLimitPushdown?: boolean;
  /** The same operator stopping after `fetch` rows a partition; undefined when not possible. */
  withFetch?(fetch: number | undefined): ExecutionPlan | undefined;
  readonly fetch?: number | undefined;
  /** How an operator's cardinality relates to its input's. */
  readonly cardinalityEffect?: 'Unknown' | 'Equal' | 'LowerEqual' | 'GreaterEqual';
  /**
   * The node giving out what a projection over it computes, so that the projection can go; undefined when it cannot.
   * For leaves and extensions; the operators of the engine are known to the rule.
   */
  tryPushdownProjection?(
    projection: readonly { readonly expr: PhysicalExpr; readonly alias: string }[],
  ): ExecutionPlan | undefined;
  /**
   * For leaves: the node using filters on its output, and for each whether it applies it fully (otherwise only to skip
   * some rows); undefined when it uses none.
   */
  tryPushdownFilters?(
    filters: readonly PhysicalExpr[],
    config: ConfigOptions,
  ): { readonly plan: ExecutionPlan; readonly supported: readonly boolean[] } | undefined;
  /**
   * For leaves: the node reading its rows in an order, exactly or as far as that helps; undefined when it cannot.
   */
  tryPushdownSort?(
    ordering: LexOrdering,
  ): { readonly kind: 'Exact' | 'Inexact'; readonly plan: ExecutionPlan } | undefined;
  /** Expressions this node evaluates, for rules that walk them. */
  expressions?(): readonly PhysicalExpr[];
}
