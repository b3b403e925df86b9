/** DELETE and UPDATE of rows in garbage-collected memory: batches are read, changed and written anew. */
import { ArrowError, DFSchema, type Schema } from '@datafusion-ts/common';
import {
  Arena,
  Batch,
  cast,
  concatVectors,
  filterToSelection,
  fromHost,
  HostDictionaries,
  kernels,
  mem,
  nullCountOf,
  rowsOf,
  takeVector,
  toHost,
  type HostBatch,
} from '@datafusion-ts/compute';
import type { Expr } from '@datafusion-ts/expr';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import type { Session } from '@datafusion-ts/session';
import type { Assignment } from '../table-provider.js';

/** Rows after a change, and how many it concerned. */
export interface Changed {
  readonly partitions: readonly (readonly HostBatch[])[];
  readonly affected: number;
}

type Change = (batch: Batch, matched: readonly number[], arena: Arena) => Batch;

/** The rows that do not meet all filters. */
export function deleteRows(
  session: Session,
  schema: Schema,
  partitions: readonly (readonly HostBatch[])[],
  filters: readonly Expr[],
): Changed {
  return changeRows(session, schema, partitions, filters, (batch, matched, arena) => {
    const gone = new Set(matched);
    const kept: number[] = [];
    for (let row = 0; row < batch.rowCount; row++) if (!gone.has(row)) kept.push(row);
    const rows = rowsOf(kept, arena);
    return new Batch(
      schema,
      batch.columns.map((column) => takeVector(column, rows, kept.length, arena)),
      kept.length,
    );
  });
}

/** All rows, with new values in those that meet all filters; the values are computed for these only. */
export function updateRows(
  session: Session,
  schema: Schema,
  partitions: readonly (readonly HostBatch[])[],
  assignments: readonly Assignment[],
  filters: readonly Expr[],
): Changed {
  const unqualified = DFSchema.fromSchema(schema);
  const exprs = new Map(
    assignments.map(({ column, value }) => [schema.indexOf(column), session.createPhysicalExpr(value, unqualified)]),
  );
  return changeRows(session, schema, partitions, filters, (batch, matched, arena) => {
    const rows = rowsOf(matched, arena);
    const chosen = new Batch(
      schema,
      batch.columns.map((column) => takeVector(column, rows, matched.length, arena)),
      matched.length,
    );
    const merged = mergedRows(batch.rowCount, matched, arena);
    const columns = batch.columns.map((column, i) => {
      const expr = exprs.get(i);
      if (expr === undefined) return column;
      const { dataType, name, nullable } = schema.field(i);
      const value = cast(expr.evaluate(chosen, arena), dataType, { safe: false }, arena);
      if (!nullable && nullCountOf(value) > 0) {
        throw new ArrowError(
          'Invalid argument error',
          `Column '${name}' is declared as non-nullable but contains null values`,
        );
      }
      return takeVector(concatVectors([column, value], dataType, arena), merged, batch.rowCount, arena);
    });
    return new Batch(schema, columns, batch.rowCount);
  });
}

/** For each row its own number, or behind the last the number of its new value. */
function mergedRows(rowCount: number, matched: readonly number[], arena: Arena): number {
  const merged = arena.alloc(rowCount * 4);
  kernels().iota(merged, rowCount, 0);
  matched.forEach((row, k) => (mem.u32[(merged >>> 2) + row] = rowCount + k));
  return merged;
}

function changeRows(
  session: Session,
  schema: Schema,
  partitions: readonly (readonly HostBatch[])[],
  filters: readonly Expr[],
  change: Change,
): Changed {
  const unqualified = DFSchema.fromSchema(schema);
  const conditions = filters.map((filter) => session.createPhysicalExpr(filter, unqualified));
  let affected = 0;
  const changed = partitions.map((batches) =>
    batches.flatMap((host): readonly HostBatch[] => {
      const arena = new Arena();
      const dictionaries = new HostDictionaries();
      try {
        const batch = fromHost(host, undefined, arena, 0, host.rowCount, dictionaries);
        const matched = matchingRows(batch, conditions, arena);
        if (matched.length === 0) return [host];
        affected += matched.length;
        const result = change(batch, matched, arena);
        return result.rowCount === 0 ? [] : [toHost(result)];
      } finally {
        dictionaries.release();
        arena.release();
      }
    }),
  );
  return { partitions: changed, affected };
}

/** Rows for which every condition is true. */
function matchingRows(batch: Batch, conditions: readonly PhysicalExpr[], arena: Arena): readonly number[] {
  let rows = Array.from({ length: batch.rowCount }, (_, i) => i);
  for (const condition of conditions) {
    const { rows: address, count } = filterToSelection(condition.evaluate(batch, arena), batch.rowCount, arena);
    const met = new Set(mem.u32.subarray(address >>> 2, (address >>> 2) + count));
    rows = rows.filter((row) => met.has(row));
  }
  return rows;
}
