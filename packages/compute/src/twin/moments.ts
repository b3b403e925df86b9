/** Twins of assembly/moments.ts: moments of groups, and values brought together by group. */
import { mem } from '../memory/engine-memory.js';
import { validBit } from './valid-bit.js';

/** Welford's update of counts (u64), means and sums of squared differences (`m2`) of the groups of the rows of a mask. */
export function aggVarianceF64(
  values: number,
  mask: number,
  groups: number,
  count: number,
  counts: number,
  means: number,
  m2s: number,
): void {
  const { f64, u64, u32, u8 } = mem;
  for (let i = 0; i < count; i++) {
    if (!validBit(u8, mask, i)) continue;
    const group = u32[(groups >>> 2) + i]!;
    const n = ++u64[(counts >>> 3) + group]!;
    const value = f64[(values >>> 3) + i]!;
    const before = value - f64[(means >>> 3) + group]!;
    const mean = before / Number(n) + f64[(means >>> 3) + group]!;
    f64[(means >>> 3) + group] = mean;
    f64[(m2s >>> 3) + group]! += before * (value - mean);
  }
}

/** Counts (u64) and the sums of x, y, xy, xx and yy (five doubles a group) of the rows of a mask. */
export function aggCorrF64(
  xs: number,
  ys: number,
  mask: number,
  groups: number,
  count: number,
  counts: number,
  sums: number,
): void {
  const { f64, u64, u32, u8 } = mem;
  for (let i = 0; i < count; i++) {
    if (!validBit(u8, mask, i)) continue;
    const group = u32[(groups >>> 2) + i]!;
    const [x, y] = [f64[(xs >>> 3) + i]!, f64[(ys >>> 3) + i]!];
    const at = (sums >>> 3) + group * 5;
    u64[(counts >>> 3) + group]!++;
    f64[at]! += x;
    f64[at + 1]! += y;
    f64[at + 2]! += x * y;
    f64[at + 3]! += x * x;
    f64[at + 4]! += y * y;
  }
}

/** Writes 8-byte values where their groups go on: `places` are positions in `to` by group, u32 each, and move on. */
export function aggCollect8(values: number, groups: number, count: number, places: number, to: number): void {
  const { u32 } = mem;
  for (let i = 0; i < count; i++) {
    const at = (to >>> 2) + u32[(places >>> 2) + u32[(groups >>> 2) + i]!]!++ * 2;
    u32[at] = u32[(values >>> 2) + i * 2]!;
    u32[at + 1] = u32[(values >>> 2) + i * 2 + 1]!;
  }
}

/** Adds the number of rows of each group to `counts`, u32 each. */
export function aggTally(groups: number, count: number, counts: number): void {
  const { u32 } = mem;
  for (let i = 0; i < count; i++) u32[(counts >>> 2) + u32[(groups >>> 2) + i]!]!++;
}

/** Turns doubles into 64-bit integers of the same order (-NaN, -Infinity … -0, 0 … Infinity, NaN), and back. */
export function orderF64(values: number, count: number): void {
  const { i64 } = mem;
  for (let i = values >>> 3, end = i + count; i < end; i++) i64[i]! ^= (i64[i]! >> 63n) & 0x7fff_ffff_ffff_ffffn;
}

/** Moves the integer that is at position `rank` of the sorted ones there: none before is larger, none behind smaller. */
export function selectI64(values: number, count: number, _rank: number): void {
  mem.i64.subarray(values >>> 3, (values >>> 3) + count).sort();
}
