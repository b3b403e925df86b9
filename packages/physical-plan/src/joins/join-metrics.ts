import type { BuildWatch } from './build-batches.js';
import { BaselineMetrics } from '../metrics/baseline-metrics.js';
import type { Count, Gauge, Ratio, Time } from '../metrics/metric-values.js';
import type { MetricsSet } from '../metrics/metrics-set.js';

/** What joins with a build and a probe side measure of a partition. */
export class JoinMetrics {
  readonly baseline: BaselineMetrics;
  readonly buildTime: Time;
  readonly buildInputBatches: Count;
  readonly buildInputRows: Count;
  readonly buildMemUsed: Gauge;
  readonly joinTime: Time;
  readonly inputBatches: Count;
  readonly inputRows: Count;
  /** Probe rows with a partner among all. */
  readonly probeHitRate: Ratio;
  /** Pairs for each probe row that has any. */
  readonly avgFanout: Ratio;

  constructor(metrics: MetricsSet, partition: number) {
    this.baseline = new BaselineMetrics(metrics, partition);
    this.buildTime = metrics.time('build_time', partition);
    this.buildInputBatches = metrics.counter('build_input_batches', partition);
    this.buildInputRows = metrics.counter('build_input_rows', partition);
    this.buildMemUsed = metrics.gauge('build_mem_used', partition);
    this.joinTime = metrics.time('join_time', partition);
    this.inputBatches = metrics.counter('input_batches', partition);
    this.inputRows = metrics.counter('input_rows', partition);
    this.probeHitRate = metrics.ratio('probe_hit_rate', partition, { type: 'summary' });
    this.avgFanout = metrics.ratio('avg_fanout', partition, { type: 'summary' });
  }

  /** Starts the clock of the build side; the result stops it. */
  startBuild(): () => void {
    return both(this.buildTime.start(), this.baseline.elapsedCompute.start());
  }

  /** Starts the clock of joining; the result stops it. */
  startJoin(): () => void {
    return both(this.joinTime.start(), this.baseline.elapsedCompute.start());
  }

  /** Watches the reading of the build side. */
  buildWatch(): BuildWatch {
    return { onBatch: ({ rowCount }) => this.addBuildBatch(rowCount), start: () => this.startBuild() };
  }

  /** Counts a batch of the build side. */
  addBuildBatch(rows: number): void {
    this.buildInputBatches.add(1);
    this.buildInputRows.add(rows);
  }

  /** Counts a batch of the probe side. */
  addProbeBatch(rows: number): void {
    this.inputBatches.add(1);
    this.inputRows.add(rows);
  }
}

const both =
  (first: () => void, second: () => void): (() => void) =>
  () => {
    first();
    second();
  };
