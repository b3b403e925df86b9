import { statisticsWithFetch, type Schema, type Statistics } from '@datafusion-ts/common';
import type { TaskContext } from '@datafusion-ts/execution';
import { singlePartition, unknownPartitioning, type Distribution } from '@datafusion-ts/physical-expr';
import type { DisplayFormat } from '../display/display-format.js';
import type { BatchStream, ExecutionPlan } from '../execution-plan.js';
import { BaselineMetrics } from '../metrics/baseline-metrics.js';
import { MetricsSet } from '../metrics/metrics-set.js';
import { statisticsOf } from '../plan-defaults.js';
import { withProperties, type PlanProperties } from '../plan-properties.js';
import { meteredStream } from '../stream/batch-stream.js';
import { limitBatches } from './limit-batches.js';

/**
 * OFFSET and LIMIT over all rows: needs a single partition. Stops its input early.
 *
 * Example: `GlobalLimitExec: skip=2, fetch=3`.
 */
export class GlobalLimitExec implements ExecutionPlan {
  readonly name = 'GlobalLimitExec';
  readonly input: ExecutionPlan;
  readonly skip: number;
  readonly fetch: number | undefined;
  readonly schema: Schema;
  readonly properties: PlanProperties;
  readonly supportsLimitPushdown = true;
  readonly #metrics = new MetricsSet();

  constructor(input: ExecutionPlan, skip: number, fetch: number | undefined) {
    this.input = input;
    this.skip = skip;
    this.fetch = fetch;
    this.schema = input.schema;
    this.properties = withProperties(input.properties, {
      partitioning: unknownPartitioning(1),
      boundedness: { kind: 'Bounded' },
    });
  }

  children(): readonly ExecutionPlan[] {
    return [this.input];
  }

  withNewChildren(children: readonly ExecutionPlan[]): ExecutionPlan {
    return new GlobalLimitExec(children[0]!, this.skip, this.fetch);
  }

  requiredInputDistribution(): readonly Distribution[] {
    return [singlePartition];
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

  partitionStatistics(_partition: number | undefined): Statistics {
    return statisticsWithFetch(statisticsOf(this.input), this.fetch, this.skip);
  }

  execute(partition: number, context: TaskContext): BatchStream {
    const baseline = new BaselineMetrics(this.#metrics, partition);
    return meteredStream(this.schema, baseline, () =>
      limitBatches(this.input.execute(0, context), this.skip, this.fetch, context),
    );
  }

  fmtAs(format: DisplayFormat): string {
    if (format === 'tree') {
      return this.fetch === undefined ? `skip=${this.skip}` : `limit=${this.fetch}\nskip=${this.skip}`;
    }
    return `GlobalLimitExec: skip=${this.skip}, fetch=${this.fetch ?? 'None'}`;
  }
}
