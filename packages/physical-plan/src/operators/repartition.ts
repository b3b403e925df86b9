import type { Schema, Statistics } from '@datafusion-ts/common';
import type { TaskContext } from '@datafusion-ts/execution';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { formatOrdering, formatPartitioning, type Partitioning } from '@datafusion-ts/physical-expr';
import type { DisplayFormat } from '../display/display-format.js';
import type { BatchStream, ExecutionPlan } from '../execution-plan.js';
import { BaselineMetrics, SpillMetrics } from '../metrics/baseline-metrics.js';
import { MetricsSet } from '../metrics/metrics-set.js';
import { outputPartitionCount, statisticsOf } from '../plan-defaults.js';
import { orderedColumnsOf, withProperties, type PlanProperties } from '../plan-properties.js';
import { mergeSortedStreams } from '../sorts/merge.js';
import { emptyStream, meteredStream } from '../stream/batch-stream.js';
import { chainStreams } from '../stream/collect.js';

/**
 * Spreads rows over a number of partitions: by turns, or by a hash so that equal keys meet.
 *
 * All partitions of a plan run on one thread, where spreading rows only costs: so inputs go on whole. By turns, input i
 * becomes part of output i; by hash, everything goes to output 0, where equal keys certainly meet, and the other outputs
 * are empty. Both are spreads that the plan's contract allows, batches pass without a copy, and both sides of a join that
 * are hashed alike still agree. With `preserveOrder` sorted inputs are merged, so that the output is sorted, too.
 *
 * Example: `RepartitionExec: partitioning=Hash([a@0], 4), input_partitions=1`.
 */
export class RepartitionExec implements ExecutionPlan {
  readonly name = 'RepartitionExec';
  readonly input: ExecutionPlan;
  readonly partitioning: Partitioning;
  readonly preserveOrder: boolean;
  readonly schema: Schema;
  readonly properties: PlanProperties;
  readonly cardinalityEffect = 'Equal';
  readonly #metrics = new MetricsSet();

  constructor(input: ExecutionPlan, partitioning: Partitioning, preserveOrder = false) {
    this.input = input;
    this.partitioning = partitioning;
    this.preserveOrder =
      preserveOrder && outputPartitionCount(input) > 1 && input.properties.outputOrdering !== undefined;
    this.schema = input.schema;
    const keepsOrder = this.#keepsOrder();
    this.properties = withProperties(input.properties, {
      equivalence: () => {
        const facts = input.properties.equivalence;
        const ordered = keepsOrder ? facts : facts.clearOrderings();
        return outputPartitionCount(input) > 1 ? ordered.clearPerPartitionConstants() : ordered;
      },
      orderedColumns: () => orderedColumnsOf(input.properties),
      partitioning,
      evaluationType: 'Eager',
      schedulingType: 'Cooperative',
    });
  }

  #keepsOrder(): boolean {
    return this.preserveOrder || outputPartitionCount(this.input) <= 1;
  }

  children(): readonly ExecutionPlan[] {
    return [this.input];
  }

  withNewChildren(children: readonly ExecutionPlan[]): ExecutionPlan {
    return new RepartitionExec(children[0]!, this.partitioning, this.preserveOrder);
  }

  /** The same exchange keeping the order of its input. */
  withPreserveOrder(): RepartitionExec {
    return new RepartitionExec(this.input, this.partitioning, true);
  }

  maintainsInputOrder(): readonly boolean[] {
    return [this.#keepsOrder()];
  }

  benefitsFromInputPartitioning(): readonly boolean[] {
    return [this.partitioning.kind === 'Hash'];
  }

  expressions(): readonly PhysicalExpr[] {
    return this.partitioning.kind === 'Hash' ? this.partitioning.exprs : [];
  }

  metrics(): MetricsSet {
    return this.#metrics;
  }

  partitionStatistics(_partition: number | undefined): Statistics {
    return statisticsOf(this.input);
  }

  execute(partition: number, context: TaskContext): BatchStream {
    new SpillMetrics(this.#metrics, partition);
    const baseline = new BaselineMetrics(this.#metrics, partition);
    const fetch = this.#metrics.time('fetch_time', partition);
    const repartition = this.#metrics.time('repartition_time', partition);
    const send = this.#metrics.time('send_time', partition, { labels: [['outputPartition', String(partition)]] });
    const source = this.#source(partition, context);
    return meteredStream(this.schema, baseline, async function* () {
      const iterator = source[Symbol.asyncIterator]();
      try {
        for (;;) {
          const stop = fetch.start();
          const result = await iterator.next();
          stop();
          if (result.done === true) return;
          repartition.addMilliseconds(0);
          send.addMilliseconds(0);
          baseline.elapsedCompute.addMilliseconds(0);
          yield result.value;
        }
      } finally {
        await iterator.return?.();
      }
    });
  }

  #source(partition: number, context: TaskContext): BatchStream {
    const { input, schema } = this;
    const mine = this.#inputsOf(partition);
    if (mine.length === 0) return emptyStream(schema);
    if (mine.length === 1) return input.execute(mine[0]!, context);
    const ordering = this.preserveOrder ? input.properties.outputOrdering : undefined;
    if (ordering === undefined)
      return chainStreams(
        schema,
        mine.map((i) => () => input.execute(i, context)),
        context,
      );
    return mergeSortedStreams({
      schema,
      streams: mine.map((i) => input.execute(i, context)),
      ordering,
      batchSize: context.config.execution.batchSize,
      context,
    });
  }

  /** Input partitions that flow into an output partition. */
  #inputsOf(partition: number): readonly number[] {
    const inputs = Array.from({ length: outputPartitionCount(this.input) }, (_, i) => i);
    if (this.partitioning.kind === 'Hash') return partition === 0 ? inputs : [];
    return inputs.filter((i) => i % this.partitioning.count === partition);
  }

  fmtAs(format: DisplayFormat): string {
    const inputs = outputPartitionCount(this.input);
    if (format === 'tree') {
      const order = this.preserveOrder ? `\npreserve_order=true` : '';
      return `partition_count(in->out)=${inputs} -> ${this.partitioning.count}\npartitioning_scheme=${formatPartitioning(this.partitioning)}${order}`;
    }
    const ordering = this.input.properties.outputOrdering;
    const order = this.preserveOrder
      ? `, preserve_order=true, sort_exprs=${formatOrdering(ordering!)}`
      : inputs <= 1 && ordering !== undefined
        ? ', maintains_sort_order=true'
        : '';
    return `RepartitionExec: partitioning=${formatPartitioning(this.partitioning)}, input_partitions=${inputs}${order}`;
  }
}
