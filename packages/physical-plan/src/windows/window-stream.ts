/**
 * One partition of a window operator: chunks of complete window partitions are collected, every window expression is
 * evaluated over all of a chunk, and its rows go on in batches with the results behind their columns, in input order.
 */
import type { Schema } from '@datafusion-ts/common';
import { Arena, Batch, GroupTable, sliceBatch, type ColumnVector } from '@datafusion-ts/compute';
import { checkCancelled, MemoryConsumer, type MemoryReservation, type TaskContext } from '@datafusion-ts/execution';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import type { WindowExpr } from '@datafusion-ts/physical-expr';
import type { BatchStream, ExecutionPlan } from '../execution-plan.js';
import type { BaselineMetrics } from '../metrics/baseline-metrics.js';
import { meteredStream } from '../stream/batch-stream.js';
import { arrangeRows } from './arrange.js';
import { ChunkSource } from './chunk-source.js';
import { evaluateAggregate } from './evaluate-aggregate.js';
import { evaluateStandard, evaluatorOf } from './evaluate-standard.js';
import { WindowInput, type Arrangement } from './window-input.js';

/** What a window stream needs to know of its operator. */
export interface WindowPlan {
  readonly name: string;
  readonly input: ExecutionPlan;
  readonly schema: Schema;
  readonly windowExprs: readonly WindowExpr[];
  /** Partition keys by which the input is ordered: a change of these ends partitions. */
  readonly orderedKeys: readonly PhysicalExpr[];
  /** True when rows of a partition lie together once the ordered keys are equal. */
  readonly isSorted: boolean;
  /** Starts the rows of the input; default: `input.execute`. */
  readonly rows?: () => BatchStream;
}

/** Starts a partition. */
export function windowStream(
  plan: WindowPlan,
  partition: number,
  context: TaskContext,
  baseline: BaselineMetrics,
): BatchStream {
  return meteredStream(plan.schema, baseline, () => wholePartitions(plan, partition, context, baseline));
}

/** The rows of a partition with results, given out when all rows of their window partitions are there. */
export async function* wholePartitions(
  plan: WindowPlan,
  partition: number,
  context: TaskContext,
  baseline: BaselineMetrics,
): AsyncGenerator<Batch, void, undefined> {
  const { batchSize } = context.config.execution;
  const reservation = new MemoryConsumer(`${plan.name}[${partition}]`).register(context.runtime.memoryPool);
  const source = new ChunkSource(plan.input.schema, plan.orderedKeys, batchSize, reservation);
  const work = new Arena();
  try {
    // Bad arguments fail even when there are no rows.
    for (const expr of plan.windowExprs) if (expr.kind === 'Standard') evaluatorOf(expr);
    for await (const batch of plan.rows?.() ?? plan.input.execute(partition, context)) {
      checkCancelled(context);
      const chunk = baseline.elapsedCompute.measure(() => source.push(batch));
      if (chunk !== undefined) yield* outputs(plan, chunk, batchSize, reservation, work, baseline);
    }
    const rest = source.finish();
    if (rest !== undefined) yield* outputs(plan, rest, batchSize, reservation, work, baseline);
  } finally {
    work.release();
    source.release();
    reservation.release();
  }
}

/** The rows of a chunk with results, in batches. */
function* outputs(
  plan: WindowPlan,
  chunk: Batch,
  batchSize: number,
  reservation: MemoryReservation,
  work: Arena,
  baseline: BaselineMetrics,
): Generator<Batch, void, undefined> {
  work.reset();
  const results = baseline.elapsedCompute.measure(() => evaluate(plan, chunk, reservation, work));
  const rows = new Batch(plan.schema, [...chunk.columns, ...results], chunk.rowCount);
  const slices = new Arena();
  try {
    for (let from = 0; from < rows.rowCount; from += batchSize) {
      slices.reset();
      yield sliceBatch(rows, from, Math.min(batchSize, rows.rowCount - from), slices);
    }
  } finally {
    slices.release();
  }
}

function evaluate(
  plan: WindowPlan,
  chunk: Batch,
  reservation: MemoryReservation,
  work: Arena,
): readonly ColumnVector[] {
  const { partitionBy } = plan.windowExprs[0]!;
  const arrangement = plan.isSorted || partitionBy.length === 0 ? undefined : arrangeAlone(partitionBy, chunk, work);
  let first: WindowInput | undefined;
  return plan.windowExprs.map((expr) => {
    const input = new WindowInput(expr, chunk, arrangement, work, first);
    first ??= input;
    const result =
      expr.kind === 'Standard' ? evaluateStandard(expr, input) : evaluateAggregate(expr, input, reservation);
    return input.restore(result);
  });
}

function arrangeAlone(keys: readonly PhysicalExpr[], chunk: Batch, work: Arena): Arrangement {
  const table = new GroupTable(keys.map((key) => key.dataType(chunk.schema)));
  try {
    return arrangeRows(keys, chunk, table, work);
  } finally {
    table.release();
  }
}
