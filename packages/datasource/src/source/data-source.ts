import type { ConfigOptions, Schema, Statistics } from '@datafusion-ts/common';
import type { TaskContext } from '@datafusion-ts/execution';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import type { DynamicFilterPhysicalExpr, LexOrdering, ProjectionExpr } from '@datafusion-ts/physical-expr';
import type {
  BatchStream,
  ColumnNeeds,
  DisplayFormat,
  FilterRequest,
  MetricsSet,
  PlanProperties,
} from '@datafusion-ts/physical-plan';

/** What became of filters offered to a source: the new source, and for each filter whether it is applied exactly. */
export interface FilterPushdownResult {
  readonly source: DataSource;
  readonly supported: readonly boolean[];
}

/** What became of an ordering asked of a source. */
export type SortPushdownResult =
  { readonly kind: 'Exact' | 'Inexact'; readonly source: DataSource } | { readonly kind: 'Unsupported' };

/**
 * Where rows come from, without the plan node around it (`DataSourceExec`): files, memory. Immutable; optional members
 * return undefined when nothing changes.
 */
export interface DataSource {
  readonly schema: Schema;
  readonly properties: PlanProperties;
  readonly fetch?: number | undefined;
  /** With `needs`, NULL may be given for values that are not needed. */
  open(partition: number, context: TaskContext, metrics: MetricsSet, needs?: ColumnNeeds): BatchStream;
  /** The rows that pass a filter, when the source can leave out the others while it reads. */
  openFiltered?(
    partition: number,
    context: TaskContext,
    metrics: MetricsSet,
    filter: FilterRequest,
  ): BatchStream | undefined;
  /**
   * Whether another source gives the same rows in the same partitions, apart from rows that dynamic filters leave out.
   * Default: unknown.
   */
  givesSameRows?(other: DataSource): boolean;
  /** The execution of `context` will read all partitions once; told before it begins. */
  expectRead?(context: TaskContext): void;
  /** The source without the dynamic filters for which `drops` holds; undefined when it cannot tell them apart. */
  withoutDynamicFilters?(drops: (filter: DynamicFilterPhysicalExpr) => boolean): DataSource | undefined;
  /** What follows `DataSourceExec: `. */
  fmtAs(format: DisplayFormat): string;
  statistics(partition: number | undefined): Statistics;
  repartitioned?(
    targetPartitions: number,
    ordering: LexOrdering | undefined,
    config: ConfigOptions,
  ): DataSource | undefined;
  withFetch?(fetch: number | undefined): DataSource | undefined;
  /** The same rows with other columns, when the source can compute them itself. */
  tryPushdownProjection?(projection: readonly ProjectionExpr[]): DataSource | undefined;
  tryPushdownFilters?(filters: readonly PhysicalExpr[], config: ConfigOptions): FilterPushdownResult | undefined;
  /** Whether filters that were taken are tested without a word in the plan; default: they are shown. */
  readonly hidesFilters?: boolean;
  tryPushdownSort?(ordering: LexOrdering): SortPushdownResult;
  /** Asks to keep the order of rows although that costs parallelism. */
  withPreserveOrder?(preserve: boolean): DataSource | undefined;
  expressions?(): readonly PhysicalExpr[];
}
