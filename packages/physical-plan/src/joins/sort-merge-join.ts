/**
 * Join on equal keys of two inputs that are ordered by them. One side streams (the right one for right joins, else the
 * left), of the other only rows with the current key are kept; rows come in the order of the streamed side. Needs little
 * memory, except where many rows of the buffered side have one key.
 *
 * Example: `SortMergeJoinExec: join_type=Left, on=[(a@0, b@1)], filter=c@0 < d@1`
 */
import {
  PlanError,
  swapJoinType,
  type JoinSide,
  type JoinType,
  type NullEquality,
  type Schema,
  type Statistics,
} from '@datafusion-ts/common';
import type { TaskContext } from '@datafusion-ts/execution';
import type { PhysicalExpr, SortOptions } from '@datafusion-ts/expr-common';
import { hashPartitioned, joinEquivalenceProperties, type Distribution } from '@datafusion-ts/physical-expr';
import type { DisplayFormat } from '../display/display-format.js';
import type { BatchStream, ExecutionPlan, OrderingRequirement } from '../execution-plan.js';
import { BaselineMetrics, SpillMetrics } from '../metrics/baseline-metrics.js';
import { MetricsSet } from '../metrics/metrics-set.js';
import { statisticsOf } from '../plan-defaults.js';
import { planProperties, type PlanProperties } from '../plan-properties.js';
import { meteredStream } from '../stream/batch-stream.js';
import { reorderColumns } from './hash-join.js';
import {
  formatJoinFilter,
  formatJoinOn,
  formatJoinOnSql,
  swapJoinFilter,
  type ColumnIndex,
  type JoinFilter,
  type JoinOn,
} from './join-parts.js';
import {
  joinBoundedness,
  joinOrderedColumns,
  swappedColumnOrder,
  symmetricJoinPartitioning,
} from './join-properties.js';
import { joinSchema } from './join-schema.js';
import { estimateJoinStatistics } from './join-statistics.js';
import { sortMergeBatches } from './sort-merge/sort-merge-stream.js';
import { executeShared } from '../operators/shared/share-sub-plans.js';

/** What a {@link SortMergeJoinExec} is made of. */
export interface SortMergeJoinExecParts {
  readonly left: ExecutionPlan;
  readonly right: ExecutionPlan;
  readonly on: JoinOn;
  readonly filter?: JoinFilter | undefined;
  readonly joinType: JoinType;
  /** Order of each key in both inputs. */
  readonly sortOptions: readonly SortOptions[];
  readonly nullEquality: NullEquality;
}

/** The merge join operator. */
export class SortMergeJoinExec implements ExecutionPlan {
  readonly name = 'SortMergeJoinExec';
  readonly left: ExecutionPlan;
  readonly right: ExecutionPlan;
  readonly on: JoinOn;
  readonly filter: JoinFilter | undefined;
  readonly joinType: JoinType;
  readonly sortOptions: readonly SortOptions[];
  readonly nullEquality: NullEquality;
  readonly schema: Schema;
  readonly columnIndices: readonly ColumnIndex[];
  readonly properties: PlanProperties;
  readonly #metrics = new MetricsSet();

  constructor(parts: SortMergeJoinExecParts) {
    if (parts.on.length !== parts.sortOptions.length) {
      throw new PlanError(`Expected number of sort options: ${parts.on.length}, actual: ${parts.sortOptions.length}`);
    }
    this.left = parts.left;
    this.right = parts.right;
    this.on = parts.on;
    this.filter = parts.filter;
    this.joinType = parts.joinType;
    this.sortOptions = parts.sortOptions;
    this.nullEquality = parts.nullEquality;
    const { left, right, joinType, on } = parts;
    const joined = joinSchema(left.schema, right.schema, joinType);
    this.schema = joined.schema;
    this.columnIndices = joined.columnIndices;
    const { schema } = joined;
    this.properties = planProperties({
      equivalence: () => {
        const [l, r] = [left.properties.equivalence, right.properties.equivalence];
        return joinEquivalenceProperties(l, r, joinType, schema, keptOrders(joinType), this.streamedSide, on);
      },
      orderedColumns: () => joinOrderedColumns(left, right, joinType, on, keptOrders(joinType)),
      partitioning: symmetricJoinPartitioning(left, right, joinType),
      boundedness: joinBoundedness(left, right),
    });
  }

