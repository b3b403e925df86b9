/**
 * One partition of a window operator that streams: rows go on as soon as their values are settled, and are held no longer
 * than other rows look at them. Partitions that are over make room at once.
 *
 * Rows are computed in pieces. For bounded input a piece has at least a batch of new rows and as many new as old ones, so
 * that rows which wait are not looked at over and over; unbounded input is computed batch by batch, as nobody knows when
 * the next one comes.
 */
import { Arena, Batch, GroupTable, sliceBatch } from '@datafusion-ts/compute';
import { checkCancelled, MemoryConsumer, type MemoryReservation, type TaskContext } from '@datafusion-ts/execution';
import type { BatchStream } from '../execution-plan.js';
import type { BaselineMetrics } from '../metrics/baseline-metrics.js';
import { meteredStream } from '../stream/batch-stream.js';
import { BoundedRun } from './bounded-run.js';
import { evaluatorOf } from './evaluate-standard.js';
import { PieceBuffer } from './piece-buffer.js';
import { canBePieced } from './settled.js';
import { wholePartitions, type WindowPlan } from './window-stream.js';

/** Starts a partition; expressions that need whole partitions make it read these before it gives anything out. */
export function boundedWindowStream(
  plan: WindowPlan,
  partition: number,
  context: TaskContext,
  baseline: BaselineMetrics,
): BatchStream {
  return meteredStream(plan.schema, baseline, async function* () {
    // Bad arguments fail here, even when there are no rows.
    const evaluators = plan.windowExprs.map((expr) => (expr.kind === 'Standard' ? evaluatorOf(expr) : undefined));
    if (!plan.windowExprs.every((expr, i) => canBePieced(expr, evaluators[i]))) {
      yield* wholePartitions(plan, partition, context, baseline);
      return;
    }
    const reservation = new MemoryConsumer(`${plan.name}[${partition}]`).register(context.runtime.memoryPool);
    const pieces = new WindowPieces(plan, evaluators, context.config.execution.batchSize, reservation, baseline);
    try {
      for await (const batch of plan.rows?.() ?? plan.input.execute(partition, context)) {
        checkCancelled(context);
        yield* pieces.consume(batch);
      }
      yield* pieces.finish();
    } finally {
      pieces.release();
      reservation.release();
    }
  });
}

/** The rows of one partition, piece by piece. */
class WindowPieces {
  readonly #plan: WindowPlan;
  readonly #batchSize: number;
  readonly #baseline: BaselineMetrics;
  readonly #isUnbounded: boolean;
  readonly #buffer: PieceBuffer;
  readonly #run: BoundedRun;
  readonly #work = new Arena();
  readonly #slices = new Arena();

  constructor(
    plan: WindowPlan,
    evaluators: ConstructorParameters<typeof BoundedRun>[1],
    batchSize: number,
    reservation: MemoryReservation,
    baseline: BaselineMetrics,
  ) {
    this.#plan = plan;
    this.#batchSize = batchSize;
    this.#baseline = baseline;
    this.#isUnbounded = plan.input.properties.boundedness.kind === 'Unbounded';
    this.#buffer = new PieceBuffer(plan.input.schema, plan.orderedKeys, reservation);
    const { partitionBy } = plan.windowExprs[0]!;
    const scattered =
      plan.isSorted || partitionBy.length === 0
        ? undefined
        : new GroupTable(
            partitionBy.map((key) => key.dataType(plan.input.schema)),
            reservation,
          );
    this.#run = new BoundedRun(plan.windowExprs, evaluators, scattered, reservation);
  }

  /** Takes a batch; gives out what is settled now. */
  *consume(batch: Batch): Generator<Batch, void, undefined> {
    this.#baseline.elapsedCompute.measure(() => this.#buffer.push(batch));
    if (!this.#isDue()) return;
    const { boundary } = this.#buffer;
    if (boundary !== undefined) {
      yield* this.#compute(boundary, false);
      this.#run.close();
      this.#buffer.dropFirst(boundary);
    }
    if (!this.#isDue()) return;
    yield* this.#compute(undefined, true);
    this.#baseline.elapsedCompute.measure(() => this.#buffer.keep(this.#run.keep()));
  }

  /** The rows that are left. */
  *finish(): Generator<Batch, void, undefined> {
    if (this.#buffer.newRows + this.#buffer.knownRows > this.#buffer.done) yield* this.#compute(undefined, false);
  }

  release(): void {
    this.#run.close();
    this.#buffer.release();
    this.#work.release();
    this.#slices.release();
  }

  #isDue(): boolean {
    const { newRows, knownRows } = this.#buffer;
    return newRows > 0 && (this.#isUnbounded || newRows >= Math.max(this.#batchSize, knownRows));
  }

  *#compute(count: number | undefined, isOpen: boolean): Generator<Batch, void, undefined> {
    const { done } = this.#buffer;
    this.#work.reset();
    const stop = this.#baseline.elapsedCompute.start();
    const rows = this.#buffer.rows(count);
    const { columns, settled } = this.#run.compute(rows, done, isOpen, this.#work);
    stop();
    const output = new Batch(this.#plan.schema, [...rows.columns, ...columns], rows.rowCount);
    for (let from = done; from < settled; from += this.#batchSize) {
      this.#slices.reset();
      yield sliceBatch(output, from, Math.min(this.#batchSize, settled - from), this.#slices);
    }
  }
}
