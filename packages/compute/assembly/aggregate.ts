/** Folding values into the state of their groups, or into one; src/twin/aggregate.ts describes the arguments. */
import { groupOf, skipped } from './group-rows';
import { lookUp, putByteTables } from './byte-tables';
import { fitBits, magnitudeBits } from './magnitude';

export function aggMark(mask: usize, groups: usize, count: i32, seen: usize): void {
  for (let i = 0; i < count; i++) if (!skipped(mask, i)) store<u8>(seen + groupOf(groups, i), 1);
}

export function aggCount(mask: usize, groups: usize, count: i32, counts: usize): void {
  for (let i = 0; i < count; i++) {
    if (skipped(mask, i)) continue;
    const at = counts + (groupOf(groups, i) << 3);
    store<i64>(at, load<i64>(at) + 1);
  }
}

@inline
function sum<T>(values: usize, mask: usize, groups: usize, count: i32, sums: usize): void {
  for (let i = 0; i < count; i++) {
    if (skipped(mask, i)) continue;
    const at = sums + (groupOf(groups, i) << 3);
    store<T>(at, <T>(load<T>(at) + load<T>(values + (<usize>i << 3))));
  }
}

export function aggSum64(values: usize, mask: usize, groups: usize, count: i32, sums: usize): void {
  sum<i64>(values, mask, groups, count, sums);
}

export function aggSumF64(values: usize, mask: usize, groups: usize, count: i32, sums: usize): void {
  sum<f64>(values, mask, groups, count, sums);
}

@inline
function add128(to: usize, low: u64, high: u64): void {
  const before = load<u64>(to);
  const after = before + low;
  store<u64>(to, after);
  store<u64>(to + 8, load<u64>(to + 8) + high + u64(after < before));
}

export function aggSum128(values: usize, width: i32, mask: usize, groups: usize, count: i32, sums: usize): void {
  if (width == 8) {
    for (let i = 0; i < count; i++) {
      if (skipped(mask, i)) continue;
      const value = load<i64>(values + (<usize>i << 3));
      add128(sums + (groupOf(groups, i) << 4), <u64>value, <u64>(value >> 63));
    }
    return;
  }
  for (let i = 0; i < count; i++) {
    if (skipped(mask, i)) continue;
    const from = values + (<usize>i << 4);
    add128(sums + (groupOf(groups, i) << 4), load<u64>(from), load<u64>(from + 8));
  }
}

/** Bits of a count. */
@inline
function countBitsOf(count: i32): i32 {
  return 32 - <i32>clz<u32>(<u32>count);
}

/** The group of a row, for groups of one byte. */
@inline
function byteGroup(groups: usize, row: i32): usize {
  return <usize>load<u8>(groups + row);
}

// Rows go to four sums a group in turn: neighbours of one group do not wait for each other.
export function aggSumFew(values: usize, groups: usize, count: i32, groupCount: i32, scratch: usize, parts: usize): i32 {
  memory.fill(scratch, 0, <usize>(groupCount + 1) << 5);
  let all = i64x2.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const from = values + (<usize>i << 3);
    all = v128.or(all, v128.or(v128.load(from), v128.load(from, 16)));
    const a = scratch + (byteGroup(groups, i) << 5);
    store<i64>(a, load<i64>(a) + load<i64>(from));
    const b = scratch + (byteGroup(groups, i + 1) << 5);
    store<i64>(b, load<i64>(b, 8) + load<i64>(from, 8), 8);
    const c = scratch + (byteGroup(groups, i + 2) << 5);
    store<i64>(c, load<i64>(c, 16) + load<i64>(from, 16), 16);
    const d = scratch + (byteGroup(groups, i + 3) << 5);
    store<i64>(d, load<i64>(d, 24) + load<i64>(from, 24), 24);
  }
  let joined = i64x2.extract_lane(all, 0) | i64x2.extract_lane(all, 1);
  for (; i < count; i++) {
    const a = scratch + (byteGroup(groups, i) << 5);
    const value = load<i64>(values + (<usize>i << 3));
    joined |= value;
    store<i64>(a, load<i64>(a) + value);
  }
  if (!fitBits(joined, values, count, 62 - countBitsOf(count))) return 0;
  foldLanes(scratch, groupCount, parts);
  return 1;
}

