import { statisticsWithFetch, type Schema, type Statistics } from '@datafusion-ts/common';
import type { TaskContext } from '@datafusion-ts/execution';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import {
  formatOrdering,
  formatOrderingSql,
  unknownPartitioning,
  type Distribution,
  type LexOrdering,
} from '@datafusion-ts/physical-expr';
import type { DisplayFormat } from '../display/display-format.js';
import type { BatchStream, ExecutionPlan, OrderingRequirement } from '../execution-plan.js';
import { limitBatches } from '../limits/limit-batches.js';
import { BaselineMetrics } from '../metrics/baseline-metrics.js';
import { MetricsSet } from '../metrics/metrics-set.js';
import { outputPartitionCount, statisticsOf } from '../plan-defaults.js';
import { orderedColumnsOf, withProperties, type PlanProperties } from '../plan-properties.js';
import { meteredStream } from '../stream/batch-stream.js';
import { mergeSortedStreams } from './merge.js';

/**
 * Merges sorted partitions into one sorted partition.
 *
 * Example: `SortPreservingMergeExec: [b@0 ASC NULLS LAST], fetch=2`.
 */
export class SortPreservingMergeExec implements ExecutionPlan {
  readonly name = 'SortPreservingMergeExec';
  readonly ordering: LexOrdering;
  readonly input: ExecutionPlan;
  readonly fetch: number | undefined;
  readonly schema: Schema;
  readonly properties: PlanProperties;
  readonly supportsLimitPushdown = true;
  readonly cardinalityEffect = 'Equal';
  readonly #metrics = new MetricsSet();

  constructor(ordering: LexOrdering, input: ExecutionPlan, fetch?: number) {
    this.ordering = ordering;
    this.input = input;
    this.fetch = fetch;
    this.schema = input.schema;
    this.properties = withProperties(input.properties, {
      equivalence: () => input.properties.equivalence.clearPerPartitionConstants().addOrdering(ordering),
      orderedColumns: () => orderedColumnsOf(input.properties).sortedBy(ordering),
      partitioning: unknownPartitioning(1),
      evaluationType: 'Eager',
      schedulingType: 'Cooperative',
    });
  }

  children(): readonly ExecutionPlan[] {
    return [this.input];
  }

  withNewChildren(children: readonly ExecutionPlan[]): ExecutionPlan {
    return new SortPreservingMergeExec(this.ordering, children[0]!, this.fetch);
  }

  withFetch(fetch: number | undefined): ExecutionPlan {
    return new SortPreservingMergeExec(this.ordering, this.input, fetch);
  }

  requiredInputDistribution(): readonly Distribution[] {
    return [{ kind: 'UnspecifiedDistribution' }];
  }

  requiredInputOrdering(): readonly OrderingRequirement[] {
    return [{ alternatives: [this.ordering], soft: false }];
  }

  maintainsInputOrder(): readonly boolean[] {
    return [true];
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

  partitionStatistics(_partition: number | undefined): Statistics {
    const statistics = statisticsOf(this.input);
    return this.fetch === undefined ? statistics : statisticsWithFetch(statistics, this.fetch, 0);
  }

  execute(partition: number, context: TaskContext): BatchStream {
    const baseline = new BaselineMetrics(this.#metrics, partition);
    const { input, schema, ordering, fetch } = this;
    const count = outputPartitionCount(input);
    if (count === 1) {
      return meteredStream(schema, baseline, () => limitBatches(input.execute(0, context), 0, fetch, context));
    }
    const merged = mergeSortedStreams({
      schema,
      streams: Array.from({ length: count }, (_, i) => input.execute(i, context)),
      ordering,
      batchSize: context.config.execution.batchSize,
      fetch,
      context,
      elapsed: baseline.elapsedCompute,
    });
    return meteredStream(schema, baseline, async function* () {
      yield* merged;
    });
  }

  fmtAs(format: DisplayFormat): string {
    if (format === 'tree') {
      const limit = this.fetch === undefined ? '' : `limit=${this.fetch}\n`;
      return `${limit}${formatOrderingSql(this.ordering)}`;
    }
    const fetch = this.fetch === undefined ? '' : `, fetch=${this.fetch}`;
    return `SortPreservingMergeExec: [${formatOrdering(this.ordering)}]${fetch}`;
  }
}
