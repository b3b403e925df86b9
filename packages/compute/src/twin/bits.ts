/** Twins of assembly/bits.ts: bitmaps. Each is the reference for the kernel of the same name. */
import { mem } from '../memory/engine-memory.js';

const bitCount = (x: number): number => {
  const a = x - ((x >>> 1) & 0x55555555);
  const b = (a & 0x33333333) + ((a >>> 2) & 0x33333333);
  return Math.imul((b + (b >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
};

/** Number of set bits among the first `bits`. */
export function countBits(bitmap: number, bits: number): number {
  const u8 = mem.u8;
  const whole = bits >>> 3;
  let count = 0;
  for (let i = 0; i < whole; i++) count += bitCount(u8[bitmap + i]!);
  const rest = bits & 7;
  return rest === 0 ? count : count + bitCount(u8[bitmap + whole]! & ((1 << rest) - 1));
}

/** `to = a & b`; bits behind the last are unspecified. */
export function andBits(a: number, b: number, bits: number, to: number): void {
  const u8 = mem.u8;
  for (let i = 0, n = (bits + 7) >>> 3; i < n; i++) u8[to + i] = u8[a + i]! & u8[b + i]!;
}

/** `to = a | b`. */
export function orBits(a: number, b: number, bits: number, to: number): void {
  const u8 = mem.u8;
  for (let i = 0, n = (bits + 7) >>> 3; i < n; i++) u8[to + i] = u8[a + i]! | u8[b + i]!;
}

/** `to = ~a`. */
export function notBits(a: number, bits: number, to: number): void {
  const u8 = mem.u8;
  for (let i = 0, n = (bits + 7) >>> 3; i < n; i++) u8[to + i] = ~u8[a + i]!;
}

/** Copies `bits` bits from bit `fromBit` on to bit `toBit` on, leaving the bits around alone. */
export function copyBits(from: number, fromBit: number, bits: number, to: number, toBit: number): void {
  const u8 = mem.u8;
  let done = 0;
  while (done < bits) {
    const position = toBit + done;
    const inByte = position & 7;
    const take = Math.min(8 - inByte, bits - done);
    const source = fromBit + done;
    const at = from + (source >>> 3);
    const word = u8[at]! | (u8[at + 1]! << 8);
    const mask = (1 << take) - 1;
    const target = to + (position >>> 3);
    u8[target] = (u8[target]! & ~(mask << inByte)) | (((word >>> (source & 7)) & mask) << inByte);
    done += take;
  }
}

/** Row numbers of the bits set in `values` and in `validity` (0: all) as u32; returns how many. */
export function bitsToRows(values: number, validity: number, bits: number, rows: number): number {
  const u8 = mem.u8;
  const u32 = mem.u32;
  const start = rows >>> 2;
  let count = 0;
  for (let base = 0; base < bits; base += 8) {
    let word = u8[values + (base >>> 3)]!;
    if (validity !== 0) word &= u8[validity + (base >>> 3)]!;
    if (bits - base < 8) word &= (1 << (bits - base)) - 1;
    while (word !== 0) {
      u32[start + count++] = base + (31 - Math.clz32(word & -word));
      word &= word - 1;
    }
  }
  return count;
}

/** Bits of `bitmap` at `rows`, packed; returns how many are set. */
export function gatherBits(bitmap: number, rows: number, count: number, to: number): number {
  const u8 = mem.u8;
  const u32 = mem.u32;
  const start = rows >>> 2;
  let set = 0;
  for (let base = 0; base < count; base += 8) {
    const end = Math.min(8, count - base);
    let byte = 0;
    for (let j = 0; j < end; j++) {
      const row = u32[start + base + j]!;
      byte |= ((u8[bitmap + (row >>> 3)]! >>> (row & 7)) & 1) << j;
    }
    u8[to + (base >>> 3)] = byte;
    set += bitCount(byte);
  }
  return set;
}

/** Writes bit `i` of `bitmap` to bit `rows[i]` of `to`. */
export function scatterBits(bitmap: number, rows: number, count: number, to: number): void {
  const { u8, u32 } = mem;
  for (let i = 0; i < count; i++) {
    const row = u32[(rows >>> 2) + i]!;
    const at = to + (row >>> 3);
    const bit = (u8[bitmap + (i >>> 3)]! >>> (i & 7)) & 1;
    u8[at] = (u8[at]! & ~(1 << (row & 7))) | (bit << (row & 7));
  }
}

/**
 * Three-valued AND (`decisive` 0) or OR (1) of two bitmaps, each with its validity (0: all valid): a row in which one side is
 * known to be `decisive` is that, any other is known when both sides are. Bits behind the last are unspecified.
 */
export function logicBits(
  a: number,
  aValid: number,
  b: number,
  bValid: number,
  bits: number,
  decisive: number,
  to: number,
  validity: number,
): void {
  const { u8 } = mem;
  const flip = decisive ? 0 : 0xff;
  for (let i = 0, n = (bits + 7) >>> 3; i < n; i++) {
    const va = aValid === 0 ? 0xff : u8[aValid + i]!;
    const vb = bValid === 0 ? 0xff : u8[bValid + i]!;
    const decided = (va & (u8[a + i]! ^ flip)) | (vb & (u8[b + i]! ^ flip));
    u8[to + i] = decided ^ flip;
    u8[validity + i] = (va & vb) | decided;
  }
}

/** A bit for each byte, set where it is not 0; gives how many are. `bits` has room for two bytes more than are used. */
export function bytesToBits(bytes: number, count: number, bits: number): number {
  const { u8 } = mem;
  let ones = 0;
  for (let at = 0; at < count; at += 8) {
    let byte = 0;
    for (let k = 0; k < 8 && at + k < count; k++) if (u8[bytes + at + k] !== 0) byte |= 1 << k;
    u8[bits + (at >>> 3)] = byte;
    for (let rest = byte; rest !== 0; rest &= rest - 1) ones++;
  }
  return ones;
}
