/**
 * Join on equal keys by a hash table of the left input. The left input is read to its end first, then the right one is
 * streamed past the table; rows come in the order of the right input, partners of a row in the order of the left one.
 * Left rows that outer, semi, anti and mark joins give out by themselves come last.
 *
 * `CollectLeft` builds one table for all partitions of the right input, `Partitioned` one for each partition of both;
 * `Auto` is replaced by the rule JoinSelection before execution. Not for conditions without any equality.
 *
 * Example: `HashJoinExec: mode=CollectLeft, join_type=Inner, on=[(a@0, b@1)], filter=c@0 < d@1, projection=[a@0]`
 */
import {
  projectStatistics,
  statisticsWithFetch,
  swapJoinType,
  type JoinType,
  type NullEquality,
  PlanError,
  type Schema,
  type Statistics,
} from '@datafusion-ts/common';
import { MemoryConsumer, type TaskContext } from '@datafusion-ts/execution';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import {
  Column,
  DynamicFilterPhysicalExpr,
  hashPartitioned,
  lit,
  singlePartition,
  unknownPartitioning,
  unspecifiedDistribution,
  type Distribution,
} from '@datafusion-ts/physical-expr';
import type { DisplayFormat } from '../display/display-format.js';
import type { BatchStream, ExecutionPlan } from '../execution-plan.js';
import { MetricsSet } from '../metrics/metrics-set.js';
import { givesAlike, outputPartitionCount, statisticsOf } from '../plan-defaults.js';
import type { PlanProperties } from '../plan-properties.js';
import { readInLargeBatches } from '../stream/batch-rows.js';
import { meteredStream } from '../stream/batch-stream.js';
import { executeShared } from '../operators/shared/share-sub-plans.js';
import { perExecution } from '../stream/per-execution.js';
import { BuildShare } from './build-share.js';
import { BuildSide } from './hash/build-side.js';
import { hashJoinBatches, marksGroups } from './hash/hash-join-stream.js';
import { JoinMetrics } from './join-metrics.js';
import {
  formatJoinFilter,
  formatJoinOn,
  formatJoinOnSql,
  formatJoinProjection,
  swapJoinFilter,
  type ColumnIndex,
  type JoinFilter,
  type JoinOn,
} from './join-parts.js';
import {
  asymmetricJoinPartitioning,
  followsProbeRows,
  givesBuildRowsAtEnd,
  streamedJoinProperties,
  swappedColumnOrder,
  symmetricJoinPartitioning,
} from './join-properties.js';
import { isIntegerKey } from './hash/integer-keys.js';
import { joinSchema, type JoinedSchema } from './join-schema.js';
import { estimateJoinStatistics } from './join-statistics.js';
import { FilterExec } from '../operators/filter.js';
import { ProjectionExec } from '../operators/projection.js';

/** How the inputs of a hash join meet. */
export type PartitionMode = 'CollectLeft' | 'Partitioned' | 'Auto';

/** What a {@link HashJoinExec} is made of. */
export interface HashJoinExecParts {
  readonly left: ExecutionPlan;
  readonly right: ExecutionPlan;
  readonly on: JoinOn;
  readonly filter?: JoinFilter | undefined;
  readonly joinType: JoinType;
  /** Output columns by position in the join's schema; default all. */
  readonly projection?: readonly number[] | undefined;
  readonly mode: PartitionMode;
  readonly nullEquality: NullEquality;
  /** True for NOT IN: a NULL on the right empties the result. Left anti joins only. */
  readonly nullAware?: boolean | undefined;
  readonly fetch?: number | undefined;
  /** Told the keys of the left input when these are known; its columns are the right keys. */
  readonly dynamicFilter?: DynamicFilterPhysicalExpr | undefined;
  /** Told the values of single right keys; for scans that {@link dynamicFilter}, which speaks of all keys, does not reach. */
  readonly keyFilters?: readonly DynamicFilterPhysicalExpr[];
  /** Told the values of single left keys when the right input, read ahead, turns out to have few rows. */
  readonly buildFilters?: readonly DynamicFilterPhysicalExpr[];
}

