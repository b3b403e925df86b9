import { NotImplementedError, type DataType } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import type { ColumnVector } from '../vector/column-vector.js';
/** Arithmetic operators of SQL. */
export type ArithmeticOp = 'add' | 'sub' | 'mul' | 'div' | 'mod';
/**
 * `a op b` row by row, of type `resultType`. Operands have the types that coercion left: equal numeric types, decimals
 * (any precision and scale), or a temporal pair. Integers wrap on add, sub and mul; division by zero and decimal
 * overflow throw ArrowError.
 */
export function arithmetic(op: ArithmeticOp, a: ColumnVector, b: ColumnVector, resultType: DataType, arena: Arena): ColumnVector {
  throw new NotImplementedError(`arithmetic ${op} ${a.type.kind} ${b.type.kind} ${resultType.kind} ${arena.allocatedBytes}`);
}
