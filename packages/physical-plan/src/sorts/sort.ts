import { statisticsWithFetch, ScalarValue, type Schema, type Statistics } from '@datafusion-ts/common';
import { Arena, sliceBatch, type Batch } from '@datafusion-ts/compute';
import { checkCancelled, type TaskContext } from '@datafusion-ts/execution';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import {
  collapseOrdering,
  DynamicFilterPhysicalExpr,
  formatOrdering,
  Literal,
  singlePartition,
  unknownPartitioning,
  unspecifiedDistribution,
  type Distribution,
  type LexOrdering,
} from '@datafusion-ts/physical-expr';
import type { DisplayFormat } from '../display/display-format.js';
import type { BatchStream, ExecutionPlan } from '../execution-plan.js';
import { limitBatches } from '../limits/limit-batches.js';
import { BaselineMetrics, SpillMetrics } from '../metrics/baseline-metrics.js';
import { MetricsSet } from '../metrics/metrics-set.js';
import { givesAlike, outputPartitionCount, statisticsOf } from '../plan-defaults.js';
import { lazily, mayBeOrdered, orderedColumnsOf, withProperties, type PlanProperties } from '../plan-properties.js';
import { RepartitionExec } from '../operators/repartition.js';
import { perExecution } from '../stream/per-execution.js';
import { meteredStream } from '../stream/batch-stream.js';
import { ExternalSorter } from './external-sorter.js';
import type { RowPruner } from './row-pruner.js';
import { splitByPrefix } from './prefix-groups.js';
import { TopK } from './top-k.js';
import { executeShared } from '../operators/shared/share-sub-plans.js';

/** Parts of a sort that most do not have. */
export interface SortExecOptions {
  /** Only the first rows of each partition: a heap instead of a sort. */
  readonly fetch?: number | undefined;
  /** Sort each partition by itself; default: all rows, which needs a single partition. */
  readonly preservePartitioning?: boolean;
  /** Where a top-k publishes its threshold. */
  readonly filter?: DynamicFilterPhysicalExpr | undefined;
}

/**
 * Sorts its input: in memory while that lasts, then with runs on disk. With `fetch` it keeps only the first rows.
 *
 * Example: `SortExec: TopK(fetch=10), expr=[a@0 ASC NULLS LAST], preserve_partitioning=[false]`.
 */
export class SortExec implements ExecutionPlan {
  readonly name: string;
  readonly ordering: LexOrdering;
  readonly input: ExecutionPlan;
  readonly fetch: number | undefined;
  readonly preservePartitioning: boolean;
  /** The dynamic filter of a top-k; undefined without fetch. */
  readonly filter: DynamicFilterPhysicalExpr | undefined;
  readonly schema: Schema;
  readonly properties: PlanProperties;
  readonly supportsLimitPushdown = false;
  readonly #metrics = new MetricsSet();
  /** What the first rows of an earlier run were, such as a round of a recursive query, is no bound for those of this one. */
  readonly #forgetLastRun = perExecution(() => this.resetState());
  /** How far the input is ordered already. */
  readonly #given: () => { readonly prefix: LexOrdering; readonly satisfied: boolean };

  /** `kept`: a sort by the same keys over an input whose columns and properties are the same. */
  constructor(ordering: LexOrdering, input: ExecutionPlan, options: SortExecOptions = {}, kept?: SortExec) {
    this.ordering = ordering;
    this.input = input;
    this.fetch = options.fetch;
    this.name = options.fetch === undefined ? 'SortExec' : 'SortExec(TopK)';
    this.preservePartitioning = options.preservePartitioning ?? false;
    this.filter = options.fetch === undefined ? undefined : (options.filter ?? newFilter(ordering));
    this.schema = input.schema;
    if (kept !== undefined && kept.preservePartitioning === this.preservePartitioning) {
      this.#given = kept.#given;
      this.properties = kept.properties;
      return;
    }
    const { properties } = input;
    const given = lazily(() =>
      ordering.length > 0 && !mayBeOrdered(properties, ordering[0]!.expr)
        ? { prefix: [], satisfied: false }
        : properties.equivalence.extractCommonSortPrefix(ordering),
    );
    this.#given = given;
    const facts = lazily(() => properties.equivalence.reorder(ordering));
    this.properties = withProperties(properties, {
      equivalence: facts,
      outputOrdering: () => {
        const columns = orderedColumnsOf(properties);
        // Keys that nothing is known of stay as they are.
        const plain = ordering.length > 0 && ordering.every(({ expr }) => columns.isUnrelated(expr));
        return plain ? collapseOrdering(ordering) : facts().outputOrdering();
      },
      orderedColumns: () => orderedColumnsOf(properties).sortedBy(ordering),
      partitioning: this.preservePartitioning ? properties.partitioning : unknownPartitioning(1),
      emissionType: () => (given().satisfied ? properties.emissionType : 'Final'),
    });
  }

