/**
 * Twins of assembly/aggregate.ts: folding values into the state of their groups, or into one.
 *
 * `mask` is a bitmap of the rows that count (0: all), `groups` the u32 group number of each row. Sums of integers wrap.
 * Sums of floats without groups use four partial sums (two when there is a mask), added up pairwise, so that results
 * have the same last digits whatever computes them.
 */
import { mem } from '../memory/engine-memory.js';
import { magnitudeBits } from './magnitude.js';

const skipped = (mask: number, row: number): boolean =>
  mask !== 0 && ((mem.u8[mask + (row >>> 3)]! >>> (row & 7)) & 1) === 0;

/** Sets the byte of every group that has a row. */
export function aggMark(mask: number, groups: number, count: number, seen: number): void {
  const { u8, u32 } = mem;
  const at = groups >>> 2;
  for (let i = 0; i < count; i++) if (!skipped(mask, i)) u8[seen + u32[at + i]!] = 1;
}

/** Counts rows by group, in 64-bit integers. */
export function aggCount(mask: number, groups: number, count: number, counts: number): void {
  const u32 = mem.u32;
  for (let i = 0; i < count; i++) {
    if (skipped(mask, i)) continue;
    const at = (counts >>> 2) + u32[(groups >>> 2) + i]! * 2;
    const low = u32[at]! + 1;
    u32[at] = low;
    if (low > 0xffff_ffff) u32[at + 1]!++;
  }
}

/** Adds 64-bit integers by group. */
export function aggSum64(values: number, mask: number, groups: number, count: number, sums: number): void {
  const u32 = mem.u32;
  const from = values >>> 2;
  for (let i = 0; i < count; i++) {
    if (skipped(mask, i)) continue;
    const at = (sums >>> 2) + u32[(groups >>> 2) + i]! * 2;
    const low = u32[at]! + u32[from + i * 2]!;
    u32[at] = low;
    u32[at + 1] = u32[at + 1]! + u32[from + i * 2 + 1]! + (low > 0xffff_ffff ? 1 : 0);
  }
}

/** Adds doubles by group, in the order of the rows. */
export function aggSumF64(values: number, mask: number, groups: number, count: number, sums: number): void {
  const { f64, u32 } = mem;
  for (let i = 0; i < count; i++) {
    if (!skipped(mask, i)) f64[(sums >>> 3) + u32[(groups >>> 2) + i]!]! += f64[(values >>> 3) + i]!;
  }
}

/** Adds one integer of 8 or 16 bytes to one of 16. */
function add128(sum: number, value: number, width: number): void {
  const u32 = mem.u32;
  const to = sum >>> 2;
  const from = value >>> 2;
  const sign = width === 8 && (u32[from + 1]! & 0x8000_0000) !== 0 ? 0xffff_ffff : 0;
  let carry = 0;
  for (let word = 0; word < 4; word++) {
    const part = u32[to + word]! + (word * 4 < width ? u32[from + word]! : sign) + carry;
    u32[to + word] = part;
    carry = part > 0xffff_ffff ? 1 : 0;
  }
}

/** Adds integers of 8 or 16 bytes by group, in 128 bits. */
export function aggSum128(
  values: number,
  width: number,
  mask: number,
  groups: number,
  count: number,
  sums: number,
): void {
  for (let i = 0; i < count; i++) {
    if (!skipped(mask, i)) add128(sums + mem.u32[(groups >>> 2) + i]! * 16, values + i * width, width);
  }
}

/** Keeps the smallest (or largest) 32-bit integer of each group. */
export function aggBestI32(
  values: number,
  mask: number,
  groups: number,
  count: number,
  best: number,
  seen: number,
  largest: number,
): void {
  const { i32, u8, u32 } = mem;
  for (let i = 0; i < count; i++) {
    if (skipped(mask, i)) continue;
    const group = u32[(groups >>> 2) + i]!;
    const value = i32[(values >>> 2) + i]!;
    const known = i32[(best >>> 2) + group]!;
    if (u8[seen + group] !== 0 && (largest !== 0 ? value <= known : value >= known)) continue;
    i32[(best >>> 2) + group] = value;
    u8[seen + group] = 1;
  }
}

/** Likewise for 64-bit integers. */
export function aggBestI64(
  values: number,
  mask: number,
  groups: number,
  count: number,
  best: number,
  seen: number,
  largest: number,
): void {
  best64(mem.i32, values, mask, groups, count, best, seen, largest);
}

/** Likewise for unsigned 64-bit integers. */
export function aggBestU64(
  values: number,
  mask: number,
  groups: number,
  count: number,
  best: number,
  seen: number,
  largest: number,
): void {
  best64(mem.u32, values, mask, groups, count, best, seen, largest);
}

