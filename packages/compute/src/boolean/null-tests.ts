import { NotImplementedError } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import type { ColumnVector } from '../vector/column-vector.js';
/** `a IS NULL` as a Boolean vector without nulls. */
export function isNullVector(a: ColumnVector, arena: Arena): ColumnVector {
  throw new NotImplementedError(`isNull ${a.type.kind} ${arena.allocatedBytes}`);
}
/** `a IS NOT NULL` as a Boolean vector without nulls. */
export function isNotNullVector(a: ColumnVector, arena: Arena): ColumnVector {
  throw new NotImplementedError(`isNotNull ${a.type.kind} ${arena.allocatedBytes}`);
}
/** The tests `IS [NOT] TRUE | FALSE | UNKNOWN`. */
export type BooleanTest = 'true' | 'false' | 'unknown' | 'notTrue' | 'notFalse' | 'notUnknown';
/** `a IS test` as a Boolean vector without nulls. */
export function isBoolean(test: BooleanTest, a: ColumnVector, arena: Arena): ColumnVector {
  throw new NotImplementedError(`is ${test} ${a.type.kind} ${arena.allocatedBytes}`);
}
