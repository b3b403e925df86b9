/**
 * The leaf of every plan that reads: wraps a `DataSource`.
 *
 * `DataSourceExec: file_groups={1 group: [[a.csv]]}, projection=[a], file_type=csv, has_header=true`
 */
import type { ConfigOptions, Schema, Statistics } from '@datafusion-ts/common';
import { InternalError, isExactly } from '@datafusion-ts/common';
import type { TaskContext } from '@datafusion-ts/execution';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import type { DynamicFilterPhysicalExpr, LexOrdering, ProjectionExpr } from '@datafusion-ts/physical-expr';
import {
  leafToRun,
  MetricsSet,
  type ColumnNeeds,
  type BatchStream,
  type DisplayFormat,
  type ExecutionPlan,
  type FilterRequest,
  type PlanProperties,
} from '@datafusion-ts/physical-plan';
import type { DataSource } from './data-source.js';

export class DataSourceExec implements ExecutionPlan {
  readonly name = 'DataSourceExec';
  readonly schema: Schema;
  readonly properties: PlanProperties;
  readonly source: DataSource;
  readonly #metrics: MetricsSet;

  constructor(source: DataSource, metrics = new MetricsSet()) {
    this.#metrics = metrics;
    this.source = source;
    this.schema = source.schema;
    this.properties = source.properties;
  }

  get fetch(): number | undefined {
    return this.source.fetch;
  }

  get hidesFilters(): boolean {
    return this.source.hidesFilters === true;
  }

  children(): readonly ExecutionPlan[] {
    return [];
  }

  withNewChildren(children: readonly ExecutionPlan[]): ExecutionPlan {
    if (children.length > 0) throw new InternalError('DataSourceExec has no children');
    return this;
  }

  execute(partition: number, context: TaskContext): BatchStream {
    return this.#sourceToRun(context).open(partition, context, this.#metrics);
  }

  executeNeeding(partition: number, context: TaskContext, needs: ColumnNeeds): BatchStream {
    return this.#sourceToRun(context).open(partition, context, this.#metrics, needs);
  }

  executeFiltered(partition: number, context: TaskContext, filter: FilterRequest): BatchStream | undefined {
    return this.#sourceToRun(context).openFiltered?.(partition, context, this.#metrics, filter);
  }

  #sourceToRun(context: TaskContext): DataSource {
    const leaf = leafToRun(this, context);
    return leaf instanceof DataSourceExec ? leaf.source : this.source;
  }

  expectRead(context: TaskContext): void {
    this.source.expectRead?.(context);
  }

  withoutDynamicFilters(drops: (filter: DynamicFilterPhysicalExpr) => boolean): ExecutionPlan | undefined {
    const source = this.source.withoutDynamicFilters?.(drops);
    return source === undefined ? undefined : new DataSourceExec(source, this.#metrics);
  }

  givesSameRows(other: ExecutionPlan): boolean {
    // What a subclass adds is not known here.
    if (!isExactly(this, DataSourceExec) || !isExactly(other, DataSourceExec)) return false;
    return other === this || other.source === this.source || this.source.givesSameRows?.(other.source) === true;
  }

  fmtAs(format: DisplayFormat): string {
    return format === 'tree' ? this.source.fmtAs(format) : `DataSourceExec: ${this.source.fmtAs(format)}`;
  }

  repartitioned(targetPartitions: number, config: ConfigOptions): ExecutionPlan | undefined {
    const source = this.source.repartitioned?.(targetPartitions, this.properties.outputOrdering, config);
    return source === undefined ? undefined : new DataSourceExec(source);
  }

  tryPushdownProjection(projection: readonly ProjectionExpr[]): ExecutionPlan | undefined {
    const source = this.source.tryPushdownProjection?.(projection);
    return source === undefined ? undefined : new DataSourceExec(source);
  }

  /** A limited scan must not choose among fewer rows: it takes no filters. */
  tryPushdownFilters(
    filters: readonly PhysicalExpr[],
    config: ConfigOptions,
  ): { readonly plan: ExecutionPlan; readonly supported: readonly boolean[] } | undefined {
    const result = this.fetch === undefined ? this.source.tryPushdownFilters?.(filters, config) : undefined;
    return result === undefined ? undefined : { plan: new DataSourceExec(result.source), supported: result.supported };
  }

  tryPushdownSort(
    ordering: LexOrdering,
  ): { readonly kind: 'Exact' | 'Inexact'; readonly plan: ExecutionPlan } | undefined {
    const result = this.source.tryPushdownSort?.(ordering);
    if (result === undefined || result.kind === 'Unsupported') return undefined;
    return { kind: result.kind, plan: new DataSourceExec(result.source) };
  }

  withFetch(fetch: number | undefined): ExecutionPlan | undefined {
    const source = this.source.withFetch?.(fetch);
    return source === undefined ? undefined : new DataSourceExec(source);
  }

  metrics(): MetricsSet {
    return this.#metrics;
  }

  partitionStatistics(partition: number | undefined): Statistics {
    return this.source.statistics(partition);
  }

  expressions(): readonly PhysicalExpr[] {
    return this.source.expressions?.() ?? [];
  }
}
