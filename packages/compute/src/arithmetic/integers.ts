/** Integers: `+ - *` wrap around, `/` and `%` truncate and fail on zero. 32 and 64 bits run in kernels. */
import { ArrowError, type DataType } from '@datafusion-ts/common';
import { kernels } from '../kernels/registry.js';
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { commonValidity, operandOf, type BinaryFunction, type Operand } from '../operand/operand.js';
import { validBit } from '../twin/valid-bit.js';
import { flatVector } from '../vector/flat-vector.js';
import type { ArithmeticOp } from './arithmetic.js';

/** Kinds of integer types. */
export type IntegerKind = 'Int8' | 'Int16' | 'Int32' | 'Int64' | 'UInt8' | 'UInt16' | 'UInt32' | 'UInt64';

/** The error of a division by zero. */
export const divideByZero = (): ArrowError => new ArrowError('Divide by zero error', '');

/** The error of a result that its type cannot hold. */
export const overflowOn = (x: bigint | number, sign: string, y: bigint | number): ArrowError =>
  new ArrowError('Arithmetic overflow', `Overflow happened on: ${x} ${sign} ${y}`);

/** Arithmetic of two columns of one integer kind. */
export function integerArithmetic(op: ArithmeticOp, kind: IntegerKind, resultType: DataType): BinaryFunction {
  return (a, b, length, arena) => {
    const x = operandOf(a, arena);
    const y = operandOf(b, arena);
    const nulls = commonValidity(x, y, length, arena);
    const values = arena.alloc(length * x.width);
    const failed =
      x.width >= 4
        ? wide(op, kind, x, y, length, nulls.validity, values)
        : narrow(op, kind, x, y, length, nulls.validity, values);
    if (failed < length) throw failure(kind, x, y, failed);
    return flatVector(resultType, length, { values, width: x.width, ...nulls });
  };
}

function wide(
  op: ArithmeticOp,
  kind: IntegerKind,
  a: Operand,
  b: Operand,
  n: number,
  validity: number,
  to: number,
): number {
  const k = kernels();
  const is64 = a.width === 8;
  switch (op) {
    case 'add':
      (is64 ? k.addI64 : k.addI32)(a.address, a.step, b.address, b.step, n, to);
      return n;
    case 'sub':
      (is64 ? k.subI64 : k.subI32)(a.address, a.step, b.address, b.step, n, to);
      return n;
    case 'mul':
      (is64 ? k.mulI64 : k.mulI32)(a.address, a.step, b.address, b.step, n, to);
      return n;
  }
  if (kind === 'UInt32') return narrow(op, kind, a, b, n, validity, to);
  const division =
    kind === 'UInt64'
      ? op === 'div'
        ? k.divU64
        : k.modU64
      : is64
        ? op === 'div'
          ? k.divI64
          : k.modI64
        : op === 'div'
          ? k.divI32
          : k.modI32;
  return division(a.address, a.step, b.address, b.step, n, validity, to);
}

type IntegerArray = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array;

function viewOf(kind: IntegerKind): { readonly view: IntegerArray; readonly shift: number; readonly minimum: number } {
  switch (kind) {
    case 'Int8':
      return { view: mem.i8, shift: 0, minimum: -128 };
    case 'UInt8':
      return { view: mem.u8, shift: 0, minimum: 0 };
    case 'Int16':
      return { view: mem.i16, shift: 1, minimum: -32768 };
    case 'UInt16':
      return { view: mem.u16, shift: 1, minimum: 0 };
    case 'UInt32':
      return { view: mem.u32, shift: 2, minimum: 0 };
    default:
      return { view: mem.i32, shift: 2, minimum: -2147483648 };
  }
}

/** Storing into the typed array wraps. Returns the first row that fails, or the number of rows. */
function narrow(
  op: ArithmeticOp,
  kind: IntegerKind,
  a: Operand,
  b: Operand,
  n: number,
  validity: number,
  to: number,
): number {
  const { view, shift, minimum } = viewOf(kind);
  const [x, y, z] = [a.address >>> shift, b.address >>> shift, to >>> shift];
  if (op === 'add') for (let i = 0; i < n; i++) view[z + i] = view[x + i * a.step]! + view[y + i * b.step]!;
  else if (op === 'sub') for (let i = 0; i < n; i++) view[z + i] = view[x + i * a.step]! - view[y + i * b.step]!;
  else if (op === 'mul')
    for (let i = 0; i < n; i++) view[z + i] = Math.imul(view[x + i * a.step]!, view[y + i * b.step]!);
  else {
    const { u8 } = mem;
    for (let i = 0; i < n; i++) {
      const dividend = view[x + i * a.step]!;
      const divisor = view[y + i * b.step]!;
      if (divisor === 0 || (op === 'div' && divisor === -1 && dividend === minimum)) {
        if (validBit(u8, validity, i)) return i;
      } else view[z + i] = op === 'div' ? Math.trunc(dividend / divisor) : dividend % divisor;
    }
  }
  return n;
}

function failure(kind: IntegerKind, a: Operand, b: Operand, row: number): ArrowError {
  const read = ({ address, step }: Operand): bigint | number => {
    if (kind === 'Int64') return mem.i64[(address >>> 3) + row * step]!;
    if (kind === 'UInt64') return mem.u64[(address >>> 3) + row * step]!;
    const { view, shift } = viewOf(kind);
    return view[(address >>> shift) + row * step]!;
  };
  const divisor = read(b);
  return BigInt(divisor) === 0n ? divideByZero() : overflowOn(read(a), '/', divisor);
}

/** A buffer that holds one 64-bit integer, as a kernel operand for a shared value. */
export function sharedI64(value: bigint, arena: Arena): Operand {
  const address = arena.alloc(8);
  mem.i64[address >>> 3] = value;
  return { address, step: 0, validity: 0, width: 8 };
}
