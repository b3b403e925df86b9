import { NotImplementedError } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import type { ColumnVector } from '../vector/column-vector.js';
/** Bitwise operators of SQL; shifts take the count modulo the width of the type. */
export type BitwiseOp = 'and' | 'or' | 'xor' | 'shiftLeft' | 'shiftRight';
/** `a op b` on integers of one type. */
export function bitwise(op: BitwiseOp, a: ColumnVector, b: ColumnVector, arena: Arena): ColumnVector {
  throw new NotImplementedError(`bitwise ${op} ${a.type.kind} ${b.type.kind} ${arena.allocatedBytes}`);
}
/** `~a` on integers. */
export function bitwiseNot(a: ColumnVector, arena: Arena): ColumnVector {
  throw new NotImplementedError(`bitwise not ${a.type.kind} ${arena.allocatedBytes}`);
}
