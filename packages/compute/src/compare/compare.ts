import { NotImplementedError } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import type { ColumnVector } from '../vector/column-vector.js';
/** Comparison operators; `distinct` and `notDistinct` treat null as a value and never give null. */
export type CompareOp = 'eq' | 'neq' | 'lt' | 'lteq' | 'gt' | 'gteq' | 'distinct' | 'notDistinct';
/** `a op b` as a Boolean vector; both sides have one type (decimals: one scale). Floats follow the total order (NaN largest, -0 < 0). */
export function compare(op: CompareOp, a: ColumnVector, b: ColumnVector, arena: Arena): ColumnVector {
  throw new NotImplementedError(`compare ${op} ${a.type.kind} ${b.type.kind} ${arena.allocatedBytes}`);
}