@inline
function foldLanes(scratch: usize, groupCount: i32, parts: usize): void {
  for (let g = 0; g < groupCount; g++) {
    const at = scratch + (<usize>g << 5);
    store<i64>(parts + (<usize>g << 3), load<i64>(at) + load<i64>(at, 8) + load<i64>(at, 16) + load<i64>(at, 24));
  }
}

/** Adds a pair of numbers to the pair of sums at an address. */
@inline
function addPair(at: usize, pair: v128): void {
  v128.store(at, i64x2.add(v128.load(at), pair));
}

// Both sums of a group lie together, so that one addition serves both; four of these pairs a group, as above.
export function aggSumTwoFew(
  x: usize,
  y: usize,
  groups: usize,
  count: i32,
  groupCount: i32,
  scratch: usize,
  xParts: usize,
  yParts: usize,
): i32 {
  memory.fill(scratch, 0, <usize>(groupCount + 1) << 6);
  let xAll = i64x2.splat(0);
  let yAll = i64x2.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const at = <usize>i << 3;
    const x0 = v128.load(x + at);
    const x1 = v128.load(x + at, 16);
    const y0 = v128.load(y + at);
    const y1 = v128.load(y + at, 16);
    xAll = v128.or(xAll, v128.or(x0, x1));
    yAll = v128.or(yAll, v128.or(y0, y1));
    addPair(scratch + (byteGroup(groups, i) << 6), v128.shuffle<i64>(x0, y0, 0, 2));
    addPair(scratch + (byteGroup(groups, i + 1) << 6) + 16, v128.shuffle<i64>(x0, y0, 1, 3));
    addPair(scratch + (byteGroup(groups, i + 2) << 6) + 32, v128.shuffle<i64>(x1, y1, 0, 2));
    addPair(scratch + (byteGroup(groups, i + 3) << 6) + 48, v128.shuffle<i64>(x1, y1, 1, 3));
  }
  let xJoined = i64x2.extract_lane(xAll, 0) | i64x2.extract_lane(xAll, 1);
  let yJoined = i64x2.extract_lane(yAll, 0) | i64x2.extract_lane(yAll, 1);
  for (; i < count; i++) {
    const a = scratch + (byteGroup(groups, i) << 6);
    const xValue = load<i64>(x + (<usize>i << 3));
    const yValue = load<i64>(y + (<usize>i << 3));
    xJoined |= xValue;
    yJoined |= yValue;
    store<i64>(a, load<i64>(a) + xValue);
    store<i64>(a, load<i64>(a, 8) + yValue, 8);
  }
  for (let g = 0; g < groupCount; g++) {
    const at = scratch + (<usize>g << 6);
    const pair = i64x2.add(
      i64x2.add(v128.load(at), v128.load(at, 16)),
      i64x2.add(v128.load(at, 32), v128.load(at, 48)),
    );
    store<i64>(xParts + (<usize>g << 3), i64x2.extract_lane(pair, 0));
    store<i64>(yParts + (<usize>g << 3), i64x2.extract_lane(pair, 1));
  }
  const most = 62 - countBitsOf(count);
  return i32(fitBits(xJoined, x, count, most)) | (i32(fitBits(yJoined, y, count, most)) << 1);
}

@inline
function entryOf<T>(entries: usize, codes: usize, row: i32): T {
  return load<T>(entries + (<usize>load<u8>(codes + row) << 3));
}

/** Sums by comparing take a pass for four groups and each byte of the entries, and two where tables are large: so many pay. */
const COMPARED_PASSES = 4;

