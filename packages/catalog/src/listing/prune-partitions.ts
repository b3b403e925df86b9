import { DFSchema, field, Schema } from '@datafusion-ts/common';
import { Arena, Batch, constantVector, isNull, getScalar } from '@datafusion-ts/compute';
import type { PartitionedFile } from '@datafusion-ts/datasource';
import { exprToColumns, unnormalizeCol, type Expr } from '@datafusion-ts/expr';
import type { Session } from '@datafusion-ts/session';
import type { PartitionColumn } from './listing-options.js';

/** True when an expression reads partition columns only, so that it is decided by a file's path. */
export function readsOnlyPartitions(expr: Expr, columns: readonly PartitionColumn[]): boolean {
  if (columns.length === 0) return false;
  return exprToColumns(expr).every((column) => columns.some(({ name }) => name === column.name));
}

/** The files whose partition values may meet all filters. */
export function prunePartitions(
  session: Session,
  files: readonly PartitionedFile[],
  columns: readonly PartitionColumn[],
  filters: readonly Expr[],
): readonly PartitionedFile[] {
  const usable = filters.filter((filter) => readsOnlyPartitions(filter, columns));
  if (usable.length === 0) return files;
  const schema = new Schema(columns.map(({ name, dataType }) => field(name, dataType)));
  const unqualified = DFSchema.fromSchema(schema);
  const exprs = usable.map((filter) => session.createPhysicalExpr(unnormalizeCol(filter), unqualified));
  const arena = new Arena();
  try {
    return files.filter((file) => {
      arena.reset();
      const batch = new Batch(
        schema,
        file.partitionValues.map((value) => constantVector(value, 1)),
        1,
      );
      return exprs.every((expr) => {
        const verdict = expr.evaluate(batch, arena);
        return !isNull(verdict, 0) && getScalar(verdict, 0).value === true;
      });
    });
  } finally {
    arena.release();
  }
}
