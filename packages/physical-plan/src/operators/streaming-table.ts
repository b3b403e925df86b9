import type { Schema } from '@datafusion-ts/common';
import type { Batch } from '@datafusion-ts/compute';
import { checkCancelled, type TaskContext } from '@datafusion-ts/execution';
import {
  EquivalenceProperties,
  formatOrdering,
  unknownPartitioning,
  type LexOrdering,
} from '@datafusion-ts/physical-expr';
import type { DisplayFormat } from '../display/display-format.js';
import type { BatchStream, ExecutionPlan } from '../execution-plan.js';
import { limitBatches } from '../limits/limit-batches.js';
import { BaselineMetrics } from '../metrics/baseline-metrics.js';
import { MetricsSet } from '../metrics/metrics-set.js';
import { BOUNDED, planProperties, type PlanProperties } from '../plan-properties.js';
import { batchStream, meteredStream } from '../stream/batch-stream.js';
import { projectBatch } from './project-batch.js';

/** A source of batches that may never end; one a partition. */
export interface PartitionStream {
  readonly schema: Schema;
  execute(context: TaskContext): BatchStream;
}

/** Parts of a {@link StreamingTableExec}. */
export interface StreamingTableParts {
  /** Schema of the partitions' batches. */
  readonly schema: Schema;
  readonly partitions: readonly PartitionStream[];
  readonly projection?: readonly number[] | undefined;
  /** Orderings of each partition, in terms of the projected columns. */
  readonly orderings?: readonly LexOrdering[];
  readonly infinite: boolean;
  readonly fetch?: number | undefined;
}

/**
 * Reads streams made by somebody else.
 *
 * Example: `StreamingTableExec: partition_sizes=1, projection=[a], infinite_source=true`.
 */
export class StreamingTableExec implements ExecutionPlan {
  readonly name = 'StreamingTableExec';
  readonly parts: StreamingTableParts;
  readonly schema: Schema;
  readonly properties: PlanProperties;
  readonly fetch: number | undefined;
  readonly #metrics = new MetricsSet();

  constructor(parts: StreamingTableParts) {
    this.parts = parts;
    this.fetch = parts.fetch;
    this.schema = parts.projection === undefined ? parts.schema : parts.schema.project(parts.projection);
    this.properties = planProperties({
      equivalence: EquivalenceProperties.withOrderings(this.schema, parts.orderings ?? []),
      partitioning: unknownPartitioning(parts.partitions.length),
      schedulingType: 'Cooperative',
      boundedness: parts.infinite ? { kind: 'Unbounded', requiresInfiniteMemory: false } : BOUNDED,
    });
  }

  children(): readonly ExecutionPlan[] {
    return [];
  }

  withNewChildren(): ExecutionPlan {
    return this;
  }

  withFetch(fetch: number | undefined): ExecutionPlan {
    return new StreamingTableExec({ ...this.parts, fetch });
  }

  metrics(): MetricsSet {
    return this.#metrics;
  }

  execute(partition: number, context: TaskContext): BatchStream {
    const baseline = new BaselineMetrics(this.#metrics, partition);
    const projected = batchStream(this.schema, () => this.#read(partition, context));
    return meteredStream(this.schema, baseline, () => limitBatches(projected, 0, this.fetch, context));
  }

  async *#read(partition: number, context: TaskContext): AsyncGenerator<Batch, void, undefined> {
    for await (const batch of this.parts.partitions[partition]!.execute(context)) {
      checkCancelled(context);
      yield projectBatch(batch, this.schema, this.parts.projection);
    }
  }

  fmtAs(format: DisplayFormat): string {
    const { infinite, fetch, partitions } = this.parts;
    if (format === 'tree') return `${infinite ? `infinite=${infinite}\n` : ''}limit=${fetch ?? 'None'}\n`;
    const orderings = this.properties.equivalence.orderings.orderings.map(
      (ordering) => `[${formatOrdering(ordering)}]`,
    );
    return [
      `StreamingTableExec: partition_sizes=${partitions.length}`,
      ...(this.schema.fields.length === 0
        ? []
        : [`projection=[${this.schema.fields.map((field) => field.name).join(', ')}]`]),
      ...(infinite ? ['infinite_source=true'] : []),
      ...(fetch === undefined ? [] : [`fetch=${fetch}`]),
      ...(orderings.length === 0
        ? []
        : [orderings.length === 1 ? `output_ordering=${orderings[0]!}` : `output_orderings=[${orderings.join(', ')}]`]),
    ].join(', ');
  }
}
