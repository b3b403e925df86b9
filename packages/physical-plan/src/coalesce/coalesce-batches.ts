import type { Schema, Statistics } from '@datafusion-ts/common';
import { checkCancelled, type TaskContext } from '@datafusion-ts/execution';
import type { DisplayFormat } from '../display/display-format.js';
import type { BatchStream, ExecutionPlan } from '../execution-plan.js';
import { BaselineMetrics } from '../metrics/baseline-metrics.js';
import { MetricsSet } from '../metrics/metrics-set.js';
import { statisticsOf } from '../plan-defaults.js';
import type { PlanProperties } from '../plan-properties.js';
import { batchStream, meteredStream } from '../stream/batch-stream.js';
import { limitBatches } from '../limits/limit-batches.js';
import { BatchCoalescer } from './batch-coalescer.js';

/**
 * Gathers small batches into full ones.
 *
 * Example: `CoalesceBatchesExec: target_batch_size=8192`.
 */
export class CoalesceBatchesExec implements ExecutionPlan {
  readonly name = 'CoalesceBatchesExec';
  readonly input: ExecutionPlan;
  readonly targetBatchSize: number;
  readonly fetch: number | undefined;
  readonly schema: Schema;
  readonly properties: PlanProperties;
  readonly supportsLimitPushdown = true;
  readonly cardinalityEffect = 'Equal';
  readonly #metrics = new MetricsSet();

  constructor(input: ExecutionPlan, targetBatchSize: number, fetch?: number) {
    this.input = input;
    this.targetBatchSize = targetBatchSize;
    this.fetch = fetch;
    this.schema = input.schema;
    this.properties = input.properties;
  }

  children(): readonly ExecutionPlan[] {
    return [this.input];
  }

  withNewChildren(children: readonly ExecutionPlan[]): ExecutionPlan {
    return new CoalesceBatchesExec(children[0]!, this.targetBatchSize, this.fetch);
  }

  withFetch(fetch: number | undefined): ExecutionPlan {
    return new CoalesceBatchesExec(this.input, this.targetBatchSize, fetch);
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
    const { input, schema, targetBatchSize, fetch } = this;
    const limited = batchStream(schema, () => limitBatches(input.execute(partition, context), 0, fetch, context));
    return meteredStream(schema, baseline, async function* () {
      const coalescer = new BatchCoalescer(schema, targetBatchSize);
      try {
        for await (const batch of limited) {
          checkCancelled(context);
          yield* coalescer.push(batch);
        }
        yield* coalescer.finish();
      } finally {
        coalescer.release();
      }
    });
  }

  fmtAs(format: DisplayFormat): string {
    if (format === 'tree') {
      return `target_batch_size=${this.targetBatchSize}${this.fetch === undefined ? '' : `\nlimit=${this.fetch}`}`;
    }
    const fetch = this.fetch === undefined ? '' : `, fetch=${this.fetch}`;
    return `CoalesceBatchesExec: target_batch_size=${this.targetBatchSize}${fetch}`;
  }
}
