/**
 * Join on any condition: every left row is compared with every right row. The left input is kept in memory, the right
 * one streamed; rows come by right batch, in it by left row. A left input that does not fit goes to disk. For joins without equal keys; with them a hash join does
 * less work.
 *
 * Example: `NestedLoopJoinExec: join_type=Left, filter=a@0 < b@1, projection=[a@0]`
 */
import { projectStatistics, swapJoinType, type JoinType, type Schema, type Statistics } from '@datafusion-ts/common';
import type { TaskContext } from '@datafusion-ts/execution';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { singlePartition, unspecifiedDistribution, type Distribution } from '@datafusion-ts/physical-expr';
import type { DisplayFormat } from '../display/display-format.js';
import type { BatchStream, ExecutionPlan } from '../execution-plan.js';
import { MetricsSet } from '../metrics/metrics-set.js';
import { outputPartitionCount, statisticsOf } from '../plan-defaults.js';
import type { PlanProperties } from '../plan-properties.js';
import { meteredStream } from '../stream/batch-stream.js';
import { perExecution } from '../stream/per-execution.js';
import { SpillMetrics } from '../metrics/baseline-metrics.js';
import { BuildShare } from './build-share.js';
import { reorderColumns } from './hash-join.js';
import { JoinMetrics } from './join-metrics.js';
import {
  formatJoinFilter,
  formatJoinProjection,
  swapJoinFilter,
  type ColumnIndex,
  type JoinFilter,
} from './join-parts.js';
import {
  asymmetricJoinPartitioning,
  givesBuildRowsAtEnd,
  streamedJoinProperties,
  swappedColumnOrder,
} from './join-properties.js';
import { joinSchema } from './join-schema.js';
import { estimateJoinStatistics } from './join-statistics.js';
import { nestedLoopBatches } from './nested-loop/nested-loop-stream.js';
import { NestedLeft, type LeftMetrics } from './nested-loop/nested-left.js';
import { executeShared } from '../operators/shared/share-sub-plans.js';

/** What a {@link NestedLoopJoinExec} is made of. */
export interface NestedLoopJoinExecParts {
  readonly left: ExecutionPlan;
  readonly right: ExecutionPlan;
  /** Default: all pairs. */
  readonly filter?: JoinFilter | undefined;
  readonly joinType: JoinType;
  /** Output columns by position in the join's schema; default all. */
  readonly projection?: readonly number[] | undefined;
}

/** The nested loop join operator. */
export class NestedLoopJoinExec implements ExecutionPlan {
  readonly name = 'NestedLoopJoinExec';
  readonly left: ExecutionPlan;
  readonly right: ExecutionPlan;
  readonly filter: JoinFilter | undefined;
  readonly joinType: JoinType;
  readonly projection: readonly number[] | undefined;
  /** Schema before the projection. */
  readonly joinedSchema: Schema;
  readonly schema: Schema;
  readonly columnIndices: readonly ColumnIndex[];
  readonly properties: PlanProperties;
  readonly #metrics = new MetricsSet();
  readonly #shares: (context: TaskContext) => { share?: BuildShare<NestedLeft> };

  constructor(parts: NestedLoopJoinExecParts) {
    this.left = parts.left;
    this.right = parts.right;
    this.filter = parts.filter;
    this.joinType = parts.joinType;
    this.projection = parts.projection;
    const joined = joinSchema(parts.left.schema, parts.right.schema, parts.joinType);
    this.joinedSchema = joined.schema;
    this.schema = parts.projection === undefined ? joined.schema : joined.schema.project(parts.projection);
    this.columnIndices = parts.projection?.map((i) => joined.columnIndices[i]!) ?? joined.columnIndices;
    const partitioning = asymmetricJoinPartitioning(parts.left, parts.right, parts.joinType);
    this.properties = streamedJoinProperties(this, [], false, partitioning);
    this.#shares = perExecution(() => ({}));
  }

  /** The parts it was made of, to make a changed one. */
  parts(): NestedLoopJoinExecParts {
    const { left, right, filter, joinType, projection } = this;
    return { left, right, filter, joinType, projection };
  }

  children(): readonly ExecutionPlan[] {
    return [this.left, this.right];
  }

  withNewChildren(children: readonly ExecutionPlan[]): NestedLoopJoinExec {
    return new NestedLoopJoinExec({ ...this.parts(), left: children[0]!, right: children[1]! });
  }

  /** The same join giving out some of its present output columns. */
  withProjection(projection: readonly number[] | undefined): NestedLoopJoinExec {
    const composed = projection?.map((i) => this.projection?.[i] ?? i);
    return new NestedLoopJoinExec({ ...this.parts(), projection: composed });
  }

  /** The same result with the inputs exchanged. */
  swapInputs(): ExecutionPlan {
    const { left, right, joinType, filter, projection } = this;
    const order = swappedColumnOrder(left.schema, right.schema, joinType);
    const swapped = new NestedLoopJoinExec({
      left: right,
      right: left,
      filter: filter === undefined ? undefined : swapJoinFilter(filter),
      joinType: swapJoinType(joinType),
      projection: order === undefined ? projection : projection?.map((i) => order[i]!),
    });
    return order === undefined || projection !== undefined ? swapped : reorderColumns(swapped, order);
  }

  requiredInputDistribution(): readonly Distribution[] {
    return [singlePartition, unspecifiedDistribution];
  }

  expressions(): readonly PhysicalExpr[] {
    return this.filter === undefined ? [] : [this.filter.expression];
  }

  metrics(): MetricsSet {
    return this.#metrics;
  }

  partitionStatistics(partition: number | undefined): Statistics {
    const estimate = estimateJoinStatistics(
      statisticsOf(this.left),
      statisticsOf(this.right, partition),
      [],
      this.joinType,
      this.joinedSchema,
    );
    return projectStatistics(estimate, this.projection);
  }

  execute(partition: number, context: TaskContext): BatchStream {
    return executeShared(this, partition, context, (own) => this.#start(partition, own));
  }

  #start(partition: number, context: TaskContext): BatchStream {
    const join = new JoinMetrics(this.#metrics, partition);
    const metrics: LeftMetrics = { join, spill: new SpillMetrics(this.#metrics, partition) };
    const selectivity = this.#metrics.ratio('selectivity', partition, { type: 'summary' });
    const plan = { exec: this, batchSize: context.config.execution.batchSize, selectivity };
    return meteredStream(this.schema, join.baseline, () =>
      nestedLoopBatches(plan, partition, context, this.#share(context, metrics), metrics),
    );
  }

  #share(context: TaskContext, metrics: LeftMetrics): BuildShare<NestedLeft> {
    const slot = this.#shares(context);
    return (slot.share ??= new BuildShare(outputPartitionCount(this.right), (ctx) =>
      NestedLeft.collect(this.left.execute(0, ctx), givesBuildRowsAtEnd(this.joinType), ctx, metrics),
    ));
  }

  fmtAs(format: DisplayFormat): string {
    if (format === 'tree') return this.joinType === 'Inner' ? '' : `join_type=${this.joinType}`;
    return `NestedLoopJoinExec: join_type=${this.joinType}${formatJoinFilter(this.filter)}${formatJoinProjection(this.joinedSchema, this.projection)}`;
  }
}
