import type { Batch } from '@datafusion-ts/compute';
import { estimateBatchBytes } from './batch-size.js';
import type { Count, Time, Timestamp } from './metric-values.js';
import type { MetricsSet } from './metrics-set.js';

/** What every operator measures of a partition: rows, bytes and batches given out, and time of its own. */
export class BaselineMetrics {
  /** Time of the operator itself, not of its inputs. */
  readonly elapsedCompute: Time;
  readonly outputRows: Count;
  readonly outputBytes: Count;
  readonly outputBatches: Count;
  readonly #start: Timestamp;
  readonly #end: Timestamp;

  constructor(metrics: MetricsSet, partition: number) {
    this.#start = metrics.startTimestamp(partition);
    this.#end = metrics.endTimestamp(partition);
    this.elapsedCompute = metrics.elapsedCompute(partition);
    this.outputRows = metrics.outputRows(partition);
    this.outputBytes = metrics.outputBytes(partition);
    this.outputBatches = metrics.outputBatches(partition);
    this.#start.record();
  }

  /** Counts a batch that is given out, and returns it. */
  recordOutput(batch: Batch): Batch {
    this.outputRows.add(batch.rowCount);
    this.outputBytes.add(estimateBatchBytes(batch));
    this.outputBatches.add(1);
    return batch;
  }

  /** Marks the end of the partition. */
  done(): void {
    this.#end.record();
  }
}

/** What operators that spill measure. */
export class SpillMetrics {
  readonly spillCount: Count;
  readonly spilledBytes: Count;
  readonly spilledRows: Count;

  constructor(metrics: MetricsSet, partition: number) {
    this.spillCount = metrics.spillCount(partition);
    this.spilledBytes = metrics.spilledBytes(partition);
    this.spilledRows = metrics.spilledRows(partition);
  }
}
