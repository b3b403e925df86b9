import { DataFusionError, ResourcesExhaustedError, type Schema } from '@datafusion-ts/common';
import { Arena, copyBatch, type Batch } from '@datafusion-ts/compute';
import { MemoryConsumer, type MemoryReservation, type TaskContext } from '@datafusion-ts/execution';
import type { LexOrdering } from '@datafusion-ts/physical-expr';
import { estimateBatchBytes } from '../metrics/batch-size.js';
import type { BaselineMetrics, SpillMetrics } from '../metrics/baseline-metrics.js';
import { SpillFile } from '../spill/spill-file.js';
import { mergeSortedStreams } from './merge.js';
import { sortBatches, takeSorted } from './sort-batches.js';

/**
 * Sorts more rows than memory holds.
 *
 * Rows are kept until the pool refuses more; then what is there is sorted and written to disk as a run. At the end the
 * runs and the rest in memory are merged. For every batch as much again is reserved as it takes, for the sorting itself.
 */
export class ExternalSorter {
  readonly #schema: Schema;
  readonly #ordering: LexOrdering;
  readonly #context: TaskContext;
  readonly #baseline: BaselineMetrics;
  readonly #spill: SpillMetrics;
  readonly #reservation: MemoryReservation;
  readonly #merge: MemoryReservation;
  readonly #arena: Arena;
  readonly #runs: SpillFile[] = [];
  #batches: Batch[] = [];
  #allowance = 0;

  constructor(
    partition: number,
    schema: Schema,
    ordering: LexOrdering,
    context: TaskContext,
    metrics: { readonly baseline: BaselineMetrics; readonly spill: SpillMetrics },
  ) {
    this.#schema = schema;
    this.#ordering = ordering;
    this.#context = context;
    this.#baseline = metrics.baseline;
    this.#spill = metrics.spill;
    const { memoryPool, diskManager } = context.runtime;
    this.#reservation = new MemoryConsumer(`ExternalSorter[${partition}]`, diskManager.tmpFilesEnabled).register(
      memoryPool,
    );
    this.#merge = new MemoryConsumer(`ExternalSorterMerge[${partition}]`).register(memoryPool);
    this.#arena = new Arena(this.#reservation);
  }

  /** Takes the rows of a batch; may write a run. */
  async insert(batch: Batch): Promise<void> {
    if (batch.rowCount === 0) return;
    this.#reserveForMerge();
    try {
      this.#keep(batch);
    } catch (error) {
      if (!(error instanceof ResourcesExhaustedError) || this.#batches.length === 0) throw sortContext(error);
      await this.#spillRun();
      try {
        this.#keep(batch);
      } catch (again) {
        throw sortContext(again);
      }
    }
  }

  /** All rows in order. */
  async *sorted(): AsyncGenerator<Batch, void, undefined> {
    const { batchSize } = this.#context.config.execution;
    if (this.#runs.length === 0) {
      yield* this.#sortedInMemory(batchSize);
      return;
    }
    if (this.#batches.length > 0) await this.#spillRun();
    yield* mergeSortedStreams({
      schema: this.#schema,
      streams: this.#runs.map((run) => run.read()),
      ordering: this.#ordering,
      batchSize,
      context: this.#context,
      elapsed: this.#baseline.elapsedCompute,
    });
  }

  release(): void {
    this.#batches = [];
    this.#arena.release();
    this.#reservation.release();
    this.#merge.release();
    for (const run of this.#runs) run.release();
    this.#runs.length = 0;
  }

  /** Memory that merging runs will need, taken before anything else holds it. */
  #reserveForMerge(): void {
    const wanted = this.#context.config.execution.sortSpillReservationBytes;
    const limited = this.#context.runtime.memoryPool.memoryLimit().kind === 'Finite';
    if (!limited || !this.#context.runtime.diskManager.tmpFilesEnabled || this.#merge.size >= wanted) return;
    try {
      this.#merge.tryResize(wanted);
    } catch (error) {
      throw sortContext(error);
    }
  }

  #keep(batch: Batch): void {
    const bytes = estimateBatchBytes(batch);
    this.#reservation.tryGrow(bytes);
    this.#allowance += bytes;
    this.#batches.push(copyBatch(batch, this.#arena));
  }

  *#sortedInMemory(batchSize: number): Iterable<Batch> {
    const scratch = new Arena();
    const output = new Arena();
    try {
      const stop = this.#baseline.elapsedCompute.start();
      const rows = sortBatches(this.#schema, this.#batches, this.#ordering, undefined, scratch);
      stop();
      yield* takeSorted(rows, batchSize, output);
    } finally {
      scratch.release();
      output.release();
      this.#returnAllowance();
    }
  }

  async #spillRun(): Promise<void> {
    const run = await SpillFile.create(this.#schema, this.#context.runtime.diskManager, 'Sorting');
    this.#runs.push(run);
    run.writeAll(this.#sortedInMemory(this.#context.config.execution.batchSize), this.#spill);
    this.#batches = [];
    this.#arena.release();
  }

  #returnAllowance(): void {
    this.#reservation.shrink(this.#allowance);
    this.#allowance = 0;
  }
}

/** Adds the advice DataFusion gives when sorting runs out of memory. */
function sortContext(error: unknown): unknown {
  if (!(error instanceof DataFusionError) || error.code !== 'ResourcesExhausted') return error;
  return error.context(
    "Not enough memory to continue external sort. Consider increasing the memory limit config: 'datafusion.runtime.memory_limit', or decreasing the config: 'datafusion.execution.sort_spill_reservation_bytes'.",
  );
}