/** The hash join operator. */
export class HashJoinExec implements ExecutionPlan {
  readonly name = 'HashJoinExec';
  readonly left: ExecutionPlan;
  readonly right: ExecutionPlan;
  readonly on: JoinOn;
  readonly filter: JoinFilter | undefined;
  readonly joinType: JoinType;
  readonly projection: readonly number[] | undefined;
  readonly mode: PartitionMode;
  readonly nullEquality: NullEquality;
  readonly nullAware: boolean;
  readonly fetch: number | undefined;
  readonly dynamicFilter: DynamicFilterPhysicalExpr | undefined;
  readonly keyFilters: readonly DynamicFilterPhysicalExpr[];
  readonly buildFilters: readonly DynamicFilterPhysicalExpr[];
  /** Schema before the projection. */
  readonly joinedSchema: Schema;
  readonly schema: Schema;
  /** Where the output columns come from. */
  readonly columnIndices: readonly ColumnIndex[];
  readonly properties: PlanProperties;
  readonly #metrics = new MetricsSet();
  readonly #shares: (context: TaskContext) => Map<number, BuildShare<BuildSide>>;

  /** Schema before the projection, and where its columns come from. */
  readonly #joined: JoinedSchema;

  /** `kept`: the same join over inputs whose columns and properties are the same; `like`: a join of that type over these. */
  constructor(parts: HashJoinExecParts, kept?: HashJoinExec, like = kept) {
    if (parts.on.length === 0) throw new PlanError('On constraints in HashJoinExec should be non-empty');
    if (parts.nullAware === true && parts.on.length > 1) {
      // A NULL among the values of another row's list would decide for all rows.
      throw new PlanError(`null_aware anti join only supports single column join key, got ${parts.on.length} columns`);
    }
    this.left = parts.left;
    this.right = parts.right;
    this.on = parts.on;
    this.filter = parts.filter;
    this.joinType = parts.joinType;
    this.projection = parts.projection;
    this.mode = parts.mode;
    this.nullEquality = parts.nullEquality;
    this.nullAware = parts.nullAware ?? false;
    this.fetch = parts.fetch;
    this.dynamicFilter = parts.dynamicFilter;
    this.keyFilters = parts.keyFilters ?? [];
    this.buildFilters = parts.buildFilters ?? [];
    const joined =
      like === undefined ? joinSchema(parts.left.schema, parts.right.schema, parts.joinType) : like.#joined;
    this.#joined = joined;
    if (kept === undefined) {
      this.joinedSchema = joined.schema;
      this.schema = parts.projection === undefined ? joined.schema : joined.schema.project(parts.projection);
      this.columnIndices = parts.projection?.map((i) => joined.columnIndices[i]!) ?? joined.columnIndices;
      this.properties = streamedJoinProperties(
        this,
        this.on,
        followsProbeRows(this.joinType),
        hashJoinPartitioning(this),
      );
    } else {
      this.joinedSchema = kept.joinedSchema;
      this.schema = kept.schema;
      this.columnIndices = kept.columnIndices;
      this.properties = kept.properties;
    }
    this.#shares = perExecution(() => {
      // Keys of an earlier run, such as a round of a recursive query, say nothing about this one.
      this.resetState();
      return new Map();
    });
  }

  /** The parts it was made of, to make a changed one. */
  parts(): HashJoinExecParts {
    const { left, right, on, filter, joinType, projection, mode, nullEquality, nullAware, fetch } = this;
    const { dynamicFilter, keyFilters, buildFilters } = this;
    return {
      left,
      right,
      on,
      filter,
      joinType,
      projection,
      mode,
      nullEquality,
      nullAware,
      fetch,
      dynamicFilter,
      keyFilters,
      buildFilters,
    };
  }

  children(): readonly ExecutionPlan[] {
    return [this.left, this.right];
  }

  withNewChildren(children: readonly ExecutionPlan[]): HashJoinExec {
    const left = children[0]!;
    const right = children[1]!;
    const alike = givesAlike(left, this.left) && givesAlike(right, this.right);
    return new HashJoinExec({ ...this.parts(), left, right }, alike ? this : undefined);
  }

  /** The same join giving out some of its present output columns. */
  withProjection(projection: readonly number[] | undefined): HashJoinExec {
    const composed = projection?.map((i) => this.projection?.[i] ?? i);
    return new HashJoinExec({ ...this.parts(), projection: composed }, undefined, this);
  }

  withMode(mode: PartitionMode): HashJoinExec {
    return new HashJoinExec({ ...this.parts(), mode }, undefined, this);
  }

  withFetch(fetch: number | undefined): HashJoinExec {
    return new HashJoinExec({ ...this.parts(), fetch }, this);
  }

  /** The same join telling `filter` (made by {@link createDynamicFilter}) the keys of the left input. */
  withDynamicFilter(filter: DynamicFilterPhysicalExpr | undefined): HashJoinExec {
    return new HashJoinExec({ ...this.parts(), dynamicFilter: filter }, this);
  }

  /** The same join telling `filters` (made by {@link createKeyFilters}) the values of keys of the left input. */
  withKeyFilters(keyFilters: readonly DynamicFilterPhysicalExpr[]): HashJoinExec {
    return new HashJoinExec({ ...this.parts(), keyFilters }, this);
  }

  /** The same join telling `filters` (made by {@link createBuildFilters}) the keys of the right input, if it reads this ahead. */
  withBuildFilters(buildFilters: readonly DynamicFilterPhysicalExpr[]): HashJoinExec {
    return new HashJoinExec({ ...this.parts(), buildFilters }, this);
  }

  /** Filters for the left input, one for each key whose values can be looked up by themselves. */
  createBuildFilters(): readonly DynamicFilterPhysicalExpr[] {
    const keys = this.on.map(([left]) => left);
    const told = keys.length === 1 ? keys : keys.filter((key) => isIntegerKey(key.dataType(this.left.schema)));
    return told.map((key) => DynamicFilterPhysicalExpr.hidden([key], lit(true)));
  }

  /** For joins by several keys, a filter for each right key whose values can be looked up by themselves. */
  createKeyFilters(): readonly DynamicFilterPhysicalExpr[] {
    if (this.on.length < 2) return [];
    const keys = this.on.map(([, right]) => right).filter((key) => isIntegerKey(key.dataType(this.right.schema)));
    return keys.map((key) => DynamicFilterPhysicalExpr.hidden([key], lit(true)));
  }

  /** A filter over the right keys that lets everything through until the left input is known. */
  createDynamicFilter(): DynamicFilterPhysicalExpr {
    return new DynamicFilterPhysicalExpr(
      this.on.map(([, right]) => right),
      lit(true),
    );
  }

  /** The same result with the inputs exchanged; columns are put back in order by a projection where both sides come out. */
  swapInputs(mode: PartitionMode): ExecutionPlan {
    const { left, right, joinType } = this;
    const order = swappedColumnOrder(left.schema, right.schema, joinType);
    const swapped = new HashJoinExec({
      ...this.parts(),
      left: right,
      right: left,
      on: this.on.map(([l, r]) => [r, l]),
      filter: this.filter === undefined ? undefined : swapJoinFilter(this.filter),
      joinType: swapJoinType(joinType),
      projection: swappedProjection(this, order),
      mode,
    });
    if (order === undefined || this.projection !== undefined) return swapped;
    return reorderColumns(swapped, order);
  }

  /** Probe rows are streamed. With a limit, fewer of them are looked at for nothing. */
  get streamedInput(): ExecutionPlan | undefined {
    return this.fetch === undefined ? this.right : undefined;
  }

  requiredInputDistribution(): readonly Distribution[] {
    switch (this.mode) {
      case 'CollectLeft':
        return [singlePartition, unspecifiedDistribution];
      case 'Partitioned':
        return [hashPartitioned(this.on.map(([left]) => left)), hashPartitioned(this.on.map(([, right]) => right))];
      case 'Auto':
        return [unspecifiedDistribution, unspecifiedDistribution];
    }
  }

  maintainsInputOrder(): readonly boolean[] {
    return [false, followsProbeRows(this.joinType)];
  }

  expressions(): readonly PhysicalExpr[] {
    return this.on.flat();
  }

  metrics(): MetricsSet {
    return this.#metrics;
  }

  resetState(): void {
    this.dynamicFilter?.reset();
    for (const filter of [...this.keyFilters, ...this.buildFilters]) filter.reset();
  }

  partitionStatistics(partition: number | undefined): Statistics {
    const right = statisticsOf(this.right, partition);
    const left = statisticsOf(this.left, this.mode === 'CollectLeft' ? undefined : partition);
    const joined = estimateJoinStatistics(left, right, this.on, this.joinType, this.joinedSchema);
    return statisticsWithFetch(projectStatistics(joined, this.projection), this.fetch, 0);
  }

  execute(partition: number, context: TaskContext): BatchStream {
    return executeShared(this, partition, context, (own) => this.#start(partition, own));
  }

  #start(partition: number, context: TaskContext): BatchStream {
    const metrics = new JoinMetrics(this.#metrics, partition);
    return meteredStream(this.schema, metrics.baseline, () =>
      hashJoinBatches(this, partition, context, this.#share(partition, context, metrics), metrics),
    );
  }

  /** The build side a partition uses: one for all, or its own. */
  #share(partition: number, context: TaskContext, metrics: JoinMetrics): BuildShare<BuildSide> {
    const shares = this.#shares(context);
    const collects = this.mode !== 'Partitioned';
    const key = collects ? 0 : partition;
    let share = shares.get(key);
    if (share === undefined) {
      share = new BuildShare(collects ? outputPartitionCount(this.right) : 1, (ctx, wanted) =>
        this.#build(key, collects, ctx, metrics, wanted),
      );
      shares.set(key, share);
    }
    return share;
  }

  async #build(
    partition: number,
    collects: boolean,
    context: TaskContext,
    metrics: JoinMetrics,
    wanted: PhysicalExpr | undefined,
  ): Promise<BuildSide> {
    const name = collects ? 'HashJoinInput' : `HashJoinInput[${partition}]`;
    readInLargeBatches(this.left, context);
    const build = await BuildSide.collect({
      input: (wanted === undefined ? this.left : new FilterExec(wanted, this.left)).execute(partition, context),
      keys: this.on.map(([left]) => left),
      givenOut: new Set(this.columnIndices.flatMap(({ index, side }) => (side === 'Left' ? [index] : []))),
      nullsMatch: this.nullEquality === 'NullEqualsNull',
      givesParts: marksGroups(this),
      tracksVisits: givesBuildRowsAtEnd(this.joinType),
      reservation: new MemoryConsumer(name).register(context.runtime.memoryPool),
      context,
      watch: metrics.buildWatch(),
    });
    metrics.buildMemUsed.add(build.memory);
    this.#metrics.counter('array_map_created_count', partition).add(build.isArrayMap ? 1 : 0);
    return build;
  }

  fmtAs(format: DisplayFormat): string {
    const nulls = this.nullEquality === 'NullEqualsNull';
    if (format === 'tree') {
      const lines = this.joinType === 'Inner' ? [] : [`join_type=${this.joinType}`];
      lines.push(`on=${formatJoinOnSql(this.on)}`);
      if (nulls) lines.push('NullsEqual: true');
      if (this.filter !== undefined) lines.push(`filter=${this.filter.expression.fmtSql()}`);
      if (this.fetch !== undefined) lines.push(`fetch=${this.fetch}`);
      return lines.join('\n');
    }
    const projection = formatJoinProjection(this.joinedSchema, this.projection);
    const fetch = this.fetch === undefined ? '' : `, fetch=${this.fetch}`;
    const on = formatJoinOn(this.on);
    return `HashJoinExec: mode=${this.mode}, join_type=${this.joinType}, on=[${on}]${formatJoinFilter(this.filter)}${projection}${nulls ? ', NullsEqual: true' : ''}${fetch}`;
  }
}

function hashJoinPartitioning({ left, right, joinType, mode }: HashJoinExec): PlanProperties['partitioning'] {
  switch (mode) {
    case 'CollectLeft':
      return asymmetricJoinPartitioning(left, right, joinType);
    case 'Partitioned':
      return symmetricJoinPartitioning(left, right, joinType);
    case 'Auto':
      return unknownPartitioning(outputPartitionCount(right));
  }
}

/** The projection of the swapped join that gives the same columns. */
function swappedProjection(
  { projection }: HashJoinExec,
  order: readonly number[] | undefined,
): readonly number[] | undefined {
  return order === undefined ? projection : projection?.map((i) => order[i]!);
}

/** A projection that gives the columns at these positions. */
export function reorderColumns(plan: ExecutionPlan, order: readonly number[]): ExecutionPlan {
  return new ProjectionExec(
    order.map((i) => ({ expr: new Column(plan.schema.field(i).name, i), alias: plan.schema.field(i).name })),
    plan,
  );
}
