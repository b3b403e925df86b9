import { statisticsWithFetch, type Schema, type Statistics } from '@datafusion-ts/common';
import type { TaskContext } from '@datafusion-ts/execution';
import { unknownPartitioning } from '@datafusion-ts/physical-expr';
import type { DisplayFormat } from '../display/display-format.js';
import type { BatchStream, ExecutionPlan } from '../execution-plan.js';
import { limitBatches } from '../limits/limit-batches.js';
import { BaselineMetrics } from '../metrics/baseline-metrics.js';
import { MetricsSet } from '../metrics/metrics-set.js';
import { outputPartitionCount, statisticsOf } from '../plan-defaults.js';
import { orderedColumnsOf, withProperties, type PlanProperties } from '../plan-properties.js';
import { meteredStream } from '../stream/batch-stream.js';
import { executeStream } from '../stream/collect.js';
import { mergeStreams } from '../stream/merge-streams.js';

/**
 * All partitions as one, without an order between them. Bounded partitions are read one after the other, so that only
 * one holds memory at a time; unbounded ones all at once, as they come.
 *
 * Example: `CoalescePartitionsExec: fetch=5`.
 */
export class CoalescePartitionsExec implements ExecutionPlan {
  readonly name = 'CoalescePartitionsExec';
  readonly input: ExecutionPlan;
  readonly fetch: number | undefined;
  readonly schema: Schema;
  readonly properties: PlanProperties;
  readonly supportsLimitPushdown = true;
  readonly cardinalityEffect = 'Equal';
  readonly #metrics = new MetricsSet();

  constructor(input: ExecutionPlan, fetch?: number) {
    this.input = input;
    this.fetch = fetch;
    this.schema = input.schema;
    const equivalence =
      outputPartitionCount(input) > 1
        ? () => input.properties.equivalence.clearOrderings().clearPerPartitionConstants()
        : () => input.properties.equivalence;
    this.properties = withProperties(input.properties, {
      equivalence,
      orderedColumns: () => orderedColumnsOf(input.properties),
      partitioning: unknownPartitioning(1),
      evaluationType: 'Eager',
      schedulingType: 'Cooperative',
    });
  }

  children(): readonly ExecutionPlan[] {
    return [this.input];
  }

  withNewChildren(children: readonly ExecutionPlan[]): ExecutionPlan {
    return new CoalescePartitionsExec(children[0]!, this.fetch);
  }

  withFetch(fetch: number | undefined): ExecutionPlan {
    return new CoalescePartitionsExec(this.input, fetch);
  }

  benefitsFromInputPartitioning(): readonly boolean[] {
    return [false];
  }

  metrics(): MetricsSet {
    return this.#metrics;
  }

  partitionStatistics(_partition: number | undefined): Statistics {
    const statistics = statisticsOf(this.input);
    return this.fetch === undefined ? statistics : statisticsWithFetch(statistics, this.fetch, 0);
  }

  execute(partition: number, context: TaskContext): BatchStream {
    const baseline = new BaselineMetrics(this.#metrics, partition);
    return meteredStream(this.schema, baseline, () => limitBatches(this.#merged(context), 0, this.fetch, context));
  }

  #merged(context: TaskContext): BatchStream {
    const { input } = this;
    if (input.properties.boundedness.kind === 'Bounded') return executeStream(input, context);
    const streams = Array.from({ length: outputPartitionCount(input) }, (_, i) => input.execute(i, context));
    return mergeStreams(this.schema, streams);
  }

  fmtAs(format: DisplayFormat): string {
    if (format === 'tree') return this.fetch === undefined ? '' : `limit=${this.fetch}`;
    return this.fetch === undefined ? 'CoalescePartitionsExec' : `CoalescePartitionsExec: fetch=${this.fetch}`;
  }
}
