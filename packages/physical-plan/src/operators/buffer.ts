import type { Schema, Statistics } from '@datafusion-ts/common';
import { Arena, copyBatch } from '@datafusion-ts/compute';
import { MemoryConsumer, type TaskContext } from '@datafusion-ts/execution';
import type { DisplayFormat } from '../display/display-format.js';
import type { BatchStream, ExecutionPlan } from '../execution-plan.js';
import { BaselineMetrics } from '../metrics/baseline-metrics.js';
import { MetricsSet } from '../metrics/metrics-set.js';
import { statisticsOf } from '../plan-defaults.js';
import { withProperties, type PlanProperties } from '../plan-properties.js';
import { meteredStream } from '../stream/batch-stream.js';
import { spawnBuffered } from '../stream/merge-streams.js';

/**
 * Reads ahead: the next batch is on its way while the current one is used, so that waiting for storage overlaps work.
 * `capacity` is DataFusion's limit in bytes; one batch is held here.
 *
 * Example: `BufferExec: capacity=1048576`.
 */
export class BufferExec implements ExecutionPlan {
  readonly name = 'BufferExec';
  readonly input: ExecutionPlan;
  readonly capacity: number;
  readonly schema: Schema;
  readonly properties: PlanProperties;
  readonly supportsLimitPushdown = true;
  readonly cardinalityEffect = 'Equal';
  readonly #metrics = new MetricsSet();

  constructor(input: ExecutionPlan, capacity: number) {
    this.input = input;
    this.capacity = capacity;
    this.schema = input.schema;
    this.properties = withProperties(input.properties, { evaluationType: 'Eager', schedulingType: 'Cooperative' });
  }

  children(): readonly ExecutionPlan[] {
    return [this.input];
  }

  withNewChildren(children: readonly ExecutionPlan[]): ExecutionPlan {
    return new BufferExec(children[0]!, this.capacity);
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
    return statisticsOf(this.input, partition);
  }

  execute(partition: number, context: TaskContext): BatchStream {
    const baseline = new BaselineMetrics(this.#metrics, partition);
    const { input, schema } = this;
    return meteredStream(schema, baseline, async function* () {
      const reservation = new MemoryConsumer(`BufferExec[${partition}]`).register(context.runtime.memoryPool);
      const slots = [new Arena(reservation), new Arena(reservation)] as const;
      try {
        yield* spawnBuffered(input.execute(partition, context), (batch, slot) => {
          const arena = slots[slot as 0 | 1];
          arena.reset();
          return copyBatch(batch, arena);
        });
      } finally {
        for (const slot of slots) slot.release();
        reservation.release();
      }
    });
  }

  fmtAs(format: DisplayFormat): string {
    return format === 'tree' ? `capacity=${this.capacity}` : `BufferExec: capacity=${this.capacity}`;
  }
}
