/**
 * GROUP BY and aggregates: one stage of an aggregation (see `AggregateMode`).
 *
 * Output: group keys, `__grouping_id` when there are grouping sets, then a column an aggregate (or its state fields when
 * a later stage follows). Rows come in order of first appearance of their group; with ordered input (`ordering_mode`)
 * groups are given out as soon as they are complete.
 *
 * Example: `AggregateExec: mode=FinalPartitioned, gby=[a@0 as a], aggr=[sum(t.b)], lim=[10], ordering_mode=Sorted`
 */
import { Constraints, InternalError, Schema, type Statistics } from '@datafusion-ts/common';
import type { TaskContext } from '@datafusion-ts/execution';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import type { DynamicFilterPhysicalExpr } from '@datafusion-ts/physical-expr';
import {
  Column,
  constExpr,
  hashPartitioned,
  lit,
  OrderedColumns,
  projectExpr,
  projectPartitioning,
  projectProperties,
  ProjectionMapping,
  singlePartition,
  unspecifiedDistribution,
  type AggregateFunctionExpr,
  type Distribution,
  type LexRequirement,
} from '@datafusion-ts/physical-expr';
import type { DisplayFormat } from '../display/display-format.js';
import type { BatchStream, ExecutionPlan, OrderingRequirement } from '../execution-plan.js';
import { MetricsSet } from '../metrics/metrics-set.js';
import { givesAlike, outputPartitionCount, statisticsOf } from '../plan-defaults.js';
import {
  lazily,
  longestPermutation,
  orderedColumnsOf,
  planProperties,
  type PlanProperties,
} from '../plan-properties.js';
import { executeShared, isShared } from '../operators/shared/share-sub-plans.js';
import { perExecution } from '../stream/per-execution.js';
import {
  formatInputOrderMode,
  givesStates,
  readsRows,
  type AggregateMode,
  type InputOrderMode,
  type LimitOptions,
} from './aggregate-mode.js';
import { aggregateStatistics } from './aggregate-statistics.js';
import { DynamicBounds } from './dynamic-bounds.js';
import { aggregateDynamicFilter } from './dynamic-filter.js';
import { executeAggregate } from './execute-aggregate.js';
import { caresForOrder, finerAggregateOrdering } from './ordering-requirement.js';
import type { PhysicalGroupBy } from './physical-group-by.js';

/** What an {@link AggregateExec} is made of. */
export interface AggregateExecParts {
  readonly mode: AggregateMode;
  readonly groupBy: PhysicalGroupBy;
  readonly aggregates: readonly AggregateFunctionExpr[];
  /** FILTER clauses by aggregate; default none. Later stages ignore them. */
  readonly filters?: readonly (PhysicalExpr | undefined)[];
  readonly input: ExecutionPlan;
  /** Schema of the rows before any aggregation; default the input's. Aggregates of all stages are bound to it. */
  readonly inputSchema?: Schema;
  /** Output schema; default derived. */
  readonly schema?: Schema;
  readonly limitOptions?: LimitOptions | undefined;
  readonly dynamicFilter?: DynamicFilterPhysicalExpr | undefined;
}

interface Derived {
  readonly aggregates: readonly AggregateFunctionExpr[];
  readonly order: () => InputOrder;
  readonly takesOrderAsFound: boolean;
  readonly properties: PlanProperties;
}

/** The order an aggregation asks for, and how it goes with its keys. */
interface InputOrder {
  readonly requirement: LexRequirement;
  readonly mode: InputOrderMode;
}

