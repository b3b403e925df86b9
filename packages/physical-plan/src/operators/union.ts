import { PlanError, Schema, type Field, type Statistics } from '@datafusion-ts/common';
import { checkCancelled, type TaskContext } from '@datafusion-ts/execution';
import {
  calculateUnion,
  equalExprs,
  EquivalenceProperties,
  OrderedColumns,
  unknownPartitioning,
  type Partitioning,
} from '@datafusion-ts/physical-expr';
import type { DisplayFormat } from '../display/display-format.js';
import type { BatchStream, ExecutionPlan } from '../execution-plan.js';
import { BaselineMetrics } from '../metrics/baseline-metrics.js';
import { MetricsSet } from '../metrics/metrics-set.js';
import { outputPartitionCount, statisticsOf } from '../plan-defaults.js';
import {
  BOUNDED,
  orderedColumnsOf,
  planProperties,
  type Boundedness,
  type EmissionType,
  type PlanProperties,
} from '../plan-properties.js';
import { meteredStream } from '../stream/batch-stream.js';
import { chainStreams } from '../stream/collect.js';
import { mergeStatistics } from './merge-statistics.js';
import { projectBatch } from './project-batch.js';

/** UNION ALL: the partitions of all inputs, one after the other. `UnionExec`. */
export class UnionExec implements ExecutionPlan {
  readonly name = 'UnionExec';
  readonly inputs: readonly ExecutionPlan[];
  readonly schema: Schema;
  readonly properties: PlanProperties;
  readonly supportsLimitPushdown = true;
  readonly cardinalityEffect = 'GreaterEqual';
  readonly #metrics = new MetricsSet();

  constructor(inputs: readonly ExecutionPlan[]) {
    this.inputs = inputs;
    this.schema = unionSchema(inputs);
    const { schema } = this;
    this.properties = planProperties({
      equivalence: () =>
        calculateUnion(
          inputs.map((input) => input.properties.equivalence),
          schema,
        ),
      orderedColumns: () =>
        inputs.reduce((known, input) => known.or(orderedColumnsOf(input.properties)), OrderedColumns.none),
      partitioning: unknownPartitioning(inputs.reduce((sum, input) => sum + outputPartitionCount(input), 0)),
      emissionType: () => unionEmission(inputs),
      boundedness: unionBoundedness(inputs),
    });
  }

  children(): readonly ExecutionPlan[] {
    return this.inputs;
  }

  withNewChildren(children: readonly ExecutionPlan[]): ExecutionPlan {
    return new UnionExec(children);
  }

  /** Kept when the union as a whole has an ordering: then each input has it. */
  maintainsInputOrder(): readonly boolean[] {
    const ordering = this.properties.outputOrdering;
    if (ordering === undefined) return this.inputs.map(() => false);
    return this.inputs.map((input) => {
      const own = input.properties.outputOrdering;
      return own !== undefined && input.properties.equivalence.getFinerOrdering(own, ordering) !== undefined;
    });
  }

  benefitsFromInputPartitioning(): readonly boolean[] {
    return this.inputs.map(() => false);
  }

  metrics(): MetricsSet {
    return this.#metrics;
  }

  partitionStatistics(partition: number | undefined): Statistics {
    if (partition === undefined)
      return mergeStatistics(
        this.inputs.map((input) => statisticsOf(input)),
        this.schema,
      );
    const { input, index } = this.#locate(partition);
    return statisticsOf(input, index);
  }

  execute(partition: number, context: TaskContext): BatchStream {
    const baseline = new BaselineMetrics(this.#metrics, partition);
    const { input, index } = this.#locate(partition);
    const { schema } = this;
    return meteredStream(schema, baseline, async function* () {
      for await (const batch of input.execute(index, context)) {
        checkCancelled(context);
        yield projectBatch(batch, schema, undefined);
      }
    });
  }

  #locate(partition: number): { readonly input: ExecutionPlan; readonly index: number } {
    let index = partition;
    for (const input of this.inputs) {
      const count = outputPartitionCount(input);
      if (index < count) return { input, index };
      index -= count;
    }
    throw new RangeError(`Partition ${partition} not found in Union`);
  }

