import { ArrowError, DFSchema, displayType, Schema, type ScalarValue } from '@datafusion-ts/common';
import { batchOfRows } from '@datafusion-ts/catalog';
import { Arena, Batch, getScalar, toHost, vectorFromScalars, type HostBatch } from '@datafusion-ts/compute';
import { DataSourceExec, MemorySourceConfig } from '@datafusion-ts/datasource';
import { schemaOf, type DescribeTable, type Values } from '@datafusion-ts/expr';
import type { ExecutionPlan } from '@datafusion-ts/physical-plan';
import type { PhysicalPlanner } from './physical-planner.js';

const NO_COLUMNS = new Schema([]);

/** VALUES: the expressions are computed now, and the rows are held in memory. */
export function planValues(planner: PhysicalPlanner, plan: Values): ExecutionPlan {
  const schema = schemaOf(plan).inner;
  const arena = new Arena();
  try {
    const oneRow = new Batch(NO_COLUMNS, [], 1);
    const scalars = schema.fields.map((_, i) =>
      plan.rows.map((row): ScalarValue => getScalar(planner.expr(row[i]!, DFSchema.empty).evaluate(oneRow, arena), 0)),
    );
    schema.fields.forEach(({ name, nullable }, i) => {
      if (nullable || scalars[i]!.every((scalar) => !scalar.isNull)) return;
      throw new ArrowError(
        'Invalid argument error',
        `Column '${name}' is declared as non-nullable but contains null values`,
      );
    });
    const columns = scalars.map((column, i) => vectorFromScalars(schema.field(i).dataType, column, arena));
    return memoryPlan(toHost(new Batch(schema, columns, plan.rows.length)));
  } finally {
    arena.release();
  }
}

/** DESCRIBE: a row for each column. */
export function planDescribe(plan: DescribeTable): ExecutionPlan {
  const rows = plan.schema.fields.map((f) => [f.name, displayType(f.dataType), f.nullable ? 'YES' : 'NO']);
  return memoryPlan(batchOfRows(plan.outputSchema.inner, rows));
}

const memoryPlan = (batch: HostBatch): ExecutionPlan =>
  new DataSourceExec(new MemorySourceConfig({ partitions: [[batch]], tableSchema: batch.schema }));
