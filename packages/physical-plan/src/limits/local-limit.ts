import { statisticsWithFetch, type Schema, type Statistics } from '@datafusion-ts/common';
import type { TaskContext } from '@datafusion-ts/execution';
import type { DisplayFormat } from '../display/display-format.js';
import type { BatchStream, ExecutionPlan } from '../execution-plan.js';
import { BaselineMetrics } from '../metrics/baseline-metrics.js';
import { MetricsSet } from '../metrics/metrics-set.js';
import { statisticsOf } from '../plan-defaults.js';
import { BOUNDED, withProperties, type PlanProperties } from '../plan-properties.js';
import { meteredStream } from '../stream/batch-stream.js';
import { limitBatches } from './limit-batches.js';

/**
 * LIMIT of each partition by itself: cuts work below an exchange that a `GlobalLimitExec` above finishes.
 *
 * Example: `LocalLimitExec: fetch=3`.
 */
export class LocalLimitExec implements ExecutionPlan {
  readonly name = 'LocalLimitExec';
  readonly input: ExecutionPlan;
  readonly fetch: number;
  readonly schema: Schema;
  readonly properties: PlanProperties;
  readonly supportsLimitPushdown = true;
  readonly #metrics = new MetricsSet();

  constructor(input: ExecutionPlan, fetch: number) {
    this.input = input;
    this.fetch = fetch;
    this.schema = input.schema;
    this.properties = withProperties(input.properties, { boundedness: BOUNDED });
  }

  children(): readonly ExecutionPlan[] {
    return [this.input];
  }

  withNewChildren(children: readonly ExecutionPlan[]): ExecutionPlan {
    return new LocalLimitExec(children[0]!, this.fetch);
  }

  maintainsInputOrder(): readonly boolean[] {
    return [true];
  }

  benefitsFromInputPartitioning(): readonly boolean[] {
    return [false];
  }

  metrics(): MetricsSet {
    return this.#metrics;
  }

  partitionStatistics(partition: number | undefined): Statistics {
    const partitions = partition === undefined ? this.properties.partitioning.count : 1;
    return statisticsWithFetch(statisticsOf(this.input, partition), this.fetch, 0, partitions);
  }

  execute(partition: number, context: TaskContext): BatchStream {
    const baseline = new BaselineMetrics(this.#metrics, partition);
    return meteredStream(this.schema, baseline, () =>
      limitBatches(this.input.execute(partition, context), 0, this.fetch, context),
    );
  }

  fmtAs(format: DisplayFormat): string {
    return format === 'tree' ? `limit=${this.fetch}` : `LocalLimitExec: fetch=${this.fetch}`;
  }
}
