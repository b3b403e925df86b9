import { statisticsWithFetch, type Schema, type Statistics } from '@datafusion-ts/common';
import { Arena, copyBatch, sliceBatch, type Batch } from '@datafusion-ts/compute';
import { checkCancelled, MemoryConsumer, type TaskContext } from '@datafusion-ts/execution';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import {
  formatOrdering,
  singlePartition,
  unknownPartitioning,
  unspecifiedDistribution,
  type Distribution,
  type LexOrdering,
} from '@datafusion-ts/physical-expr';
import type { DisplayFormat } from '../display/display-format.js';
import type { BatchStream, ExecutionPlan } from '../execution-plan.js';
import { limitBatches } from '../limits/limit-batches.js';
import { BaselineMetrics } from '../metrics/baseline-metrics.js';
import { MetricsSet } from '../metrics/metrics-set.js';
import { statisticsOf } from '../plan-defaults.js';
import { orderedColumnsOf, withProperties, type PlanProperties } from '../plan-properties.js';
import { batchStream, meteredStream } from '../stream/batch-stream.js';
import { splitByPrefix } from './prefix-groups.js';
import { sortBatches, takeSorted } from './sort-batches.js';

/**
 * Sorts rows that are ordered by the first keys already: rows with equal first keys are sorted among themselves as soon
 * as the next group begins, so that memory holds one group at a time and unbounded inputs can be sorted.
 *
 * Example: `PartialSortExec: expr=[a@0 ASC, b@1 ASC], common_prefix_length=[1]`.
 */
export class PartialSortExec implements ExecutionPlan {
  readonly name = 'PartialSortExec';
  readonly ordering: LexOrdering;
  readonly input: ExecutionPlan;
  readonly commonPrefixLength: number;
  readonly preservePartitioning: boolean;
  readonly fetch: number | undefined;
  readonly schema: Schema;
  readonly properties: PlanProperties;
  readonly #metrics = new MetricsSet();

  constructor(
    ordering: LexOrdering,
    input: ExecutionPlan,
    commonPrefixLength: number,
    options: { readonly preservePartitioning?: boolean; readonly fetch?: number | undefined } = {},
  ) {
    this.ordering = ordering;
    this.input = input;
    this.commonPrefixLength = commonPrefixLength;
    this.preservePartitioning = options.preservePartitioning ?? false;
    this.fetch = options.fetch;
    this.schema = input.schema;
    this.properties = withProperties(input.properties, {
      equivalence: () => input.properties.equivalence.reorder(ordering),
      orderedColumns: () => orderedColumnsOf(input.properties).sortedBy(ordering),
      partitioning: this.preservePartitioning ? input.properties.partitioning : unknownPartitioning(1),
    });
  }

  children(): readonly ExecutionPlan[] {
    return [this.input];
  }

  withNewChildren(children: readonly ExecutionPlan[]): ExecutionPlan {
    return new PartialSortExec(this.ordering, children[0]!, this.commonPrefixLength, this);
  }

  withFetch(fetch: number | undefined): ExecutionPlan {
    return new PartialSortExec(this.ordering, this.input, this.commonPrefixLength, {
      preservePartitioning: this.preservePartitioning,
      fetch,
    });
  }

  requiredInputDistribution(): readonly Distribution[] {
    return [this.preservePartitioning ? unspecifiedDistribution : singlePartition];
  }

  benefitsFromInputPartitioning(): readonly boolean[] {
    return [false];
  }

  expressions(): readonly PhysicalExpr[] {
    return this.ordering.map((key) => key.expr);
  }

  metrics(): MetricsSet {
    return this.#metrics;
  }

  partitionStatistics(partition: number | undefined): Statistics {
    const statistics = statisticsOf(this.input, partition);
    return this.fetch === undefined ? statistics : statisticsWithFetch(statistics, this.fetch, 0);
  }

  execute(partition: number, context: TaskContext): BatchStream {
    const baseline = new BaselineMetrics(this.#metrics, partition);
    const sorted = batchStream(this.schema, () => this.#sortGroups(partition, context, baseline));
    return meteredStream(this.schema, baseline, () => limitBatches(sorted, 0, this.fetch, context));
  }

  async *#sortGroups(
    partition: number,
    context: TaskContext,
    baseline: BaselineMetrics,
  ): AsyncGenerator<Batch, void, undefined> {
    const reservation = new MemoryConsumer(`PartialSortExec[${partition}]`).register(context.runtime.memoryPool);
    const kept = new Arena(reservation);
    const scratch = new Arena();
    const output = new Arena();
    const current = new Arena();
    const prefix = splitByPrefix(this.ordering.slice(0, this.commonPrefixLength));
    const { batchSize } = context.config.execution;
    let waiting: Batch[] = [];
    const drain = (): Iterable<Batch> => {
      const stop = baseline.elapsedCompute.start();
      const rows = sortBatches(this.schema, waiting, this.ordering, undefined, scratch);
      stop();
      return takeSorted(rows, batchSize, output);
    };
    const clear = (): void => {
      waiting = [];
      kept.reset();
      scratch.reset();
    };
    try {
      for await (const incoming of this.input.execute(partition, context)) {
        checkCancelled(context);
        if (incoming.rowCount === 0) continue;
        current.reset();
        const batch = incoming.compact(current);
        const fresh = prefix.startsNewGroup(batch);
        const groups = prefix.groupStarts(batch, scratch);
        prefix.remember(batch);
        if (fresh && waiting.length > 0) {
          yield* drain();
          clear();
        }
        const last = groups.at(-1)!;
        if (last > 0) {
          waiting.push(copyBatch(sliceBatch(batch, 0, last, scratch), kept));
          yield* drain();
          clear();
        }
        waiting.push(copyBatch(sliceBatch(batch, last, batch.rowCount - last, scratch), kept));
      }
      if (waiting.length > 0) yield* drain();
    } finally {
      kept.release();
      scratch.release();
      output.release();
      current.release();
      reservation.release();
    }
  }

  fmtAs(format: DisplayFormat): string {
    const keys = formatOrdering(this.ordering);
    if (format === 'tree') return this.fetch === undefined ? keys : `${keys}\nlimit=${this.fetch}`;
    const top = this.fetch === undefined ? '' : `TopK(fetch=${this.fetch}), `;
    return `PartialSortExec: ${top}expr=[${keys}], common_prefix_length=[${this.commonPrefixLength}]`;
  }
}
