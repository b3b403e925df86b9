/** Twins of assembly/arithmetic.ts: operands are an address and a step, 1 for arrays and 0 for one shared value. */
import { mem } from '../memory/engine-memory.js';
import { validBit } from './valid-bit.js';

type Wrapping = (a: number, sa: number, b: number, sb: number, count: number, to: number) => void;
type Checked = (a: number, sa: number, b: number, sb: number, count: number, validity: number, to: number) => number;
type NumberView = 'i32' | 'f32' | 'f64';

function numeric(view: NumberView, shift: number, op: (x: number, y: number) => number): Wrapping {
  return (a, sa, b, sb, count, to) => {
    const values = mem[view];
    const [x, y, z] = [a >>> shift, b >>> shift, to >>> shift];
    for (let i = 0; i < count; i++) values[z + i] = op(values[x + i * sa]!, values[y + i * sb]!);
  };
}

function wide(op: (x: bigint, y: bigint) => bigint): Wrapping {
  return (a, sa, b, sb, count, to) => {
    const values = mem.i64;
    const [x, y, z] = [a >>> 3, b >>> 3, to >>> 3];
    for (let i = 0; i < count; i++) values[z + i] = op(values[x + i * sa]!, values[y + i * sb]!);
  };
}

const plus = (x: number, y: number): number => x + y;
const minus = (x: number, y: number): number => x - y;
const times = (x: number, y: number): number => x * y;
const over = (x: number, y: number): number => x / y;

export const addI32 = numeric('i32', 2, plus);
export const subI32 = numeric('i32', 2, minus);
export const mulI32 = numeric('i32', 2, Math.imul);
export const addF32 = numeric('f32', 2, plus);
export const subF32 = numeric('f32', 2, minus);
export const mulF32 = numeric('f32', 2, times);
export const divF32 = numeric('f32', 2, over);
export const addF64 = numeric('f64', 3, plus);
export const subF64 = numeric('f64', 3, minus);
export const mulF64 = numeric('f64', 3, times);
export const divF64 = numeric('f64', 3, over);
export const addI64 = wide((x, y) => x + y);
export const subI64 = wide((x, y) => x - y);
export const mulI64 = wide((x, y) => x * y);

function checkedI32(op: (x: number, y: number) => number | undefined): Checked {
  return (a, sa, b, sb, count, validity, to) => {
    const { i32, u8 } = mem;
    for (let i = 0; i < count; i++) {
      const value = op(i32[(a >>> 2) + i * sa]!, i32[(b >>> 2) + i * sb]!);
      if (value !== undefined) i32[(to >>> 2) + i] = value;
      else if (validBit(u8, validity, i)) return i;
    }
    return count;
  };
}

function checked64(view: 'i64' | 'u64', op: (x: bigint, y: bigint) => bigint | undefined): Checked {
  return (a, sa, b, sb, count, validity, to) => {
    const { u8 } = mem;
    const values = mem[view];
    for (let i = 0; i < count; i++) {
      const value = op(values[(a >>> 3) + i * sa]!, values[(b >>> 3) + i * sb]!);
      if (value !== undefined) values[(to >>> 3) + i] = value;
      else if (validBit(u8, validity, i)) return i;
    }
    return count;
  };
}

export const divI32 = checkedI32((x, y) =>
  y === 0 || (y === -1 && x === -2147483648) ? undefined : Math.trunc(x / y),
);
export const modI32 = checkedI32((x, y) => (y === 0 ? undefined : x % y));
const MIN = -(2n ** 63n);
export const divI64 = checked64('i64', (x, y) => (y === 0n || (y === -1n && x === MIN) ? undefined : x / y));
export const modI64 = checked64('i64', (x, y) => (y === 0n ? undefined : x % y));
export const divU64 = checked64('u64', (x, y) => (y === 0n ? undefined : x / y));
export const modU64 = checked64('u64', (x, y) => (y === 0n ? undefined : x % y));