/** The aggregation operator. */
export class AggregateExec implements ExecutionPlan {
  readonly name = 'AggregateExec';
  readonly mode: AggregateMode;
  readonly groupBy: PhysicalGroupBy;
  /** The calls; some may be read backwards to suit the input's order. */
  readonly aggregates: readonly AggregateFunctionExpr[];
  readonly filters: readonly (PhysicalExpr | undefined)[];
  readonly input: ExecutionPlan;
  readonly inputSchema: Schema;
  readonly schema: Schema;
  readonly properties: PlanProperties;
  readonly limitOptions: LimitOptions | undefined;
  /** Bounds for scans below, for ungrouped min and max. */
  readonly dynamicFilter: DynamicFilterPhysicalExpr | undefined;
  readonly cardinalityEffect = 'LowerEqual';
  /** True when the order it asks for is nothing but the one its keys have in the input anyway. */
  readonly takesOrderAsFound: boolean;
  /** Found out when it is first asked for: most aggregations that rules make are replaced before that. */
  readonly #order: () => InputOrder;
  readonly #metrics = new MetricsSet();
  readonly #bounds = perExecution(() => this.#startBounds());

  constructor(parts: AggregateExecParts, kept?: Derived) {
    this.mode = parts.mode;
    this.groupBy = parts.groupBy;
    this.filters = parts.filters ?? parts.aggregates.map(() => undefined);
    this.input = parts.input;
    this.inputSchema = parts.inputSchema ?? parts.input.schema;
    this.schema = parts.schema ?? aggregateSchema(parts);
    this.limitOptions = parts.limitOptions;
    if (this.filters.length !== parts.aggregates.length) {
      throw new InternalError('Inconsistent aggregate expr and filter expr for AggregateExec, their size should match');
    }
    const derived = kept ?? derive(parts, this.schema);
    this.aggregates = derived.aggregates;
    this.properties = derived.properties;
    this.#order = derived.order;
    this.takesOrderAsFound = derived.takesOrderAsFound;
    this.dynamicFilter = parts.dynamicFilter ?? aggregateDynamicFilter(this.mode, this.groupBy, this.aggregates);
  }

  get inputOrderMode(): InputOrderMode {
    return this.#order().mode;
  }

  children(): readonly ExecutionPlan[] {
    return [this.input];
  }

