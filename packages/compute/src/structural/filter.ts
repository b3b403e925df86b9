/** From boolean columns to the rows that count. */
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { kernels } from '../kernels/registry.js';
import { Batch, type Selection } from '../vector/batch.js';
import type { ColumnVector } from '../vector/column-vector.js';
import { flatten } from './flatten.js';
import { takeVector } from './take.js';

/** The rows that are true (and not null). `count === rowCount` means that all are. */
export function filterToSelection(predicate: ColumnVector, rowCount: number, arena: Arena): Selection {
  if (predicate.encoding === 'constant') {
    return predicate.value.value === true ? allRows(rowCount, arena) : { rows: 0, count: 0 };
  }
  const flat = flatten(predicate, arena);
  if (flat.type.kind === 'Null') return { rows: 0, count: 0 };
  const rows = arena.alloc(rowCount * 4 + 64);
  return { rows, count: kernels().bitsToRows(flat.values, flat.validity, rowCount, rows) };
}

/** Every row of a batch. */
export function allRows(rowCount: number, arena: Arena): Selection {
  const rows = arena.alloc(rowCount * 4);
  kernels().iota(rows, rowCount, 0);
  return { rows, count: rowCount };
}

/** The rows of a batch that a predicate over its `rowCount` rows lets through, as a batch with a selection. */
export function filterBatch(batch: Batch, predicate: ColumnVector, arena: Arena): Batch {
  const chosen = filterToSelection(predicate, batch.rowCount, arena);
  if (chosen.count === batch.rowCount) return batch;
  return selectRows(batch, chosen, arena);
}

/** Narrows a batch to some of its rows; `chosen` numbers the rows that count now. */
export function selectRows(batch: Batch, chosen: Selection, arena: Arena): Batch {
  if (batch.selection === undefined) return new Batch(batch.schema, batch.columns, chosen.count, chosen);
  const rows = arena.alloc(chosen.count * 4);
  kernels().gather4(batch.selection.rows, chosen.rows, chosen.count, rows);
  return new Batch(batch.schema, batch.columns, chosen.count, { rows, count: chosen.count });
}

/** The values at the rows of a selection. */
export function takeSelection(vector: ColumnVector, selection: Selection, arena: Arena): ColumnVector {
  return takeVector(vector, selection.rows, selection.count, arena);
}

/** Any row numbers as a u32 array in the engine memory. */
export function rowsOf(rows: readonly number[] | Uint32Array, arena: Arena): number {
  const address = arena.alloc(rows.length * 4);
  mem.u32.set(rows, address >>> 2);
  return address;
}
