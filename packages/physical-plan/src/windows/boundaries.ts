/** Where runs of equal values begin in ordered rows: partitions and peers. */
import {
  allocBitmap,
  compare,
  flatten,
  getBit,
  isNull,
  makeComparator,
  orBitmaps,
  sliceBatch,
  setBit,
  sliceVector,
  type Arena,
  type Batch,
  type ColumnVector,
} from '@datafusion-ts/compute';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';

/**
 * Address of a bitmap of the rows that differ in some column from the row before; row 0 has no bit. Undefined when
 * nothing can change: no columns, or constants only. NULLs equal each other.
 */
export function changeBits(columns: readonly ColumnVector[], rowCount: number, arena: Arena): number | undefined {
  const changing = columns.filter((column) => column.encoding !== 'constant');
  if (changing.length === 0 || rowCount < 2) return undefined;
  let changes = 0;
  for (const column of changing) {
    const later = sliceVector(column, 1, rowCount - 1, arena);
    const earlier = sliceVector(column, 0, rowCount - 1, arena);
    const { values } = flatten(compare('distinct', later, earlier, arena), arena);
    changes = changes === 0 ? values : orBitmaps(changes, values, rowCount - 1, arena);
  }
  return changes;
}

/** The first row of every run, and the row count behind the last; `changes` as {@link changeBits} gives them. */
export function runStarts(changes: number | undefined, rowCount: number): Uint32Array {
  if (rowCount === 0) return Uint32Array.of(0);
  const starts: number[] = [0];
  if (changes !== undefined) for (let row = 1; row < rowCount; row++) if (getBit(changes, row - 1)) starts.push(row);
  starts.push(rowCount);
  return Uint32Array.from(starts);
}

/** Likewise with a new run also at each of `breaks`. */
export function runStartsWithin(
  changes: number | undefined,
  breaks: Uint32Array,
  rowCount: number,
  arena: Arena,
): Uint32Array {
  if (changes === undefined || breaks.length <= 2) return breaks.length <= 2 ? runStarts(changes, rowCount) : breaks;
  const both = allocBitmap(rowCount, false, arena);
  for (let row = 1; row < rowCount; row++) if (getBit(changes, row - 1)) setBit(both, row - 1);
  for (const start of breaks) if (start > 0 && start < rowCount) setBit(both, start - 1);
  return runStarts(both, rowCount);
}

/**
 * The last row of a batch at which the keys change, `before` being the rows that came before it; undefined when they do
 * not.
 */
export function lastBoundary(
  keys: readonly PhysicalExpr[],
  batch: Batch,
  before: Batch | undefined,
  arena: Arena,
): number | undefined {
  const values = keys.map((key) => key.evaluate(batch, arena));
  const changes = changeBits(values, batch.rowCount, arena);
  if (changes !== undefined) {
    for (let row = batch.rowCount - 1; row > 0; row--) if (getBit(changes, row - 1)) return row;
  }
  if (before === undefined) return undefined;
  const last = sliceBatch(before, before.rowCount - 1, 1, arena);
  return keys.some((key, i) => differ(key.evaluate(last, arena), values[i]!)) ? 0 : undefined;
}

/** Whether the first values of two columns differ; NULLs equal each other. */
function differ(a: ColumnVector, b: ColumnVector): boolean {
  const [x, y] = [isNull(a, 0), isNull(b, 0)];
  return x || y ? x !== y : makeComparator(a, b)(0, 0) !== 0;
}
