import { DataFusionError, field, PlanError, Schema } from '@datafusion-ts/common';
import { MemTable } from '@datafusion-ts/catalog';
import { Arena, Batch, toHost, type HostBatch } from '@datafusion-ts/compute';
import { typeOf, unknownKeyOf, vectorFromPlain, type TypeLike } from '@datafusion-ts/expr';

type AnyRow = Readonly<Record<string, unknown>>;

/**
 * A table in memory of rows that are objects. Throws a PlanError for a type that there is not and for a key that is no
 * column, and an ExecutionError with the number of the row, from 0, for a value that its column cannot hold exactly.
 */
export function tableOfRows(
  columns: Readonly<Record<string, TypeLike>>,
  rows: Iterable<AnyRow>,
  batchSize: number,
): MemTable {
  const schema = new Schema(Object.entries(columns).map(([name, type]) => field(name, typeOf(type))));
  const batches: HostBatch[] = [];
  const arena = new Arena();
  let first = 0;
  const flush = (some: readonly AnyRow[]): void => {
    if (some.length === 0) return;
    arena.reset();
    batches.push(batchOf(schema, some, first, arena));
    first += some.length;
  };
  try {
    let waiting: AnyRow[] = [];
    for (const row of rows) {
      checkKeys(row, columns, first + waiting.length);
      if (waiting.push(row) < batchSize) continue;
      flush(waiting);
      waiting = [];
    }
    flush(waiting);
  } finally {
    arena.release();
  }
  return new MemTable(schema, [batches]);
}

function checkKeys(row: AnyRow, columns: Readonly<Record<string, TypeLike>>, index: number): void {
  const unknown = unknownKeyOf(row, columns);
  if (unknown !== undefined) throw new PlanError(`Row ${index} has '${unknown}', which is no column`);
}

function batchOf(schema: Schema, rows: readonly AnyRow[], first: number, arena: Arena): HostBatch {
  const columns = schema.fields.map(({ name, dataType }) => {
    let row = 0;
    try {
      return vectorFromPlain(dataType, rows.length, (i) => rows[(row = i)]![name], arena);
    } catch (error) {
      if (!(error instanceof DataFusionError)) throw error;
      throw error.context(`Row ${first + row}, column '${name}'`);
    }
  });
  return toHost(new Batch(schema, columns, rows.length));
}