export function aggSumCodesFew(
  codes: usize,
  entries: usize,
  entryCount: i32,
  groups: usize,
  count: i32,
  groupCount: i32,
  scratch: usize,
  parts: usize,
): i32 {
  if (magnitudeBits(entries, 1, entryCount) + countBitsOf(count) > 62) return 0;
  const entryBytes = count < 64 ? 0 : putByteTables(entries, entryCount, scratch);
  const passes = ((groupCount + 3) >>> 2) * entryBytes << i32(entryCount > 16);
  if (passes > 0 && passes <= COMPARED_PASSES) {
    sumByComparing(codes, entryCount, entryBytes, groups, count & ~15, groupCount, scratch, parts);
    for (let i = count & ~15; i < count; i++) {
      const at = parts + (byteGroup(groups, i) << 3);
      if (<i32>byteGroup(groups, i) < groupCount) store<i64>(at, load<i64>(at) + entryOf<i64>(entries, codes, i));
    }
    return 1;
  }
  memory.fill(scratch, 0, <usize>(groupCount + 1) << 5);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const four = load<u32>(codes + i);
    const a = scratch + (byteGroup(groups, i) << 5);
    store<i64>(a, load<i64>(a) + load<i64>(entries + (<usize>(four & 255) << 3)));
    const b = scratch + (byteGroup(groups, i + 1) << 5);
    store<i64>(b, load<i64>(b, 8) + load<i64>(entries + (<usize>((four >>> 8) & 255) << 3)), 8);
    const c = scratch + (byteGroup(groups, i + 2) << 5);
    store<i64>(c, load<i64>(c, 16) + load<i64>(entries + (<usize>((four >>> 16) & 255) << 3)), 16);
    const d = scratch + (byteGroup(groups, i + 3) << 5);
    store<i64>(d, load<i64>(d, 24) + load<i64>(entries + (<usize>(four >>> 24) << 3)), 24);
  }
  for (; i < count; i++) {
    const a = scratch + (byteGroup(groups, i) << 5);
    store<i64>(a, load<i64>(a) + entryOf<i64>(entries, codes, i));
  }
  foldLanes(scratch, groupCount, parts);
  return 1;
}

/** Sums of 16 bytes, in pairs that do not overflow 16 bits for so many rounds. */
const BYTE_ROUNDS = 128;

/** The bytes of the rows of a group, added to eight sums. */
@inline
function addBytes(sums: v128, bytes: v128, groups: v128, group: i32): v128 {
  return i16x8.add(sums, i16x8.extadd_pairwise_i8x16_u(v128.and(bytes, i8x16.eq(groups, i8x16.splat(<i8>group)))));
}

@inline
function sumOfLanes(lanes: v128): i64 {
  const low = i64x2.extend_low_i32x4_u(lanes);
  const high = i64x2.extend_high_i32x4_u(lanes);
  const pair = i64x2.add(low, high);
  return i64x2.extract_lane(pair, 0) + i64x2.extract_lane(pair, 1);
}

/** Sums of entries of one or two bytes, byte by byte, of four groups at a time; `count` is a multiple of 16. */
function sumByComparing(
  codes: usize,
  entryCount: i32,
  entryBytes: i32,
  groups: usize,
  count: i32,
  groupCount: i32,
  tables: usize,
  parts: usize,
): void {
  const isLarge = entryCount > 16;
  for (let g = 0; g < groupCount; g++) store<i64>(parts + (<usize>g << 3), 0);
  for (let byte = 0; byte < entryBytes; byte++) {
    const table = tables + byte * 64;
    const t0 = v128.load(table);
    const t1 = v128.load(table, 16);
    const t2 = v128.load(table, 32);
    const t3 = v128.load(table, 48);
    for (let g = 0; g < groupCount; g += 4) {
      let a = i32x4.splat(0);
      let b = a;
      let c = a;
      let d = a;
      for (let i = 0; i < count; ) {
        let a16 = i16x8.splat(0);
        let b16 = a16;
        let c16 = a16;
        let d16 = a16;
        const end = min(count, i + 16 * BYTE_ROUNDS);
        for (; i < end; i += 16) {
          const own = v128.load(groups + i);
          const bytes = lookUp(t0, t1, t2, t3, v128.load(codes + i), isLarge);
          a16 = addBytes(a16, bytes, own, g);
          b16 = addBytes(b16, bytes, own, g + 1);
          c16 = addBytes(c16, bytes, own, g + 2);
          d16 = addBytes(d16, bytes, own, g + 3);
        }
        a = i32x4.add(a, i32x4.extadd_pairwise_i16x8_u(a16));
        b = i32x4.add(b, i32x4.extadd_pairwise_i16x8_u(b16));
        c = i32x4.add(c, i32x4.extadd_pairwise_i16x8_u(c16));
        d = i32x4.add(d, i32x4.extadd_pairwise_i16x8_u(d16));
      }
      addPart(parts, g, groupCount, sumOfLanes(a) << (byte * 8));
      addPart(parts, g + 1, groupCount, sumOfLanes(b) << (byte * 8));
      addPart(parts, g + 2, groupCount, sumOfLanes(c) << (byte * 8));
      addPart(parts, g + 3, groupCount, sumOfLanes(d) << (byte * 8));
    }
  }
}

