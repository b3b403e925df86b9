import { InternalError, type Schema } from '@datafusion-ts/common';
import type { Batch } from '@datafusion-ts/compute';
import type { TaskContext } from '@datafusion-ts/execution';
import type { DisplayFormat } from '../display/display-format.js';
import type { BatchStream, ExecutionPlan } from '../execution-plan.js';
import { sourceProperties, type PlanProperties } from '../plan-properties.js';
import { batchStream } from '../stream/batch-stream.js';
import { findByContext } from '../stream/per-execution.js';
import { projectBatch } from './project-batch.js';

/** The rows of the last round of a recursive query, by execution. Filled by `RecursiveQueryExec`. */
export class WorkTable {
  readonly name: string;
  readonly #rows = new WeakMap<TaskContext, readonly Batch[]>();

  constructor(name: string) {
    this.name = name;
  }

  /** Sets the rows a round reads; they stay valid while it runs. */
  fill(context: TaskContext, batches: readonly Batch[]): void {
    this.#rows.set(context, batches);
  }

  batches(context: TaskContext): readonly Batch[] {
    const rows = findByContext(this.#rows, context);
    if (rows === undefined) throw new InternalError('Unexpected empty work table');
    return rows;
  }
}

/** Reads the work table inside the recursive term. `WorkTableExec: name=c`. */
export class WorkTableExec implements ExecutionPlan {
  readonly name = 'WorkTableExec';
  readonly tableName: string;
  readonly schema: Schema;
  readonly projection: readonly number[] | undefined;
  readonly table: WorkTable | undefined;
  readonly properties: PlanProperties;
  readonly #fullSchema: Schema;

  constructor(tableName: string, schema: Schema, projection?: readonly number[], table?: WorkTable) {
    this.tableName = tableName;
    this.#fullSchema = schema;
    this.projection = projection;
    this.schema = projection === undefined ? schema : schema.project(projection);
    this.table = table;
    this.properties = sourceProperties(this.schema, 1, { schedulingType: 'Cooperative' });
  }

  /** The same scan reading a given table. */
  withTable(table: WorkTable): WorkTableExec {
    return new WorkTableExec(this.tableName, this.#fullSchema, this.projection, table);
  }

  children(): readonly ExecutionPlan[] {
    return [];
  }

  withNewChildren(): ExecutionPlan {
    return this;
  }

  execute(_partition: number, context: TaskContext): BatchStream {
    const { table, schema, projection } = this;
    if (table === undefined)
      throw new InternalError(`WorkTableExec ${this.tableName} is not part of a recursive query`);
    return batchStream(schema, async function* () {
      for (const batch of table.batches(context)) yield projectBatch(batch, schema, projection);
    });
  }

  fmtAs(format: DisplayFormat): string {
    return format === 'tree' ? `name=${this.tableName}` : `WorkTableExec: name=${this.tableName}`;
  }
}
