/** Twins of assembly/wide-division.ts: quotients of 128-bit integers, and values without their sign. */
import { mem } from '../memory/engine-memory.js';
import { readWide, writeWide } from '../vector/numbers.js';
import { validBit } from './valid-bit.js';

type Quotients = (a: number, sa: number, b: number, sb: number, count: number, validity: number, to: number) => number;

/** Rows with a zero divisor or without a 128-bit result are not written; the first valid one ends the work. */
function quotients(op: (x: bigint, y: bigint) => bigint): Quotients {
  return (a, sa, b, sb, count, validity, to) => {
    for (let i = 0; i < count; i++) {
      const y = readWide(b + i * sb * 16, 16);
      const value = y === 0n ? undefined : op(readWide(a + i * sa * 16, 16), y);
      if (value !== undefined && BigInt.asIntN(128, value) === value) writeWide(to + i * 16, 16, value);
      else if (validBit(mem.u8, validity, i)) return i;
    }
    return count;
  };
}

/** `a / b`, truncated; `sa` and `sb` are 0 for one shared value. Gives the first valid row that fails, or the number of rows. */
export const divI128 = quotients((x, y) => x / y);
/** `a % b` with the sign of `a`. */
export const modI128 = quotients((x, y) => x % y);

/** Values divided by the positive even number at `divisor`, halves rounded away from zero. */
export function rescaleDownI128(from: number, count: number, divisor: number, to: number): void {
  const by = readWide(divisor, 16);
  const half = by / 2n;
  for (let i = 0; i < count; i++) {
    const x = readWide(from + i * 16, 16);
    const rest = x % by;
    writeWide(to + i * 16, 16, x / by + (rest >= half ? 1n : rest <= -half ? -1n : 0n));
  }
}

function absolute(width: 8 | 16): (from: number, count: number, validity: number, to: number) => number {
  const lowest = -(1n << BigInt(width * 8 - 1));
  return (from, count, validity, to) => {
    for (let i = 0; i < count; i++) {
      const x = readWide(from + i * width, width);
      writeWide(to + i * width, width, x < 0n ? -x : x);
      if (x === lowest && validBit(mem.u8, validity, i)) return i;
    }
    return count;
  };
}

/** Values of 64 bits without their sign; gives the first valid row that holds the lowest value, or the number of rows. */
export const absI64 = absolute(8);
/** As `absI64` in 128 bits. */
export const absI128 = absolute(16);