@inline
function addPart(parts: usize, group: i32, groupCount: i32, sum: i64): void {
  const at = parts + (<usize>group << 3);
  if (group < groupCount) store<i64>(at, load<i64>(at) + sum);
}

export function aggSumCodes64(codes: usize, entries: usize, groups: usize, count: i32, sums: usize): void {
  for (let i = 0; i < count; i++) {
    const at = sums + (groupOf(groups, i) << 3);
    store<i64>(at, load<i64>(at) + entryOf<i64>(entries, codes, i));
  }
}

export function aggSumCodesF64(codes: usize, entries: usize, groups: usize, count: i32, sums: usize): void {
  for (let i = 0; i < count; i++) {
    const at = sums + (groupOf(groups, i) << 3);
    store<f64>(at, load<f64>(at) + entryOf<f64>(entries, codes, i));
  }
}

export function aggAddParts(parts: usize, groupCount: i32, width: i32, sums: usize): void {
  for (let g = 0; g < groupCount; g++) {
    const part = load<i64>(parts + (<usize>g << 3));
    const to = sums + <usize>(g * width);
    if (width == 8) store<i64>(to, load<i64>(to) + part);
    else add128(to, <u64>part, <u64>(part >> 63));
  }
}

/** Groups that are told apart by comparing bytes, 16 rows at a time. */
const COMPARED_GROUPS = 16;

/** Counts rows by group by comparing. */
function countByComparing(groups: usize, count: i32, groupCount: i32, parts: usize): void {
  const whole = count & ~15;
  for (let g = 0; g < groupCount; g++) {
    const group = i8x16.splat(<i8>g);
    let total = i32x4.splat(0);
    for (let i = 0; i < whole; ) {
      let lanes = i8x16.splat(0);
      const end = min(whole, i + 16 * 255);
      for (; i < end; i += 16) lanes = i8x16.sub(lanes, i8x16.eq(v128.load(groups + i), group));
      total = i32x4.add(total, i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(lanes)));
    }
    let all = i32x4.extract_lane(total, 0) + i32x4.extract_lane(total, 1);
    all += i32x4.extract_lane(total, 2) + i32x4.extract_lane(total, 3);
    for (let i = whole; i < count; i++) if (<i32>load<u8>(groups + i) == g) all++;
    store<i64>(parts + (<usize>g << 3), <i64>all);
  }
}

export function aggCountFew(groups: usize, count: i32, groupCount: i32, scratch: usize, parts: usize): void {
  if (groupCount <= COMPARED_GROUPS) return countByComparing(groups, count, groupCount, parts);
  memory.fill(scratch, 0, <usize>(groupCount + 1) << 4);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const a = scratch + (byteGroup(groups, i) << 4);
    store<u32>(a, load<u32>(a) + 1);
    const b = scratch + (byteGroup(groups, i + 1) << 4);
    store<u32>(b, load<u32>(b, 4) + 1, 4);
    const c = scratch + (byteGroup(groups, i + 2) << 4);
    store<u32>(c, load<u32>(c, 8) + 1, 8);
    const d = scratch + (byteGroup(groups, i + 3) << 4);
    store<u32>(d, load<u32>(d, 12) + 1, 12);
  }
  for (; i < count; i++) {
    const a = scratch + (byteGroup(groups, i) << 4);
    store<u32>(a, load<u32>(a) + 1);
  }
  for (let g = 0; g < groupCount; g++) {
    const at = scratch + (<usize>g << 4);
    const total = load<u32>(at) + load<u32>(at, 4) + load<u32>(at, 8) + load<u32>(at, 12);
    store<i64>(parts + (<usize>g << 3), <i64>total);
  }
}

