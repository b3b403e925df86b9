/** Floats: IEEE arithmetic; division by zero gives infinities and NaN, `%` has the sign of the dividend. */
import type { DataType } from '@datafusion-ts/common';
import { kernels } from '../kernels/registry.js';
import { mem } from '../memory/engine-memory.js';
import { commonValidity, operandOf, type BinaryFunction, type Operand } from '../operand/operand.js';
import { flatVector } from '../vector/flat-vector.js';
import { halfToNumber, numberToHalf } from '../vector/numbers.js';
import type { ArithmeticOp } from './arithmetic.js';

/** Arithmetic of two columns of one float kind. */
export function floatArithmetic(
  op: ArithmeticOp,
  kind: 'Float16' | 'Float32' | 'Float64',
  resultType: DataType,
): BinaryFunction {
  return (a, b, length, arena) => {
    const x = operandOf(a, arena);
    const y = operandOf(b, arena);
    const values = arena.alloc(length * x.width);
    if (kind === 'Float16') halves(op, x, y, length, values);
    else if (op === 'mod') remainders(kind, x, y, length, values);
    else kernelOf(op, kind)(x.address, x.step, y.address, y.step, length, values);
    return flatVector(resultType, length, { values, width: x.width, ...commonValidity(x, y, length, arena) });
  };
}

function kernelOf(op: Exclude<ArithmeticOp, 'mod'>, kind: 'Float32' | 'Float64') {
  const k = kernels();
  switch (op) {
    case 'add':
      return kind === 'Float64' ? k.addF64 : k.addF32;
    case 'sub':
      return kind === 'Float64' ? k.subF64 : k.subF32;
    case 'mul':
      return kind === 'Float64' ? k.mulF64 : k.mulF32;
    case 'div':
      return kind === 'Float64' ? k.divF64 : k.divF32;
  }
}

function remainders(kind: 'Float32' | 'Float64', a: Operand, b: Operand, n: number, to: number): void {
  const view = kind === 'Float64' ? mem.f64 : mem.f32;
  const shift = kind === 'Float64' ? 3 : 2;
  const [x, y, z] = [a.address >>> shift, b.address >>> shift, to >>> shift];
  for (let i = 0; i < n; i++) view[z + i] = view[x + i * a.step]! % view[y + i * b.step]!;
}

/** Half floats are computed in single precision, then rounded. */
function halves(op: ArithmeticOp, a: Operand, b: Operand, n: number, to: number): void {
  const { u16 } = mem;
  for (let i = 0; i < n; i++) {
    const x = halfToNumber(u16[(a.address >>> 1) + i * a.step]!);
    const y = halfToNumber(u16[(b.address >>> 1) + i * b.step]!);
    u16[(to >>> 1) + i] = numberToHalf(Math.fround(apply(op, x, y)));
  }
}

function apply(op: ArithmeticOp, x: number, y: number): number {
  switch (op) {
    case 'add':
      return x + y;
    case 'sub':
      return x - y;
    case 'mul':
      return x * y;
    case 'div':
      return x / y;
    case 'mod':
      return x % y;
  }
}
