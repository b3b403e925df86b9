import { BaselineMetrics, SpillMetrics } from '../metrics/baseline-metrics.js';
import type { Count, Gauge, Ratio, Time } from '../metrics/metric-values.js';
import type { AggregateExec } from './aggregate-exec.js';

/** What a grouped aggregation measures of a partition. */
export class GroupMetrics {
  readonly baseline: BaselineMetrics;
  readonly spill: SpillMetrics;
  readonly groupIdTime: Time;
  readonly argumentsTime: Time;
  readonly aggregationTime: Time;
  readonly emittingTime: Time;
  readonly peakMemory: Gauge;
  /** Rows given out per row read, of partial aggregation. */
  readonly reductionFactor: Ratio | undefined;
  /** Rows that partial aggregation passed on without grouping; present where it may do so. */
  readonly skippedRows: Count | undefined;

  constructor(exec: AggregateExec, partition: number, maySkip: boolean) {
    const metrics = exec.metrics();
    this.baseline = new BaselineMetrics(metrics, partition);
    this.groupIdTime = metrics.time('time_calculating_group_ids', partition);
    this.argumentsTime = metrics.time('aggregate_arguments_time', partition);
    this.aggregationTime = metrics.time('aggregation_time', partition);
    this.emittingTime = metrics.time('emitting_time', partition);
    this.peakMemory = metrics.gauge('peak_mem_used', partition);
    this.spill = new SpillMetrics(metrics, partition);
    this.reductionFactor =
      exec.mode === 'Partial' ? metrics.ratio('reduction_factor', partition, { type: 'summary' }) : undefined;
    this.skippedRows = maySkip ? metrics.counter('skipped_aggregation_rows', partition) : undefined;
  }
}