  /** Keys of the ordering by which the input is ordered already. */
  get commonPrefix(): LexOrdering {
    return this.#given().prefix;
  }

  children(): readonly ExecutionPlan[] {
    return [this.input];
  }

  get #options(): SortExecOptions {
    return { fetch: this.fetch, preservePartitioning: this.preservePartitioning, filter: this.filter };
  }

  withNewChildren(children: readonly ExecutionPlan[]): ExecutionPlan {
    const input = children[0]!;
    return new SortExec(this.ordering, input, this.#options, givesAlike(input, this.input) ? this : undefined);
  }

  withFetch(fetch: number | undefined): ExecutionPlan {
    return new SortExec(this.ordering, this.input, { ...this.#options, fetch }, this);
  }

  withPreservePartitioning(preservePartitioning: boolean): SortExec {
    return new SortExec(this.ordering, this.input, { ...this.#options, preservePartitioning });
  }

  requiredInputDistribution(): readonly Distribution[] {
    return [this.preservePartitioning ? unspecifiedDistribution : singlePartition];
  }

  benefitsFromInputPartitioning(): readonly boolean[] {
    return [false];
  }

  get cardinalityEffect(): 'Equal' | 'LowerEqual' {
    return this.fetch === undefined ? 'Equal' : 'LowerEqual';
  }

  expressions(): readonly PhysicalExpr[] {
    return this.ordering.map((key) => key.expr);
  }

  metrics(): MetricsSet {
    return this.#metrics;
  }

  resetState(): void {
    this.filter?.reset();
  }

  partitionStatistics(partition: number | undefined): Statistics {
    const statistics = statisticsOf(this.input, this.preservePartitioning ? partition : undefined);
    // As in DataFusion the rows of one partition, even where every partition gives as many.
    return this.fetch === undefined ? statistics : statisticsWithFetch(statistics, this.fetch, 0);
  }

  execute(partition: number, context: TaskContext): BatchStream {
    return executeShared(this, partition, context, (own) => this.#start(partition, own));
  }

  #start(partition: number, context: TaskContext): BatchStream {
    const { input, fetch } = this;
    const baseline = new BaselineMetrics(this.#metrics, partition);
    if (this.#given().satisfied) {
      return meteredStream(this.schema, baseline, () =>
        limitBatches(input.execute(partition, context), 0, fetch, context),
      );
    }
    if (fetch !== undefined) return this.#topK(partition, fetch, baseline, context);
    return this.#fullSort(partition, baseline, context, undefined);
  }

  /** Like `execute`, without rows that `pruner`, which is released with the stream, leaves out; all if nothing is sorted. */
  executePruned(partition: number, context: TaskContext, pruner: RowPruner): BatchStream {
    if (this.#given().satisfied || this.fetch !== undefined) {
      pruner.release();
      return this.execute(partition, context);
    }
    return this.#fullSort(partition, new BaselineMetrics(this.#metrics, partition), context, pruner);
  }

  #fullSort(
    partition: number,
    baseline: BaselineMetrics,
    context: TaskContext,
    pruner: RowPruner | undefined,
  ): BatchStream {
    const spill = new SpillMetrics(this.#metrics, partition);
    const { input, schema, ordering } = this;
    return meteredStream(schema, baseline, async function* () {
      const sorter = new ExternalSorter(partition, schema, ordering, context, { baseline, spill });
      try {
        for await (const batch of input.execute(partition, context)) {
          checkCancelled(context);
          const rows = pruner === undefined ? batch : baseline.elapsedCompute.measure(() => pruner.prune(batch));
          await sorter.insert(rows);
        }
        // Merging and what is above need the memory.
        pruner?.release();
        for await (const batch of sorter.sorted()) {
          checkCancelled(context);
          yield batch;
        }
      } finally {
        sorter.release();
        pruner?.release();
      }
    });
  }

  #topK(partition: number, fetch: number, baseline: BaselineMetrics, context: TaskContext): BatchStream {
    this.#forgetLastRun(context);
    const replacements = this.#metrics.counter('row_replacements', partition);
    const { input, schema, ordering, filter, commonPrefix } = this;
    // Behind an exchange by hash a partition has other rows than DataFusion's: ties cannot come out alike.
    const heapTies = outputPartitionCount(input) === 1 || !readsHashExchange(input);
    return meteredStream(schema, baseline, async function* () {
      const top = new TopK(partition, schema, ordering, fetch, context, { filter, replacements, heapTies });
      const done = prefixWatch(commonPrefix, top);
      try {
        for await (const batch of input.execute(partition, context)) {
          checkCancelled(context);
          baseline.elapsedCompute.measure(() => top.insert(batch));
          if (done(batch)) break;
        }
        const result = baseline.elapsedCompute.measure(() => top.result());
        if (result !== undefined) yield* slicesOf(result, context.config.execution.batchSize);
      } finally {
        top.release();
      }
    });
  }

  fmtAs(format: DisplayFormat): string {
    const keys = formatOrdering(this.ordering);
    if (format === 'tree') return this.fetch === undefined ? keys : `${keys}\nlimit=${this.fetch}`;
    const preserve = `preserve_partitioning=[${this.preservePartitioning}]`;
    if (this.fetch === undefined) return `SortExec: expr=[${keys}], ${preserve}`;
    const filter =
      this.filter === undefined || this.filter.isEmpty ? '' : `, filter=[${this.filter.current().toString()}]`;
    const prefix = this.commonPrefix.length === 0 ? '' : `, sort_prefix=[${formatOrdering(this.commonPrefix)}]`;
    return `SortExec: TopK(fetch=${this.fetch}), expr=[${keys}], ${preserve}${filter}${prefix}`;
  }
}

function newFilter(ordering: LexOrdering): DynamicFilterPhysicalExpr {
  return new DynamicFilterPhysicalExpr(
    ordering.map((key) => key.expr),
    new Literal(ScalarValue.boolean(true)),
  );
}

/** A batch in pieces of at most `batchSize` rows. */
function* slicesOf(batch: Batch, batchSize: number): Iterable<Batch> {
  const arena = new Arena();
  try {
    for (let offset = 0; offset < batch.rowCount; offset += batchSize) {
      arena.reset();
      yield sliceBatch(batch, offset, Math.min(batchSize, batch.rowCount - offset), arena);
    }
  } finally {
    arena.release();
  }
}

/** With input ordered by a prefix of the keys, no later row can win once the prefix is behind the threshold. */
function prefixWatch(prefix: LexOrdering, top: TopK): (batch: Batch) => boolean {
  if (prefix.length === 0) return () => false;
  const beyond = splitByPrefix(prefix);
  return (batch) => {
    const { threshold } = top;
    return threshold !== undefined && batch.rowCount > 0 && beyond.isBehind(batch, threshold.slice(0, prefix.length));
  };
}

/** True when rows come, as far as partitions go, from an exchange by hash. */
function readsHashExchange(plan: ExecutionPlan): boolean {
  if (plan instanceof RepartitionExec) return plan.partitioning.kind === 'Hash' || readsHashExchange(plan.input);
  return outputPartitionCount(plan) > 1 && plan.children().some(readsHashExchange);
}
