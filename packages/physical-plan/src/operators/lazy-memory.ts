import type { Schema } from '@datafusion-ts/common';
import { Arena, type Batch } from '@datafusion-ts/compute';
import { checkCancelled, type TaskContext } from '@datafusion-ts/execution';
import type { LexOrdering } from '@datafusion-ts/physical-expr';
import { EquivalenceProperties } from '@datafusion-ts/physical-expr';
import type { DisplayFormat } from '../display/display-format.js';
import type { BatchStream, ExecutionPlan } from '../execution-plan.js';
import { BaselineMetrics } from '../metrics/baseline-metrics.js';
import { MetricsSet } from '../metrics/metrics-set.js';
import { sourceProperties, type PlanProperties } from '../plan-properties.js';
import { meteredStream } from '../stream/batch-stream.js';
import { projectBatch } from './project-batch.js';

/** Makes the batches of one partition, one after the other. Describes itself in EXPLAIN. */
export interface LazyBatchGenerator {
  /** Starts over: batches of all columns, each in memory of `arena`, which is reset before the next. */
  generate(arena: Arena, batchSize: number): Iterable<Batch>;
  /** `generate_series: start=1, end=10, batch_size=8192`. */
  toString(): string;
}

/**
 * Batches made on demand, such as those of `generate_series`.
 *
 * Example: `LazyMemoryExec: partitions=1, batch_generators=[generate_series: start=1, end=10, batch_size=8192]`.
 */
export class LazyMemoryExec implements ExecutionPlan {
  readonly name = 'LazyMemoryExec';
  readonly fullSchema: Schema;
  readonly generators: readonly LazyBatchGenerator[];
  readonly projection: readonly number[] | undefined;
  readonly orderings: readonly LexOrdering[];
  readonly schema: Schema;
  readonly properties: PlanProperties;
  readonly #metrics = new MetricsSet();

  /** `orderings` are in terms of the projected columns. */
  constructor(
    schema: Schema,
    generators: readonly LazyBatchGenerator[],
    projection?: readonly number[],
    orderings: readonly LexOrdering[] = [],
  ) {
    this.fullSchema = schema;
    this.generators = generators;
    this.projection = projection;
    this.orderings = orderings;
    this.schema = projection === undefined ? schema : schema.project(projection);
    // The order counts where it is asked for; the plan node itself does not announce it, as in DataFusion.
    this.properties = sourceProperties(this.schema, generators.length, {
      equivalence: EquivalenceProperties.withOrderings(this.schema, orderings),
      schedulingType: 'Cooperative',
      outputOrdering: () => undefined,
    });
  }

  children(): readonly ExecutionPlan[] {
    return [];
  }

  withNewChildren(): ExecutionPlan {
    return this;
  }

  metrics(): MetricsSet {
    return this.#metrics;
  }

  execute(partition: number, context: TaskContext): BatchStream {
    const baseline = new BaselineMetrics(this.#metrics, partition);
    const { schema, projection } = this;
    const generator = this.generators[partition]!;
    return meteredStream(schema, baseline, async function* () {
      const arena = new Arena();
      const batches = generator.generate(arena, context.config.execution.batchSize)[Symbol.iterator]();
      try {
        for (;;) {
          checkCancelled(context);
          arena.reset();
          const result = baseline.elapsedCompute.measure(() => batches.next());
          if (result.done === true) return;
          yield projectBatch(result.value, schema, projection);
        }
      } finally {
        batches.return?.();
        arena.release();
      }
    });
  }

  fmtAs(format: DisplayFormat): string {
    const generators = this.generators.map(String).join(', ');
    if (format === 'tree') return `batch_generators=${generators}`;
    return `LazyMemoryExec: partitions=${this.generators.length}, batch_generators=[${generators}]`;
  }
}
