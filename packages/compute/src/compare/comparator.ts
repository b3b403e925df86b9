import { NotImplementedError } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import type { ColumnVector } from '../vector/column-vector.js';
/** Orders row `i` of one vector against row `j` of another: negative, 0 or positive. Rows must be valid. */
export type RowComparator = (i: number, j: number) => number;
/** A comparator of two vectors of one type, nested ones included (nested nulls first). */
export function makeComparator(a: ColumnVector, b: ColumnVector): RowComparator {
  throw new NotImplementedError(`comparator ${a.type.kind} ${b.type.kind}`);
}