  withNewChildren(children: readonly ExecutionPlan[]): AggregateExec {
    const input = children[0]!;
    return new AggregateExec({ ...this.#parts(), input }, givesAlike(input, this.input) ? this.#derived() : undefined);
  }

  /** The same aggregation with other calls of the same state and result types (reversed ones, say). */
  withNewAggregates(aggregates: readonly AggregateFunctionExpr[]): AggregateExec {
    return new AggregateExec({ ...this.#parts(), aggregates }, { ...this.#derived(), aggregates });
  }

  /** The same aggregation giving no more groups than that; see `LimitOptions`. */
  withNewLimitOptions(limitOptions: LimitOptions | undefined): AggregateExec {
    return new AggregateExec({ ...this.#parts(), limitOptions }, this.#derived());
  }

  #parts(): AggregateExecParts {
    const { mode, groupBy, aggregates, filters, input, inputSchema, schema, limitOptions, dynamicFilter } = this;
    return { mode, groupBy, aggregates, filters, input, inputSchema, schema, limitOptions, dynamicFilter };
  }

  #derived(): Derived {
    const { aggregates, takesOrderAsFound, properties } = this;
    return { aggregates, order: this.#order, takesOrderAsFound, properties };
  }

  requiredInputDistribution(): readonly Distribution[] {
    switch (this.mode) {
      case 'Partial':
      case 'PartialReduce':
        return [unspecifiedDistribution];
      case 'FinalPartitioned':
      case 'SinglePartitioned':
        return [hashPartitioned(this.groupBy.inputExprs())];
      case 'Final':
      case 'Single':
        return [singlePartition];
    }
  }

  requiredInputOrdering(): readonly (OrderingRequirement | undefined)[] {
    const { requirement } = this.#order();
    return [requirement.length === 0 ? undefined : { alternatives: [requirement], soft: true }];
  }

  maintainsInputOrder(): readonly boolean[] {
    return [this.inputOrderMode.kind !== 'Linear'];
  }

  expressions(): readonly PhysicalExpr[] {
    const calls = this.aggregates.flatMap((call) => [...call.args, ...call.orderBy.map((key) => key.expr)]);
    return [...this.groupBy.inputExprs(), ...calls, ...this.filters.filter((filter) => filter !== undefined)];
  }

  /** True for `SELECT DISTINCT`-like aggregations whose groups come in any order. */
  isUnorderedUnfilteredGroupByDistinct(): boolean {
    if (this.limitOptions?.descending !== undefined) return false;
    const grouped = this.groupBy.inputExprs().length > 0;
    return (
      grouped &&
      this.aggregates.length === 0 &&
      this.filters.every((filter) => filter === undefined) &&
      this.#order().requirement.length === 0 &&
      this.properties.outputOrdering === undefined
    );
  }

  /** For one min or max without FILTER: its argument's output field name is the aggregate's, and whether it is max. */
  minMaxDescending(): { readonly field: AggregateFunctionExpr['field']; readonly descending: boolean } | undefined {
    const [call] = this.aggregates;
    if (call === undefined || this.aggregates.length !== 1 || call.func.isDescending === undefined) return undefined;
    return { field: call.field, descending: call.func.isDescending };
  }

  /**
   * Grouping sets are planned in two stages even where rows come from one partition. The first one, and the aggregation
   * that does the work of both then; undefined when the stages cannot be one, as others read the states.
   */
  stagesInOne(context: TaskContext): { readonly first: AggregateExec; readonly both: AggregateExec } | undefined {
    const first = this.input;
    if (!(first instanceof AggregateExec) || first.mode !== 'Partial' || readsRows(this.mode)) return undefined;
    const { groupBy, aggregates, filters, input, inputSchema } = first;
    const keys = this.groupBy.inputExprs();
    const isFit =
      !givesStates(this.mode) &&
      groupBy.hasGroupingSet &&
      this.groupBy.isSingle &&
      keys.length === groupBy.outputCount &&
      keys.every((key, i) => key instanceof Column && key.index === i) &&
      this.aggregates.length === aggregates.length &&
      this.limitOptions === undefined &&
      first.limitOptions === undefined &&
      this.inputOrderMode.kind === 'Linear' &&
      first.inputOrderMode.kind === 'Linear' &&
      outputPartitionCount(input) === 1 &&
      !isShared(first, context);
    if (!isFit) return undefined;
    const parts = { groupBy, aggregates, filters, input, inputSchema, schema: this.schema };
    return { first, both: new AggregateExec({ mode: 'Single', ...parts }) };
  }

  isDistinctBy(columns: ReadonlySet<number>): boolean {
    const keys = Array.from({ length: this.groupBy.outputCount }, (_, i) => i);
    return !givesStates(this.mode) && keys.every((key) => columns.has(key));
  }

  partitionStatistics(partition: number | undefined): Statistics {
    return aggregateStatistics(this.mode, this.groupBy, this.schema, statisticsOf(this.input, partition));
  }

  metrics(): MetricsSet {
    return this.#metrics;
  }

  resetState(): void {
    this.dynamicFilter?.reset();
  }

  execute(partition: number, context: TaskContext): BatchStream {
    return executeShared(this, partition, context, (own) => {
      this.#bounds(own);
      return executeAggregate(this, partition, own);
    });
  }

  /** Bounds that all partitions of a run tighten; undefined when there is no filter. */
  boundsOf(context: TaskContext): DynamicBounds | undefined {
    return this.#bounds(context);
  }

  /** What an earlier run of the same plan found says nothing about this one's rows. */
  #startBounds(): DynamicBounds | undefined {
    if (this.dynamicFilter === undefined) return undefined;
    if (!this.dynamicFilter.isEmpty) this.dynamicFilter.update(lit(true));
    return new DynamicBounds(this.dynamicFilter, this.aggregates);
  }

  fmtAs(format: DisplayFormat): string {
    if (format === 'tree') return this.#tree();
    const aggregates = this.aggregates.map((call) => call.displayText());
    const limit = this.limitOptions === undefined ? '' : `, lim=[${this.limitOptions.limit}]`;
    const order =
      this.inputOrderMode.kind === 'Linear' ? '' : `, ordering_mode=${formatInputOrderMode(this.inputOrderMode)}`;
    return `AggregateExec: mode=${this.mode}, gby=[${this.groupBy.format().join(', ')}], aggr=[${aggregates.join(', ')}]${limit}${order}`;
  }

  #tree(): string {
    const groups = this.groupBy.format(true);
    const lines = [`mode=${this.mode}`];
    if (groups.length > 0) lines.push(`group_by=${groups.join(', ')}`);
    if (this.aggregates.length > 0) lines.push(`aggr=${this.aggregates.map((call) => call.humanText()).join(', ')}`);
    if (this.limitOptions !== undefined) lines.push(`limit=${this.limitOptions.limit}`);
    return lines.join('\n');
  }
}

/** Keys, then results or states. */
export function aggregateSchema(parts: Pick<AggregateExecParts, 'mode' | 'groupBy' | 'aggregates' | 'input'>): Schema {
  const input = parts.input.schema;
  const results = parts.aggregates.flatMap((call) => (givesStates(parts.mode) ? call.stateFields() : [call.field]));
  return new Schema([...parts.groupBy.outputFields(input), ...results], input.metadata);
}

function derive(parts: AggregateExecParts, schema: Schema): Derived {
  const { groupBy, input, mode } = parts;
  const { properties } = input;
  // Calls that care for the order of their rows may be refused, or read backwards, so that they are looked at now.
  const calls = caresForOrder(parts.aggregates, mode)
    ? finerAggregateOrdering(parts.aggregates, groupBy, properties.equivalence, mode)
    : { aggregates: parts.aggregates, ordering: [] };
  const order = lazily((): InputOrder => {
    const keys = groupBy.inputExprs();
    if (keys.length === 0) return { requirement: calls.ordering, mode: { kind: 'Linear' } };
    const { ordering, indices } = longestPermutation(properties, keys);
    // A key that some grouping set replaces by NULL is not ordered any more.
    const sorted = indices.filter((i) => groupBy.groups.every((group) => group[i] !== true));
    return {
      requirement: [...ordering, ...calls.ordering],
      mode: orderMode(sorted, keys.length, groupBy.groups.length),
    };
  });
  return {
    aggregates: calls.aggregates,
    order,
    takesOrderAsFound: calls.ordering.length === 0,
    properties: deriveProperties(parts, schema, order),
  };
}

function orderMode(sorted: readonly number[], keys: number, groupingSets: number): InputOrderMode {
  if (sorted.length === 0) return { kind: 'Linear' };
  return sorted.length === keys && groupingSets === 1
    ? { kind: 'Sorted' }
    : { kind: 'PartiallySorted', indices: sorted };
}

function deriveProperties(parts: AggregateExecParts, schema: Schema, order: () => InputOrder): PlanProperties {
  const { groupBy, input, mode } = parts;
  const { properties } = input;
  const { partitioning, boundedness } = properties;
  const mapping = lazily(() => ProjectionMapping.fromProjection(groupBy.exprs, input.schema));
  return planProperties({
    equivalence: () => {
      const projected = projectProperties(properties.equivalence, mapping(), schema);
      const facts =
        groupBy.exprs.length === 0
          ? projected.addConstants(parts.aggregates.map((call, i) => constExpr(new Column(call.name, i))))
          : projected;
      const unique = { kind: 'Unique', columns: groupBy.exprs.map((_, i) => i) } as const;
      return facts.withConstraints(new Constraints([...(facts.constraints?.items ?? []), unique]));
    },
    // Without keys there is one row: everything is constant.
    orderedColumns: () =>
      groupBy.exprs.length === 0 ? OrderedColumns.all : orderedColumnsOf(properties).projectedBy(groupBy.exprs),
    partitioning: readsRows(mode)
      ? projectPartitioning(partitioning, (expr) => projectExpr(properties.equivalence, expr, mapping()))
      : partitioning,
    emissionType: () => (order().mode.kind === 'Linear' ? 'Final' : properties.emissionType),
    boundedness,
  });
}
