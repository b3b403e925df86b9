import { ABSENT, exact, UNKNOWN_COLUMN, unknownStatistics, type Schema, type Statistics } from '@datafusion-ts/common';
import type { DisplayFormat } from '../display/display-format.js';
import type { BatchStream, ExecutionPlan } from '../execution-plan.js';
import { sourceProperties, type PlanProperties } from '../plan-properties.js';
import { emptyStream } from '../stream/batch-stream.js';

/** No rows. `EmptyExec`. */
export class EmptyExec implements ExecutionPlan {
  readonly name = 'EmptyExec';
  readonly schema: Schema;
  readonly partitions: number;
  readonly properties: PlanProperties;

  constructor(schema: Schema, partitions = 1) {
    this.schema = schema;
    this.partitions = partitions;
    this.properties = sourceProperties(schema, partitions, { schedulingType: 'Cooperative' });
  }

  /** The same with another number of partitions, all empty. */
  withPartitions(partitions: number): EmptyExec {
    return new EmptyExec(this.schema, partitions);
  }

  children(): readonly ExecutionPlan[] {
    return [];
  }

  withNewChildren(): ExecutionPlan {
    return this;
  }

  partitionStatistics(_partition: number | undefined): Statistics {
    const columnStatistics = this.schema.fields.map(() => ({
      ...UNKNOWN_COLUMN,
      nullCount: exact(0),
      distinctCount: exact(0),
      byteSize: exact(0),
    }));
    return { ...unknownStatistics(this.schema), numRows: exact(0), totalByteSize: ABSENT, columnStatistics };
  }

  execute(): BatchStream {
    return emptyStream(this.schema);
  }

  fmtAs(format: DisplayFormat): string {
    return format === 'tree' ? '' : 'EmptyExec';
  }
}