  /** The side whose rows are looked at once, in whose order rows come out. */
  get streamedSide(): JoinSide {
    return this.joinType.startsWith('Right') ? 'Right' : 'Left';
  }

  /** The parts it was made of, to make a changed one. */
  parts(): SortMergeJoinExecParts {
    const { left, right, on, filter, joinType, sortOptions, nullEquality } = this;
    return { left, right, on, filter, joinType, sortOptions, nullEquality };
  }

  children(): readonly ExecutionPlan[] {
    return [this.left, this.right];
  }

  withNewChildren(children: readonly ExecutionPlan[]): SortMergeJoinExec {
    return new SortMergeJoinExec({ ...this.parts(), left: children[0]!, right: children[1]! });
  }

  /** The same result with the inputs exchanged. */
  swapInputs(): ExecutionPlan {
    const { left, right, joinType } = this;
    const order = swappedColumnOrder(left.schema, right.schema, joinType);
    const swapped = new SortMergeJoinExec({
      ...this.parts(),
      left: right,
      right: left,
      on: this.on.map(([l, r]) => [r, l]),
      filter: this.filter === undefined ? undefined : swapJoinFilter(this.filter),
      joinType: swapJoinType(joinType),
    });
    return order === undefined ? swapped : reorderColumns(swapped, order);
  }

  requiredInputDistribution(): readonly Distribution[] {
    return [hashPartitioned(this.on.map(([left]) => left)), hashPartitioned(this.on.map(([, right]) => right))];
  }

  requiredInputOrdering(): readonly (OrderingRequirement | undefined)[] {
    const ordering = (side: 0 | 1): OrderingRequirement => ({
      alternatives: [this.on.map((pair, i) => ({ expr: pair[side], options: this.sortOptions[i]! }))],
      soft: false,
    });
    return [ordering(0), ordering(1)];
  }

  maintainsInputOrder(): readonly boolean[] {
    return keptOrders(this.joinType);
  }

  expressions(): readonly PhysicalExpr[] {
    return this.on.flat();
  }

  metrics(): MetricsSet {
    return this.#metrics;
  }

  partitionStatistics(partition: number | undefined): Statistics {
    return estimateJoinStatistics(
      statisticsOf(this.left, partition),
      statisticsOf(this.right, partition),
      this.on,
      this.joinType,
      this.schema,
    );
  }

  execute(partition: number, context: TaskContext): BatchStream {
    return executeShared(this, partition, context, (own) => this.#start(partition, own));
  }

  #start(partition: number, context: TaskContext): BatchStream {
    const baseline = new BaselineMetrics(this.#metrics, partition);
    const metrics = {
      joinTime: this.#metrics.time('join_time', partition),
      inputBatches: this.#metrics.counter('input_batches', partition),
      inputRows: this.#metrics.counter('input_rows', partition),
    };
    new SpillMetrics(this.#metrics, partition);
    this.#metrics.gauge('peak_mem_used', partition);
    return meteredStream(this.schema, baseline, () => sortMergeBatches(this, partition, context, metrics));
  }

  fmtAs(format: DisplayFormat): string {
    const nulls = this.nullEquality === 'NullEqualsNull';
    if (format === 'tree') {
      const lines = this.joinType === 'Inner' ? [] : [`join_type=${this.joinType}`];
      lines.push(`on=${formatJoinOnSql(this.on)}`);
      if (nulls) lines.push('NullsEqual: true');
      return lines.join('\n');
    }
    return `SortMergeJoinExec: join_type=${this.joinType}, on=[${formatJoinOn(this.on)}]${formatJoinFilter(this.filter)}${nulls ? ', NullsEqual: true' : ''}`;
  }
}

/** Sides whose order the output has. */
function keptOrders(joinType: JoinType): readonly [left: boolean, right: boolean] {
  if (joinType === 'Full') return [false, false];
  return joinType.startsWith('Right') ? [false, true] : [true, false];
}
