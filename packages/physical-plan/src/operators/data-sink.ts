import { DataTypes, ExecutionError, field, ScalarValue, Schema } from '@datafusion-ts/common';
import { Arena, Batch, constantVector, nullCountOf } from '@datafusion-ts/compute';
import type { TaskContext } from '@datafusion-ts/execution';
import {
  EquivalenceProperties,
  singlePartition,
  unknownPartitioning,
  type Distribution,
  type LexRequirement,
} from '@datafusion-ts/physical-expr';
import type { DisplayFormat } from '../display/display-format.js';
import type { BatchStream, ExecutionPlan, OrderingRequirement } from '../execution-plan.js';
import type { MetricsSet } from '../metrics/metrics-set.js';
import { outputPartitionCount } from '../plan-defaults.js';
import { planProperties, type PlanProperties } from '../plan-properties.js';
import { batchStream } from '../stream/batch-stream.js';

/** Where INSERT and COPY write to. */
export interface DataSink {
  /** Schema of the rows it takes. */
  readonly schema: Schema;
  /** Writes all batches (each valid until the next) and returns the number of rows. */
  writeAll(input: BatchStream, context: TaskContext): Promise<number>;
  /** Text behind `sink=`, such as `MemoryTable (partitions=1)`. */
  fmtAs(format: DisplayFormat): string;
  metrics?(): MetricsSet | undefined;
}

/** Schema of what writing returns: one row, the number of rows written. */
export const COUNT_SCHEMA = new Schema([field('count', DataTypes.UInt64, false)]);

/** The same rows; throws when a column the sink does not take nulls for has one. */
function checked(input: BatchStream, schema: Schema): BatchStream {
  const risky = schema.fields.flatMap((f, i) =>
    !f.nullable && (input.schema.fields[i]?.nullable ?? false) ? [i] : [],
  );
  if (risky.length === 0) return input;
  return batchStream(input.schema, async function* () {
    for await (const batch of input) {
      const arena = new Arena();
      try {
        for (const i of risky) {
          if (nullCountOf(batch.column(i, arena)) === 0) continue;
          throw new ExecutionError(`Invalid batch column at '${i}' has null but schema specifies non-nullable`);
        }
      } finally {
        arena.release();
      }
      yield batch;
    }
  });
}

/** Writes its input to a sink and gives out the number of rows. `DataSinkExec: sink=MemoryTable (partitions=1)`. */
export class DataSinkExec implements ExecutionPlan {
  readonly name = 'DataSinkExec';
  readonly input: ExecutionPlan;
  readonly sink: DataSink;
  readonly sortOrder: LexRequirement | undefined;
  readonly schema = COUNT_SCHEMA;
  readonly properties: PlanProperties;

  constructor(input: ExecutionPlan, sink: DataSink, sortOrder?: LexRequirement) {
    this.input = input;
    this.sink = sink;
    this.sortOrder = sortOrder;
    this.properties = planProperties({
      equivalence: new EquivalenceProperties(COUNT_SCHEMA),
      partitioning: unknownPartitioning(1),
      emissionType: input.properties.emissionType,
      boundedness: input.properties.boundedness,
      evaluationType: 'Eager',
      schedulingType: 'Cooperative',
    });
  }

  children(): readonly ExecutionPlan[] {
    return [this.input];
  }

  withNewChildren(children: readonly ExecutionPlan[]): ExecutionPlan {
    return new DataSinkExec(children[0]!, this.sink, this.sortOrder);
  }

  requiredInputDistribution(): readonly Distribution[] {
    return [singlePartition];
  }

  requiredInputOrdering(): readonly (OrderingRequirement | undefined)[] {
    return [this.sortOrder === undefined ? undefined : { alternatives: [this.sortOrder], soft: false }];
  }

  maintainsInputOrder(): readonly boolean[] {
    return [outputPartitionCount(this.input) === 1];
  }

  benefitsFromInputPartitioning(): readonly boolean[] {
    return [false];
  }

  metrics(): MetricsSet | undefined {
    return this.sink.metrics?.();
  }

  execute(_partition: number, context: TaskContext): BatchStream {
    const { input, sink } = this;
    return batchStream(COUNT_SCHEMA, async function* () {
      const count = await sink.writeAll(checked(input.execute(0, context), sink.schema), context);
      yield new Batch(COUNT_SCHEMA, [constantVector(ScalarValue.uint64(BigInt(count)), 1)], 1);
    });
  }

  fmtAs(format: DisplayFormat): string {
    return format === 'tree' ? this.sink.fmtAs(format) : `DataSinkExec: sink=${this.sink.fmtAs(format)}`;
  }
}
