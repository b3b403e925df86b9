import { mem } from '../memory/engine-memory.js';

/** The bits of the magnitudes of 64-bit values: each is at least -2^bits and below 2^bits. */
export function magnitudeBits(values: number, count: number): number {
  let bits = 0n;
  for (let i = 0; i < count; i++) {
    const value = mem.i64[(values >>> 3) + i]!;
    bits |= value ^ (value >> 63n);
  }
  return bits === 0n ? 0 : bits.toString(2).length;
}
