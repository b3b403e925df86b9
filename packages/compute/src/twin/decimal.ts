/** Twins of assembly/decimal.ts: checked 64-bit and 128-bit arithmetic. */
import { mem } from '../memory/engine-memory.js';
import { readWide, writeWide } from '../vector/numbers.js';
import { magnitudeBits } from './magnitude.js';
import { validBit } from './valid-bit.js';

type Checked = (a: number, sa: number, b: number, sb: number, count: number, validity: number, to: number) => number;
type Scaled = (
  a: number,
  sa: number,
  am: bigint,
  b: number,
  sb: number,
  bm: bigint,
  count: number,
  validity: number,
  to: number,
) => number;

const fits64 = (x: bigint): boolean => BigInt.asIntN(64, x) === x;
const fits128 = (x: bigint): boolean => BigInt.asIntN(128, x) === x;

function checked(op: (x: bigint, y: bigint) => bigint): Checked {
  return (a, sa, b, sb, count, validity, to) => {
    const { i64, u8 } = mem;
    for (let i = 0; i < count; i++) {
      const value = op(i64[(a >>> 3) + i * sa]!, i64[(b >>> 3) + i * sb]!);
      i64[(to >>> 3) + i] = value;
      if (!fits64(value) && validBit(u8, validity, i)) return i;
    }
    return count;
  };
}

export const addCheckedI64 = checked((x, y) => x + y);
export const subCheckedI64 = checked((x, y) => x - y);
export const mulCheckedI64 = checked((x, y) => x * y);

/** `a * entries[code]` with one-byte codes; 0, and nothing worth reading written, where a product might overflow. */
export function mulCodesI64(
  a: number,
  codes: number,
  entries: number,
  entryCount: number,
  count: number,
  to: number,
): number {
  if (magnitudeBits(a, count) + magnitudeBits(entries, entryCount) > 62) return 0;
  const { i64, u8 } = mem;
  for (let i = 0; i < count; i++) i64[(to >>> 3) + i] = i64[(a >>> 3) + i]! * i64[(entries >>> 3) + u8[codes + i]!]!;
  return 1;
}

/** `op(a * am, b * bm)`, every step checked; undefined from `op` fails too. */
function scaled(op: (x: bigint, y: bigint) => bigint | undefined): Scaled {
  return (a, sa, am, b, sb, bm, count, validity, to) => {
    const { i64, u8 } = mem;
    for (let i = 0; i < count; i++) {
      const x = i64[(a >>> 3) + i * sa]! * am;
      const y = i64[(b >>> 3) + i * sb]! * bm;
      const value = fits64(x) && fits64(y) ? op(x, y) : undefined;
      if (value !== undefined && fits64(value)) i64[(to >>> 3) + i] = value;
      else if (validBit(u8, validity, i)) return i;
    }
    return count;
  };
}

export const addScaledI64 = scaled((x, y) => x + y);
export const divScaledI64 = scaled((x, y) => (y === 0n ? undefined : x / y));
export const modScaledI64 = scaled((x, y) => (y === 0n ? undefined : x % y));

/** 64 by 64 to 128 bits. */
export function mulWideI64(a: number, sa: number, b: number, sb: number, count: number, to: number): void {
  const { i64 } = mem;
  for (let i = 0; i < count; i++) writeWide(to + i * 16, 16, i64[(a >>> 3) + i * sa]! * i64[(b >>> 3) + i * sb]!);
}

function checked128(op: (x: bigint, y: bigint) => bigint): Checked {
  return (a, sa, b, sb, count, validity, to) => {
    for (let i = 0; i < count; i++) {
      const value = op(readWide(a + i * sa * 16, 16), readWide(b + i * sb * 16, 16));
      writeWide(to + i * 16, 16, value);
      if (!fits128(value) && validBit(mem.u8, validity, i)) return i;
    }
    return count;
  };
}

export const addI128 = checked128((x, y) => x + y);
export const subI128 = checked128((x, y) => x - y);
export const mulI128 = checked128((x, y) => x * y);
