import { calculateTotalByteSize, exact, unknownStatistics, type Schema, type Statistics } from '@datafusion-ts/common';
import { Batch, nullVector } from '@datafusion-ts/compute';
import type { DisplayFormat } from '../display/display-format.js';
import type { BatchStream, ExecutionPlan } from '../execution-plan.js';
import { sourceProperties, type PlanProperties } from '../plan-properties.js';
import { streamOf } from '../stream/batch-stream.js';

/** One row of nulls: what `SELECT 1` reads from. `PlaceholderRowExec`. */
export class PlaceholderRowExec implements ExecutionPlan {
  readonly name = 'PlaceholderRowExec';
  readonly schema: Schema;
  readonly partitions: number;
  readonly properties: PlanProperties;

  constructor(schema: Schema, partitions = 1) {
    this.schema = schema;
    this.partitions = partitions;
    this.properties = sourceProperties(schema, partitions, { schedulingType: 'Cooperative' });
  }

  withPartitions(partitions: number): PlaceholderRowExec {
    return new PlaceholderRowExec(this.schema, partitions);
  }

  children(): readonly ExecutionPlan[] {
    return [];
  }

  withNewChildren(): ExecutionPlan {
    return this;
  }

  partitionStatistics(partition: number | undefined): Statistics {
    const rows = partition === undefined ? this.partitions : 1;
    return calculateTotalByteSize({ ...unknownStatistics(this.schema), numRows: exact(rows) }, this.schema);
  }

  execute(): BatchStream {
    const columns = this.schema.fields.map((field) => nullVector(field.dataType, 1));
    return streamOf(this.schema, [new Batch(this.schema, columns, 1)]);
  }

  fmtAs(format: DisplayFormat): string {
    return format === 'tree' ? '' : 'PlaceholderRowExec';
  }
}