function best64(
  highs: Int32Array | Uint32Array,
  values: number,
  mask: number,
  groups: number,
  count: number,
  best: number,
  seen: number,
  largest: number,
): void {
  const { u8, u32 } = mem;
  for (let i = 0; i < count; i++) {
    if (skipped(mask, i)) continue;
    const group = u32[(groups >>> 2) + i]!;
    const from = (values >>> 2) + i * 2;
    const to = (best >>> 2) + group * 2;
    if (u8[seen + group] !== 0) {
      const high = highs[from + 1]! - highs[to + 1]!;
      const order = high !== 0 ? high : u32[from]! - u32[to]!;
      if (largest !== 0 ? order <= 0 : order >= 0) continue;
    }
    u32[to] = u32[from]!;
    u32[to + 1] = u32[from + 1]!;
    u8[seen + group] = 1;
  }
}

/** Likewise for integers of 8 or 16 bytes, kept in 16. */
export function aggBest128(
  values: number,
  width: number,
  mask: number,
  groups: number,
  count: number,
  best: number,
  seen: number,
  largest: number,
): void {
  const { i32, u8, u32 } = mem;
  for (let i = 0; i < count; i++) {
    if (skipped(mask, i)) continue;
    const group = u32[(groups >>> 2) + i]!;
    const from = (values + i * width) >>> 2;
    const to = (best + group * 16) >>> 2;
    const sign = width === 8 ? i32[from + 1]! >> 31 : i32[from + 3]! >> 31;
    const [third, fourth] = width === 8 ? [sign >>> 0, sign] : [u32[from + 2]!, i32[from + 3]!];
    if (u8[seen + group] !== 0) {
      const order =
        fourth - i32[to + 3]! || third - u32[to + 2]! || u32[from + 1]! - u32[to + 1]! || u32[from]! - u32[to]!;
      if (largest !== 0 ? order <= 0 : order >= 0) continue;
    }
    u32[to] = u32[from]!;
    u32[to + 1] = u32[from + 1]!;
    u32[to + 2] = third;
    u32[to + 3] = fourth;
    u8[seen + group] = 1;
  }
}

/** Likewise for doubles, where `best` starts at the other end of the range; NaN replaces and is replaced. */
export function aggBestF64(
  values: number,
  mask: number,
  groups: number,
  count: number,
  best: number,
  seen: number,
  largest: number,
): void {
  const { f64, u8, u32 } = mem;
  for (let i = 0; i < count; i++) {
    if (skipped(mask, i)) continue;
    const group = u32[(groups >>> 2) + i]!;
    const value = f64[(values >>> 3) + i]!;
    const known = f64[(best >>> 3) + group]!;
    u8[seen + group] = 1;
    if (largest !== 0 ? value <= known : value >= known) continue;
    f64[(best >>> 3) + group] = value;
  }
}

/** Adds 64-bit integers to the one at `to`. */
export function aggTotal64(values: number, mask: number, count: number, to: number): void {
  const u32 = mem.u32;
  let low = u32[to >>> 2]!;
  let high = u32[(to >>> 2) + 1]!;
  for (let i = 0; i < count; i++) {
    if (skipped(mask, i)) continue;
    low += u32[(values >>> 2) + i * 2]!;
    high = (high + u32[(values >>> 2) + i * 2 + 1]! + (low > 0xffff_ffff ? 1 : 0)) >>> 0;
    low >>>= 0;
  }
  u32[to >>> 2] = low;
  u32[(to >>> 2) + 1] = high;
}

/** The sum of doubles. */
export function aggTotalF64(values: number, mask: number, count: number): number {
  const f64 = mem.f64;
  const sums = [0, 0, 0, 0];
  const lanes = mask === 0 ? 3 : 1;
  for (let i = 0; i < count; i++) if (!skipped(mask, i)) sums[i & lanes]! += f64[(values >>> 3) + i]!;
  return sums[0]! + sums[2]! + (sums[1]! + sums[3]!);
}

/** Adds integers of 8 or 16 bytes to the 128-bit one at `to`. */
export function aggTotal128(values: number, width: number, mask: number, count: number, to: number): void {
  for (let i = 0; i < count; i++) if (!skipped(mask, i)) add128(to, values + i * width, width);
}

/** Group numbers of fewer than 256 groups as bytes. */
export function aggGroupBytes(groups: number, count: number, to: number): void {
  for (let i = 0; i < count; i++) mem.u8[to + i] = mem.u32[(groups >>> 2) + i]!;
}

/** Adds `valueOf(row)` by groups of one byte, once all sums are 0; rows of other groups count for nothing. */
function sumFew(
  valueOf: (row: number) => bigint,
  groups: number,
  count: number,
  groupCount: number,
  parts: number,
): void {
  const { i64, u8 } = mem;
  i64.fill(0n, parts >>> 3, (parts >>> 3) + groupCount);
  for (let i = 0; i < count; i++) {
    const group = u8[groups + i]!;
    if (group < groupCount) i64[(parts >>> 3) + group]! += valueOf(i);
  }
}

