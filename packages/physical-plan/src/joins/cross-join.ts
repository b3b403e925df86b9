/**
 * Every row of the left input beside every row of the right one. The left input is kept in memory, the right one
 * streamed; rows come by right batch, in it by left row. A left row beside a large right batch costs nothing: its values
 * go on as constants, the batch as it is.
 *
 * Example: `CrossJoinExec`
 */
import type { Schema } from '@datafusion-ts/common';
import { type Statistics } from '@datafusion-ts/common';
import { Arena, Batch, constantVector, getScalar, type ColumnVector } from '@datafusion-ts/compute';
import { checkCancelled, type TaskContext } from '@datafusion-ts/execution';
import {
  joinEquivalenceProperties,
  singlePartition,
  unspecifiedDistribution,
  type Distribution,
} from '@datafusion-ts/physical-expr';
import { BatchCoalescer } from '../coalesce/batch-coalescer.js';
import type { DisplayFormat } from '../display/display-format.js';
import type { BatchStream, ExecutionPlan } from '../execution-plan.js';
import { MetricsSet } from '../metrics/metrics-set.js';
import { outputPartitionCount, statisticsOf } from '../plan-defaults.js';
import { planProperties, type PlanProperties } from '../plan-properties.js';
import { meteredStream } from '../stream/batch-stream.js';
import { perExecution } from '../stream/per-execution.js';
import { allPairs } from './all-pairs.js';
import { BuildShare } from './build-share.js';
import { reorderColumns } from './hash-join.js';
import { JoinMetrics } from './join-metrics.js';
import { joinedBatch } from './join-output.js';
import type { ColumnIndex } from './join-parts.js';
import {
  asymmetricJoinPartitioning,
  joinBoundedness,
  joinOrderedColumns,
  swappedColumnOrder,
} from './join-properties.js';
import { joinSchema } from './join-schema.js';
import { crossJoinStatistics } from './join-statistics.js';
import { LeftRows } from './left-rows.js';

/** Right batches of at least so many rows pass without a copy, one left row at a time. */
const LARGE_RIGHT_BATCH = 1024;

/** The cross join operator. */
export class CrossJoinExec implements ExecutionPlan {
  readonly name = 'CrossJoinExec';
  readonly left: ExecutionPlan;
  readonly right: ExecutionPlan;
  readonly schema: Schema;
  readonly columnIndices: readonly ColumnIndex[];
  readonly properties: PlanProperties;
  readonly #metrics = new MetricsSet();
  readonly #shares: (context: TaskContext) => { share?: BuildShare<LeftRows> };

  constructor(left: ExecutionPlan, right: ExecutionPlan) {
    this.left = left;
    this.right = right;
    const joined = joinSchema(left.schema, right.schema, 'Inner');
    this.schema = joined.schema;
    this.columnIndices = joined.columnIndices;
    const { schema } = joined;
    this.properties = planProperties({
      equivalence: () =>
        joinEquivalenceProperties(
          left.properties.equivalence,
          right.properties.equivalence,
          'Full',
          schema,
          [false, false],
          undefined,
          [],
        ),
      orderedColumns: () => joinOrderedColumns(left, right, 'Full', [], [false, false]),
      partitioning: asymmetricJoinPartitioning(left, right, 'Inner'),
      emissionType: 'Final',
      boundedness: joinBoundedness(left, right),
    });
    this.#shares = perExecution(() => ({}));
  }

  children(): readonly ExecutionPlan[] {
    return [this.left, this.right];
  }

  withNewChildren(children: readonly ExecutionPlan[]): CrossJoinExec {
    return new CrossJoinExec(children[0]!, children[1]!);
  }

  /** The same result with the inputs exchanged. */
  swapInputs(): ExecutionPlan {
    const order = swappedColumnOrder(this.left.schema, this.right.schema, 'Inner');
    return reorderColumns(new CrossJoinExec(this.right, this.left), order!);
  }

  requiredInputDistribution(): readonly Distribution[] {
    return [singlePartition, unspecifiedDistribution];
  }

  metrics(): MetricsSet {
    return this.#metrics;
  }

  partitionStatistics(partition: number | undefined): Statistics {
    return crossJoinStatistics(statisticsOf(this.left), statisticsOf(this.right, partition));
  }

  execute(partition: number, context: TaskContext): BatchStream {
    const metrics = new JoinMetrics(this.#metrics, partition);
    const slot = this.#shares(context);
    return meteredStream(this.schema, metrics.baseline, () => {
      slot.share ??= new BuildShare(outputPartitionCount(this.right), (ctx) =>
        LeftRows.collect(this.left.execute(0, ctx), 'CrossJoinExec', false, ctx, metrics),
      );
      return crossJoinBatches(this, partition, context, slot.share, metrics);
    });
  }

  fmtAs(format: DisplayFormat): string {
    return format === 'tree' ? '' : 'CrossJoinExec';
  }
}

async function* crossJoinBatches(
  exec: CrossJoinExec,
  partition: number,
  context: TaskContext,
  share: BuildShare<LeftRows>,
  metrics: JoinMetrics,
): AsyncGenerator<Batch, void, undefined> {
  const { batchSize } = context.config.execution;
  const coalescer = new BatchCoalescer(exec.schema, batchSize);
  const arena = new Arena();
  let completed = false;
  try {
    const { batch: left } = await share.enter(context);
    if (left.rowCount > 0) {
      for await (const right of exec.right.execute(partition, context)) {
        metrics.addProbeBatch(right.rowCount);
        if (right.rowCount === 0) continue;
        for (const output of pairBatches(exec, left, right, batchSize, arena)) {
          checkCancelled(context);
          yield* coalescer.push(output);
        }
      }
      yield* coalescer.finish();
    }
    share.probed();
    completed = true;
  } finally {
    coalescer.release();
    arena.release();
    await share.leave(completed);
  }
}

/** All pairs of the left rows with one right batch. */
function* pairBatches(
  exec: CrossJoinExec,
  left: Batch,
  right: Batch,
  batchSize: number,
  arena: Arena,
): Generator<Batch, void, undefined> {
  const large = right.rowCount >= LARGE_RIGHT_BATCH;
  const block = large ? 1 : Math.max(1, Math.floor(batchSize / right.rowCount));
  for (let first = 0; first < left.rowCount; first += block) {
    arena.reset();
    if (large) {
      yield besideConstants(exec, left, first, right);
      continue;
    }
    const pairs = allPairs(first, Math.min(block, left.rowCount - first), right.rowCount, arena);
    const sides = [
      { batch: left, rows: pairs.left, padded: false },
      { batch: right, rows: pairs.right, padded: false },
    ] as const;
    yield joinedBatch(exec.schema, exec.columnIndices, sides[0], sides[1], pairs.count, arena);
  }
}

/** One left row beside a right batch: constants as long as the batch's columns, under its selection. */
function besideConstants(exec: CrossJoinExec, left: Batch, row: number, right: Batch): Batch {
  const length = right.selection === undefined ? right.rowCount : (right.columns[0]?.length ?? right.rowCount);
  const columns = exec.columnIndices.map(({ index, side }): ColumnVector =>
    side === 'Left' ? constantVector(getScalar(left.columns[index]!, row), length) : right.columns[index]!,
  );
  return new Batch(exec.schema, columns, right.rowCount, right.selection);
}
