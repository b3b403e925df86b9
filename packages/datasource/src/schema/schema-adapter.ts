import { ExecutionError, sameType, type Schema } from '@datafusion-ts/common';
import { Batch, canCast, cast, nullVector, type Arena, type ColumnVector } from '@datafusion-ts/compute';

/** How one column of the table comes from a file: by position with a cast if needed, or all null. */
export type ColumnMapping =
  { readonly kind: 'Column'; readonly index: number; readonly cast: boolean } | { readonly kind: 'Missing' };

/**
 * Maps columns of a file to those of its table, by name: files of one table may lack columns, order them differently or
 * store other types that can be cast. Throws when a type cannot be cast, or when a column that is not nullable is missing.
 */
export function mapColumns(
  fileSchema: Schema,
  tableSchema: Schema,
  columns: readonly number[],
): readonly ColumnMapping[] {
  return columns.map((tableIndex): ColumnMapping => {
    const wanted = tableSchema.field(tableIndex);
    const index = fileSchema.indexOf(wanted.name);
    if (index < 0) {
      if (!wanted.nullable) {
        throw new ExecutionError(`Non-nullable column '${wanted.name}' is missing from the physical schema`);
      }
      return { kind: 'Missing' };
    }
    const found = fileSchema.field(index);
    if (sameType(found.dataType, wanted.dataType)) return { kind: 'Column', index, cast: false };
    if (!canCast(found.dataType, wanted.dataType)) {
      throw new ExecutionError(
        `Cannot cast column '${wanted.name}' from '${found.dataType.kind}' (physical data type) to '${wanted.dataType.kind}' (logical data type)`,
      );
    }
    return { kind: 'Column', index, cast: true };
  });
}

/** Positions of the file's columns that the mapping reads, without repetition, ascending. */
export function mappedFileColumns(mapping: readonly ColumnMapping[]): readonly number[] {
  const used = new Set(mapping.flatMap((entry) => (entry.kind === 'Column' ? [entry.index] : [])));
  return [...used].sort((a, b) => a - b);
}

/**
 * Gives a batch of file columns (those of `mappedFileColumns`, in that order) the table's columns and types.
 * `outputSchema` names them; casts are written to `arena`.
 */
export function adaptBatch(
  batch: Batch,
  mapping: readonly ColumnMapping[],
  fileColumns: readonly number[],
  outputSchema: Schema,
  arena: Arena,
): Batch {
  const length = batch.columns[0]?.length ?? batch.rowCount;
  const columns = mapping.map((entry, i): ColumnVector => {
    const { dataType } = outputSchema.field(i);
    if (entry.kind === 'Missing') return nullVector(dataType, length);
    const column = batch.columns[fileColumns.indexOf(entry.index)]!;
    return entry.cast ? cast(column, dataType, { safe: false }, arena) : column;
  });
  return new Batch(outputSchema, columns, length, batch.selection);
}
