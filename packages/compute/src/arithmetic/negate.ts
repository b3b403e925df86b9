import { NotImplementedError } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import type { ColumnVector } from '../vector/column-vector.js';
/** `-a`, of the same type; integers wrap. */
export function negate(a: ColumnVector, arena: Arena): ColumnVector {
  throw new NotImplementedError(`negate ${a.type.kind} ${arena.allocatedBytes}`);
}