export function aggGroupBytes(groups: usize, count: i32, to: usize): void {
  let i = 0;
  for (; i + 16 <= count; i += 16) {
    const from = groups + (<usize>i << 2);
    const low = i16x8.narrow_i32x4_u(v128.load(from), v128.load(from, 16));
    const high = i16x8.narrow_i32x4_u(v128.load(from, 32), v128.load(from, 48));
    v128.store(to + i, i8x16.narrow_i16x8_u(low, high));
  }
  for (; i < count; i++) store<u8>(to + i, load<u32>(groups + (<usize>i << 2)));
}

export function aggMeans(
  sums: usize,
  width: i32,
  counts: usize,
  first: i32,
  count: i32,
  factor: i64,
  limit: i64,
  to: usize,
): i32 {
  const spare = <i32>clz<i64>(factor) - 2;
  for (let i = first; i < count; i++) {
    const from = sums + <usize>(i * width);
    const sum = load<i64>(from);
    const target = to + <usize>(i * width);
    const n = load<i64>(counts + (<usize>i << 3));
    if (n == 0) {
      store<i64>(target, 0);
      if (width == 16) store<i64>(target, 0, 8);
      continue;
    }
    if (n < 0 || (width == 16 && load<i64>(from, 8) != sum >> 63)) return i;
    if (64 - <i32>clz<i64>(sum ^ (sum >> 63)) > spare) return i;
    const mean = (sum * factor) / n;
    if (limit != 0 && (mean >= limit || mean <= -limit)) return i;
    store<i64>(target, mean);
    if (width == 16) store<i64>(target, mean >> 63, 8);
  }
  return count;
}

@inline
function best<T>(values: usize, mask: usize, groups: usize, count: i32, to: usize, seen: usize, largest: i32): void {
  for (let i = 0; i < count; i++) {
    if (skipped(mask, i)) continue;
    const group = groupOf(groups, i);
    const value = load<T>(values + <usize>i * sizeof<T>());
    const at = to + group * sizeof<T>();
    const known = load<T>(at);
    if (load<u8>(seen + group) != 0 && (largest != 0 ? value <= known : value >= known)) continue;
    store<T>(at, value);
    store<u8>(seen + group, 1);
  }
}

export function aggBestI32(values: usize, mask: usize, groups: usize, count: i32, to: usize, seen: usize, largest: i32): void {
  best<i32>(values, mask, groups, count, to, seen, largest);
}

export function aggBestI64(values: usize, mask: usize, groups: usize, count: i32, to: usize, seen: usize, largest: i32): void {
  best<i64>(values, mask, groups, count, to, seen, largest);
}

export function aggBestU64(values: usize, mask: usize, groups: usize, count: i32, to: usize, seen: usize, largest: i32): void {
  best<u64>(values, mask, groups, count, to, seen, largest);
}

export function aggBest128(
  values: usize,
  width: i32,
  mask: usize,
  groups: usize,
  count: i32,
  to: usize,
  seen: usize,
  largest: i32,
): void {
  for (let i = 0; i < count; i++) {
    if (skipped(mask, i)) continue;
    const group = groupOf(groups, i);
    const from = values + <usize>(i * width);
    const low = load<u64>(from);
    const high = width == 8 ? <i64>low >> 63 : load<i64>(from, 8);
    const at = to + (group << 4);
    if (load<u8>(seen + group) != 0) {
      const knownLow = load<u64>(at);
      const knownHigh = load<i64>(at, 8);
      const less = high < knownHigh || (high == knownHigh && low < knownLow);
      const equal = high == knownHigh && low == knownLow;
      if (equal || (largest != 0 ? less : !less)) continue;
    }
    store<u64>(at, low);
    store<i64>(at, high, 8);
    store<u8>(seen + group, 1);
  }
}