/** True when no sum of so many of the values needs more than 64 bits. */
const sumsFit = (values: number, valueCount: number, count: number): boolean =>
  magnitudeBits(values, valueCount) + 32 - Math.clz32(count) <= 62;

/**
 * Sums of 64-bit values by few groups, as a 64-bit number a group; gives 0 where these might not hold them. Group numbers
 * take a byte, and rows with the number `groupCount` count for nothing. `scratch` has 32 bytes a group and once more.
 */
export function aggSumFew(
  values: number,
  groups: number,
  count: number,
  groupCount: number,
  _scratch: number,
  parts: number,
): number {
  if (!sumsFit(values, count, count)) return 0;
  sumFew((row) => mem.i64[(values >>> 3) + row]!, groups, count, groupCount, parts);
  return 1;
}

/**
 * Likewise of two columns: bit 0 of the result says that the sums of the first hold, bit 1 the second's. `scratch` has 64
 * bytes a group and once more.
 */
export function aggSumTwoFew(
  x: number,
  y: number,
  groups: number,
  count: number,
  groupCount: number,
  scratch: number,
  xParts: number,
  yParts: number,
): number {
  return (
    aggSumFew(x, groups, count, groupCount, scratch, xParts) |
    (aggSumFew(y, groups, count, groupCount, scratch, yParts) << 1)
  );
}

/** Likewise of the entries that one-byte codes stand for; `scratch` has 32 bytes a group and once more, at least 128. */
export function aggSumCodesFew(
  codes: number,
  entries: number,
  entryCount: number,
  groups: number,
  count: number,
  groupCount: number,
  _scratch: number,
  parts: number,
): number {
  if (!sumsFit(entries, entryCount, count)) return 0;
  sumFew((row) => mem.i64[(entries >>> 3) + mem.u8[codes + row]!]!, groups, count, groupCount, parts);
  return 1;
}

/** Adds the 64-bit integers that one-byte codes stand for by group, wrapping. */
export function aggSumCodes64(codes: number, entries: number, groups: number, count: number, sums: number): void {
  const { i64, u8, u32 } = mem;
  for (let i = 0; i < count; i++)
    i64[(sums >>> 3) + u32[(groups >>> 2) + i]!]! += i64[(entries >>> 3) + u8[codes + i]!]!;
}

/** Adds the doubles that one-byte codes stand for by group, in the order of the rows. */
export function aggSumCodesF64(codes: number, entries: number, groups: number, count: number, sums: number): void {
  const { f64, u8, u32 } = mem;
  for (let i = 0; i < count; i++)
    f64[(sums >>> 3) + u32[(groups >>> 2) + i]!]! += f64[(entries >>> 3) + u8[codes + i]!]!;
}

/** Adds a 64-bit number a group to sums of 8 or 16 bytes. */
export function aggAddParts(parts: number, groupCount: number, width: number, sums: number): void {
  for (let group = 0; group < groupCount; group++) {
    if (width === 8) mem.i64[(sums >>> 3) + group]! += mem.i64[(parts >>> 3) + group]!;
    else add128(sums + group * 16, parts + group * 8, 8);
  }
}

/**
 * Counts the rows of few groups, in a 64-bit number a group. Group numbers take a byte, and rows with the number
 * `groupCount` count for nothing. `scratch` has 16 bytes a group and once more.
 */
export function aggCountFew(groups: number, count: number, groupCount: number, _scratch: number, parts: number): void {
  sumFew(() => 1n, groups, count, groupCount, parts);
}

/**
 * `sum * factor / count` of the groups from `first` on, truncated; 0 where the count is. Sums and means take `width` bytes
 * (8 or 16). Gives the first group where 64 bits may not do or the mean reaches `limit` (0: none), or the number of groups.
 */
export function aggMeans(
  sums: number,
  width: number,
  counts: number,
  first: number,
  count: number,
  factor: bigint,
  limit: bigint,
  to: number,
): number {
  const { i64 } = mem;
  const spare = 64n - BigInt(factor.toString(2).length) - 2n;
  const bound = spare < 0n ? 0n : 1n << spare;
  for (let i = first; i < count; i++) {
    const from = (sums + i * width) >>> 3;
    const target = (to + i * width) >>> 3;
    const n = i64[(counts >>> 3) + i]!;
    const sum = i64[from]!;
    let mean = 0n;
    if (n !== 0n) {
      if (n < 0n || (width === 16 && i64[from + 1] !== sum >> 63n) || spare < 0n || sum < -bound || sum >= bound)
        return i;
      mean = (sum * factor) / n;
      if (limit !== 0n && (mean >= limit || mean <= -limit)) return i;
    }
    i64[target] = mean;
    if (width === 16) i64[target + 1] = mean >> 63n;
  }
  return count;
}
