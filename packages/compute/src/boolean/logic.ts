import { NotImplementedError } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import type { ColumnVector } from '../vector/column-vector.js';
/** Three-valued AND of two Boolean vectors. */
export function and3(a: ColumnVector, b: ColumnVector, arena: Arena): ColumnVector {
  throw new NotImplementedError(`and3 ${a.type.kind} ${b.type.kind} ${arena.allocatedBytes}`);
}
/** Three-valued OR of two Boolean vectors. */
export function or3(a: ColumnVector, b: ColumnVector, arena: Arena): ColumnVector {
  throw new NotImplementedError(`or3 ${a.type.kind} ${b.type.kind} ${arena.allocatedBytes}`);
}
/** Three-valued NOT. */
export function not3(a: ColumnVector, arena: Arena): ColumnVector {
  throw new NotImplementedError(`not3 ${a.type.kind} ${arena.allocatedBytes}`);
}