export function aggBestF64(values: usize, mask: usize, groups: usize, count: i32, to: usize, seen: usize, largest: i32): void {
  for (let i = 0; i < count; i++) {
    if (skipped(mask, i)) continue;
    const group = groupOf(groups, i);
    const value = load<f64>(values + (<usize>i << 3));
    const at = to + (group << 3);
    const known = load<f64>(at);
    store<u8>(seen + group, 1);
    if (largest != 0 ? value <= known : value >= known) continue;
    store<f64>(at, value);
  }
}

export function aggTotal64(values: usize, mask: usize, count: i32, to: usize): void {
  let total = load<i64>(to);
  if (mask == 0) {
    let pair = i64x2.splat(0);
    let i = 0;
    for (; i + 2 <= count; i += 2) pair = i64x2.add(pair, v128.load(values + (<usize>i << 3)));
    total += i64x2.extract_lane(pair, 0) + i64x2.extract_lane(pair, 1);
    for (; i < count; i++) total += load<i64>(values + (<usize>i << 3));
  } else {
    for (let i = 0; i < count; i++) if (!skipped(mask, i)) total += load<i64>(values + (<usize>i << 3));
  }
  store<i64>(to, total);
}

export function aggTotalF64(values: usize, mask: usize, count: i32): f64 {
  if (mask != 0) {
    let even = 0.0;
    let odd = 0.0;
    for (let i = 0; i < count; i++) {
      if (skipped(mask, i)) continue;
      const value = load<f64>(values + (<usize>i << 3));
      if ((i & 1) == 0) even += value;
      else odd += value;
    }
    return even + odd;
  }
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    low = f64x2.add(low, v128.load(values + (<usize>i << 3)));
    high = f64x2.add(high, v128.load(values + (<usize>i << 3), 16));
  }
  let s0 = f64x2.extract_lane(low, 0);
  let s1 = f64x2.extract_lane(low, 1);
  let s2 = f64x2.extract_lane(high, 0);
  if (i < count) s0 += load<f64>(values + (<usize>i << 3));
  if (i + 1 < count) s1 += load<f64>(values + (<usize>i << 3), 8);
  if (i + 2 < count) s2 += load<f64>(values + (<usize>i << 3), 16);
  return s0 + s2 + (s1 + f64x2.extract_lane(high, 1));
}

/** The sum of 64-bit integers, wrapping. */
@inline
function sumAll(values: usize, count: i32): i64 {
  let a = i64x2.splat(0);
  let b = a;
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    a = i64x2.add(a, v128.load(values + (<usize>i << 3)));
    b = i64x2.add(b, v128.load(values + (<usize>i << 3), 16));
  }
  a = i64x2.add(a, b);
  let total = i64x2.extract_lane(a, 0) + i64x2.extract_lane(a, 1);
  for (; i < count; i++) total += load<i64>(values + (<usize>i << 3));
  return total;
}

export function aggTotal128(values: usize, width: i32, mask: usize, count: i32, to: usize): void {
  if (width == 8) {
    if (mask == 0 && magnitudeBits(values, 1, count) + countBitsOf(count) <= 62) {
      const total = sumAll(values, count);
      add128(to, <u64>total, <u64>(total >> 63));
      return;
    }
    for (let i = 0; i < count; i++) {
      if (skipped(mask, i)) continue;
      const value = load<i64>(values + (<usize>i << 3));
      add128(to, <u64>value, <u64>(value >> 63));
    }
    return;
  }
  for (let i = 0; i < count; i++) {
    if (skipped(mask, i)) continue;
    const from = values + (<usize>i << 4);
    add128(to, load<u64>(from), load<u64>(from + 8));
  }
}
