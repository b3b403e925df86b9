import { flatten, getBit, nullCountOf, type Arena, type ColumnVector } from '@datafusion-ts/compute';

/** The rows of a column that are not null, for functions with IGNORE NULLS. */
export interface ValidRows {
  /** Their numbers, ascending. */
  readonly rows: Uint32Array;
  /** How many of them come before each row, and before the end. */
  readonly before: Uint32Array;
}

/** Finds the rows that are not null; undefined when all are. */
export function validRows(column: ColumnVector, rowCount: number, arena: Arena): ValidRows | undefined {
  const nulls = nullCountOf(column);
  if (nulls === 0) return undefined;
  const rows = new Uint32Array(rowCount - nulls);
  const before = new Uint32Array(rowCount + 1);
  const { validity } = flatten(column, arena);
  const allNull = nulls === rowCount;
  let count = 0;
  for (let row = 0; row < rowCount; row++) {
    before[row] = count;
    if (!allNull && (validity === 0 || getBit(validity, row))) rows[count++] = row;
  }
  before[rowCount] = count;
  return { rows, before };
}
