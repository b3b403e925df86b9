/**
 * Join on one comparison, `left < right` or the like. The left input comes ordered by its key and is kept; for each right
 * row the matching left rows are all from some place on, found by walking along. Inner and outer joins only.
 *
 * Example: `PiecewiseMergeJoin: operator=Gt, join_type=Inner, on=(t1_id > t2_id)`
 */
import {
  NotImplementedError,
  unknownStatistics,
  type JoinType,
  type Schema,
  type Statistics,
} from '@datafusion-ts/common';
import type { TaskContext } from '@datafusion-ts/execution';
import type { PhysicalExpr, SortOptions } from '@datafusion-ts/expr-common';
import { singlePartition, unspecifiedDistribution, type Distribution } from '@datafusion-ts/physical-expr';
import type { DisplayFormat } from '../display/display-format.js';
import type { BatchStream, ExecutionPlan, OrderingRequirement } from '../execution-plan.js';
import { MetricsSet } from '../metrics/metrics-set.js';
import { outputPartitionCount } from '../plan-defaults.js';
import type { PlanProperties } from '../plan-properties.js';
import { meteredStream } from '../stream/batch-stream.js';
import { perExecution } from '../stream/per-execution.js';
import { BuildShare } from './build-share.js';
import { JoinMetrics } from './join-metrics.js';
import type { ColumnIndex } from './join-parts.js';
import { asymmetricJoinPartitioning, streamedJoinProperties } from './join-properties.js';
import { joinSchema } from './join-schema.js';
import { LeftRows } from './left-rows.js';
import { piecewiseBatches } from './piecewise-stream.js';

/** The comparisons such a join can be on. */
export type RangeOperator = 'Lt' | 'LtEq' | 'Gt' | 'GtEq';

/** What a {@link PiecewiseMergeJoinExec} is made of. */
export interface PiecewiseMergeJoinExecParts {
  readonly left: ExecutionPlan;
  readonly right: ExecutionPlan;
  readonly on: readonly [left: PhysicalExpr, right: PhysicalExpr];
  readonly operator: RangeOperator;
  readonly joinType: JoinType;
}

const SIGNS: Readonly<Record<RangeOperator, string>> = { Lt: '<', LtEq: '<=', Gt: '>', GtEq: '>=' };

/** The piecewise merge join operator. */
export class PiecewiseMergeJoinExec implements ExecutionPlan {
  readonly name = 'PiecewiseMergeJoinExec';
  readonly left: ExecutionPlan;
  readonly right: ExecutionPlan;
  readonly on: readonly [left: PhysicalExpr, right: PhysicalExpr];
  readonly operator: RangeOperator;
  readonly joinType: JoinType;
  readonly schema: Schema;
  readonly columnIndices: readonly ColumnIndex[];
  readonly properties: PlanProperties;
  /** Order of the left input and of each right batch. */
  readonly sortOptions: SortOptions;
  readonly #metrics = new MetricsSet();
  readonly #shares: (context: TaskContext) => { share?: BuildShare<LeftRows> };

  constructor(parts: PiecewiseMergeJoinExecParts) {
    const { left, right, joinType } = parts;
    if (joinType !== 'Inner' && joinType !== 'Left' && joinType !== 'Right' && joinType !== 'Full') {
      throw new NotImplementedError('Existence Joins are currently not supported in PiecewiseMergeJoin');
    }
    this.left = left;
    this.right = right;
    this.on = parts.on;
    this.operator = parts.operator;
    this.joinType = joinType;
    this.sortOptions = { descending: parts.operator === 'Lt' || parts.operator === 'LtEq', nullsFirst: true };
    const joined = joinSchema(left.schema, right.schema, joinType);
    this.schema = joined.schema;
    this.columnIndices = joined.columnIndices;
    const partitioning = asymmetricJoinPartitioning(left, right, joinType);
    const join = { left, right, joinType, joinedSchema: joined.schema, schema: joined.schema, projection: undefined };
    // DataFusion takes keys that are compared for equal ones, and so sorts by one of them only; its suite expects these rows.
    this.properties = streamedJoinProperties(join, [parts.on], false, partitioning);
    this.#shares = perExecution(() => ({}));
  }

  children(): readonly ExecutionPlan[] {
    return [this.left, this.right];
  }

  withNewChildren(children: readonly ExecutionPlan[]): PiecewiseMergeJoinExec {
    const { on, operator, joinType } = this;
    return new PiecewiseMergeJoinExec({ left: children[0]!, right: children[1]!, on, operator, joinType });
  }

  requiredInputDistribution(): readonly Distribution[] {
    return [singlePartition, unspecifiedDistribution];
  }

  requiredInputOrdering(): readonly (OrderingRequirement | undefined)[] {
    return [{ alternatives: [[{ expr: this.on[0], options: this.sortOptions }]], soft: false }, undefined];
  }

  expressions(): readonly PhysicalExpr[] {
    return this.on;
  }

  metrics(): MetricsSet {
    return this.#metrics;
  }

  partitionStatistics(): Statistics {
    return unknownStatistics(this.schema);
  }

  execute(partition: number, context: TaskContext): BatchStream {
    const metrics = new JoinMetrics(this.#metrics, partition);
    const slot = this.#shares(context);
    return meteredStream(this.schema, metrics.baseline, () => {
      const tracks = this.joinType === 'Left' || this.joinType === 'Full';
      slot.share ??= new BuildShare(outputPartitionCount(this.right), (ctx) =>
        LeftRows.collect(this.left.execute(0, ctx), 'PiecewiseMergeJoinInput', tracks, ctx, metrics),
      );
      return piecewiseBatches(this, partition, context, slot.share, metrics);
    });
  }

  fmtAs(format: DisplayFormat): string {
    const on = `(${this.on[0].fmtSql()} ${SIGNS[this.operator]} ${this.on[1].fmtSql()})`;
    if (format === 'tree') {
      const type = this.joinType === 'Inner' ? '' : `join_type=${this.joinType}\n`;
      return `operator=${this.operator}\n${type}on=${on}`;
    }
    return `PiecewiseMergeJoin: operator=${this.operator}, join_type=${this.joinType}, on=${on}`;
  }
}