  fmtAs(format: DisplayFormat): string {
    return format === 'tree' ? '' : 'UnionExec';
  }
}

/**
 * UNION ALL of inputs hashed alike: partition i is made of the i-th partitions of all inputs, so that the hashing is
 * kept. `InterleaveExec`.
 */
export class InterleaveExec implements ExecutionPlan {
  readonly name = 'InterleaveExec';
  readonly inputs: readonly ExecutionPlan[];
  readonly schema: Schema;
  readonly properties: PlanProperties;
  readonly cardinalityEffect = 'GreaterEqual';
  readonly #metrics = new MetricsSet();

  constructor(inputs: readonly ExecutionPlan[]) {
    if (!canInterleave(inputs)) {
      throw new PlanError('Not all InterleaveExec children have a consistent hash partitioning');
    }
    this.inputs = inputs;
    this.schema = unionSchema(inputs);
    this.properties = planProperties({
      equivalence: new EquivalenceProperties(this.schema),
      partitioning: inputs[0]!.properties.partitioning,
      emissionType: () => unionEmission(inputs),
      boundedness: unionBoundedness(inputs),
    });
  }

  children(): readonly ExecutionPlan[] {
    return this.inputs;
  }

  withNewChildren(children: readonly ExecutionPlan[]): ExecutionPlan {
    return new InterleaveExec(children);
  }

  benefitsFromInputPartitioning(): readonly boolean[] {
    return this.inputs.map(() => false);
  }

  metrics(): MetricsSet {
    return this.#metrics;
  }

  partitionStatistics(partition: number | undefined): Statistics {
    return mergeStatistics(
      this.inputs.map((input) => statisticsOf(input, partition)),
      this.schema,
    );
  }

  execute(partition: number, context: TaskContext): BatchStream {
    const baseline = new BaselineMetrics(this.#metrics, partition);
    const { inputs, schema } = this;
    const chained = chainStreams(
      schema,
      inputs.map((input) => () => input.execute(partition, context)),
      context,
    );
    return meteredStream(schema, baseline, async function* () {
      for await (const batch of chained) yield projectBatch(batch, schema, undefined);
    });
  }

  fmtAs(format: DisplayFormat): string {
    return format === 'tree' ? '' : 'InterleaveExec';
  }
}

/** True when all inputs are hashed by the same expressions into the same number of partitions. */
export function canInterleave(inputs: readonly ExecutionPlan[]): boolean {
  const first = inputs[0]?.properties.partitioning;
  if (first?.kind !== 'Hash') return false;
  return inputs.every((input) => sameHash(first, input.properties.partitioning));
}

function sameHash(a: Extract<Partitioning, { kind: 'Hash' }>, b: Partitioning): boolean {
  return b.kind === 'Hash' && a.count === b.count && equalExprs(a.exprs, b.exprs);
}

/** Names and types of the first input; a column is nullable when any input's is. */
function unionSchema(inputs: readonly ExecutionPlan[]): Schema {
  const first = inputs[0]!.schema;
  const fields = first.fields.map((own, i): Field => {
    const all = inputs.map((input) => input.schema.fields[i]!);
    const metadata = new Map(all.flatMap((field) => [...(field.metadata ?? [])]));
    const nullable = all.some((field) => field.nullable);
    return metadata.size === 0
      ? { name: own.name, dataType: own.dataType, nullable }
      : { name: own.name, dataType: own.dataType, nullable, metadata };
  });
  return new Schema(fields, new Map(inputs.flatMap((input) => [...input.schema.metadata])));
}

function unionEmission(inputs: readonly ExecutionPlan[]): EmissionType {
  const kinds = inputs.map((input) => input.properties.emissionType);
  if (kinds.includes('Both')) return 'Both';
  return kinds.includes('Incremental') && kinds.includes('Final') ? 'Both' : kinds[0]!;
}

function unionBoundedness(inputs: readonly ExecutionPlan[]): Boundedness {
  const unbounded = inputs.map((input) => input.properties.boundedness).filter((b) => b.kind === 'Unbounded');
  return unbounded.find((b) => b.kind === 'Unbounded' && b.requiresInfiniteMemory) ?? unbounded[0] ?? BOUNDED;
}
