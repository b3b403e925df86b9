/** Bitwise operators on integers. Shift counts are taken modulo the width of the type, as DataFusion does. */
import { displayType, InternalError, NotImplementedError } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { commonValidity, evaluateBinary, isNullConstant, operandOf, type Operand } from '../operand/operand.js';
import { mapDictionary } from '../structural/map-dictionary.js';
import type { ColumnVector } from '../vector/column-vector.js';
import { flatVector } from '../vector/flat-vector.js';
import { physicalTypeOf, valueTypeOf, type PhysicalType } from '../vector/physical-type.js';

/** Bitwise operators of SQL; shifts take the count modulo the width of the type. */
export type BitwiseOp = 'and' | 'or' | 'xor' | 'shiftLeft' | 'shiftRight';

/** `a op b` on integers of one type. */
export function bitwise(op: BitwiseOp, a: ColumnVector, b: ColumnVector, arena: Arena): ColumnVector {
  const [left, right] = [valueTypeOf(a.type).kind, valueTypeOf(b.type).kind];
  if (left !== right && left !== 'Null' && right !== 'Null') {
    throw new InternalError(`Bitwise operator on ${displayType(a.type)} and ${displayType(b.type)}`);
  }
  return evaluateBinary(a, b, left === 'Null' ? b.type : a.type, arena, (x, y, length, own) => {
    const left = operandOf(x, own);
    const right = operandOf(y, own);
    const values = own.alloc(length * left.width);
    apply(op, physicalTypeOf(x.type), left, right, length, values);
    return flatVector(x.type, length, { values, width: left.width, ...commonValidity(left, right, length, own) });
  });
}

/** `~a` on integers. */
export function bitwiseNot(a: ColumnVector, arena: Arena): ColumnVector {
  if (isNullConstant(a)) return a;
  return mapDictionary(a, arena, (flat, own) => {
    const bytes = flat.length * flat.width;
    const values = own.alloc(bytes);
    for (let i = 0; i < bytes; i++) mem.u8[values + i] = ~mem.u8[flat.values + i]!;
    return { ...flat, values };
  });
}

function apply(op: BitwiseOp, type: PhysicalType, a: Operand, b: Operand, length: number, to: number): void {
  switch (type) {
    case 'int8':
      return small(op, mem.i8, 0, 7, a, b, length, to);
    case 'uint8':
      return small(op, mem.u8, 0, 7, a, b, length, to);
    case 'int16':
      return small(op, mem.i16, 1, 15, a, b, length, to);
    case 'uint16':
      return small(op, mem.u16, 1, 15, a, b, length, to);
    case 'int32':
      return small(op, mem.i32, 2, 31, a, b, length, to);
    case 'uint32':
      return small(op, mem.u32, 2, 31, a, b, length, to);
    case 'int64':
      return large(op, mem.i64, a, b, length, to);
    case 'uint64':
      return large(op, mem.u64, a, b, length, to);
    default:
      throw new NotImplementedError(`Bitwise operators on ${type}`);
  }
}

type SmallArray = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array;

function small(
  op: BitwiseOp,
  view: SmallArray,
  shift: number,
  mask: number,
  a: Operand,
  b: Operand,
  n: number,
  to: number,
): void {
  const unsigned = view instanceof Uint32Array;
  const [x, y, z] = [a.address >>> shift, b.address >>> shift, to >>> shift];
  for (let i = 0; i < n; i++) {
    const p = view[x + i * a.step]!;
    const q = view[y + i * b.step]!;
    view[z + i] = smallResult(op, p, q, mask, unsigned);
  }
}

function smallResult(op: BitwiseOp, p: number, q: number, mask: number, unsigned: boolean): number {
  switch (op) {
    case 'and':
      return p & q;
    case 'or':
      return p | q;
    case 'xor':
      return p ^ q;
    case 'shiftLeft':
      return p << (q & mask);
    case 'shiftRight':
      return unsigned ? p >>> (q & mask) : p >> (q & mask);
  }
}

function large(
  op: BitwiseOp,
  view: BigInt64Array | BigUint64Array,
  a: Operand,
  b: Operand,
  n: number,
  to: number,
): void {
  const [x, y, z] = [a.address >>> 3, b.address >>> 3, to >>> 3];
  for (let i = 0; i < n; i++) {
    const p = view[x + i * a.step]!;
    const q = view[y + i * b.step]!;
    view[z + i] = largeResult(op, p, q);
  }
}

function largeResult(op: BitwiseOp, p: bigint, q: bigint): bigint {
  switch (op) {
    case 'and':
      return p & q;
    case 'or':
      return p | q;
    case 'xor':
      return p ^ q;
    case 'shiftLeft':
      return p << (q & 63n);
    case 'shiftRight':
      return p >> (q & 63n);
  }
}
