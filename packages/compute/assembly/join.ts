/** Join tables: rows of a build side listed by group, and the pairs a probe makes of them. src/twin/join.ts explains. */
import { isNull } from './validity';

const NO_GROUP: u32 = 0xffffffff;
/** Tests of pairs after which a call ends, so that others have their turn. */
const MOST_TESTED: u32 = 1 << 22;

export function joinMinMax(keys: usize, validity: usize, count: i32, state: usize): i32 {
  let low = load<i64>(state);
  let high = load<i64>(state + 8);
  let seen = 0;
  if (validity == 0) {
    let lows = i64x2.splat(low);
    let highs = i64x2.splat(high);
    let i = 0;
    for (; i + 2 <= count; i += 2) {
      const pair = v128.load(keys + (<usize>i << 3));
      lows = v128.bitselect(pair, lows, i64x2.gt_s(lows, pair));
      highs = v128.bitselect(pair, highs, i64x2.gt_s(pair, highs));
    }
    low = min(i64x2.extract_lane(lows, 0), i64x2.extract_lane(lows, 1));
    high = max(i64x2.extract_lane(highs, 0), i64x2.extract_lane(highs, 1));
    if (i < count) {
      low = min(low, load<i64>(keys + (<usize>i << 3)));
      high = max(high, load<i64>(keys + (<usize>i << 3)));
    }
    store<i64>(state, low);
    store<i64>(state + 8, high);
    return count;
  }
  const each = i64x2(1, 2);
  let lows = i64x2.splat(low), highs = i64x2.splat(high), i = 0;
  for (; i + 2 <= count; i += 2) {
    const pair = v128.load(keys + (<usize>i << 3)), bits = (<u32>load<u8>(validity + (i >>> 3)) >>> (i & 7)) & 3;
    const valid = i64x2.eq(v128.and(i64x2.splat(bits), each), each);
    lows = v128.bitselect(pair, lows, v128.and(i64x2.gt_s(lows, pair), valid));
    highs = v128.bitselect(pair, highs, v128.and(i64x2.gt_s(pair, highs), valid));
    seen += popcnt(bits);
  }
  low = min(i64x2.extract_lane(lows, 0), i64x2.extract_lane(lows, 1));
  high = max(i64x2.extract_lane(highs, 0), i64x2.extract_lane(highs, 1));
  if (i < count && !isNull(validity, i)) {
    low = min(low, load<i64>(keys + (<usize>i << 3)));
    high = max(high, load<i64>(keys + (<usize>i << 3)));
    seen++;
  }
  store<i64>(state, low);
  store<i64>(state + 8, high);
  return seen;
}

export function joinDense(keys: usize, validity: usize, count: i32, state: usize, groups: usize): void {
  const low = load<u64>(state);
  const range = load<u64>(state + 8) - low;
  const lows = i64x2.splat(low), sign = i64x2.splat(i64.MIN_VALUE), highest = v128.xor(i64x2.splat(range), sign);
  const each = i32x4(1, 2, 4, 8);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const from = keys + (<usize>i << 3);
    const a = i64x2.sub(v128.load(from), lows), b = i64x2.sub(v128.load(from, 16), lows);
    // Compared without signs, by turning these round.
    const inA = i64x2.ge_s(highest, v128.xor(a, sign)), inB = i64x2.ge_s(highest, v128.xor(b, sign));
    let within = v128.shuffle<i32>(inA, inB, 0, 2, 4, 6);
    if (validity != 0) {
      const bits = i32x4.splat(<i32>load<u8>(validity + (i >>> 3)) >>> (i & 7));
      within = v128.and(within, i32x4.eq(v128.and(bits, each), each));
    }
    const at = v128.shuffle<i32>(a, b, 0, 2, 4, 6);
    v128.store(groups + (<usize>i << 2), v128.bitselect(at, i32x4.splat(<i32>NO_GROUP), within));
  }
  for (; i < count; i++) {
    const at = load<u64>(keys + (<usize>i << 3)) - low;
    store<u32>(groups + (<usize>i << 2), !isNull(validity, i) && at <= range ? <u32>at : NO_GROUP);
  }
}

export function joinPack(keys: usize, validity: usize, count: i32, state: usize, packed: usize, present: usize): void {
  const low = load<u64>(state);
  const range = load<u64>(state + 8) - low;
  const stride = load<u64>(state + 16);
  let i = 0;
  for (; i + 8 <= count; i += 8) {
    let within: u32 = validity == 0 ? 255 : <u32>load<u8>(validity + (i >>> 3));
    for (let k = 0; k < 8; k++) {
      const at = load<u64>(keys + (<usize>(i + k) << 3)) - low;
      const to = packed + (<usize>(i + k) << 3);
      store<u64>(to, load<u64>(to) + at * stride);
      within &= ~(<u32>(at > range) << k);
    }
    const byte = present + (i >>> 3);
    store<u8>(byte, <u8>(<u32>load<u8>(byte) & within));
  }
  for (; i < count; i++) {
    const at = load<u64>(keys + (<usize>i << 3)) - low;
    const to = packed + (<usize>i << 3);
    store<u64>(to, load<u64>(to) + at * stride);
    if (at > range || isNull(validity, i)) {
      const byte = present + (i >>> 3);
      store<u8>(byte, <u8>(<u32>load<u8>(byte) & ~(<u32>1 << (i & 7))));
    }
  }
}

export function joinCount(groups: usize, count: i32, counts: usize): i32 {
  let most: u32 = 0;
  for (let i = 0; i < count; i++) {
    const group = load<u32>(groups + (<usize>i << 2));
    if (group == NO_GROUP) continue;
    const at = counts + (<usize>group << 2);
    const now = load<u32>(at) + 1;
    store<u32>(at, now);
    most = max(most, now);
  }
  return most;
}

export function joinStarts(counts: usize, groupCount: i32): i32 {
  let sum: u32 = 0;
  for (let g = 0; g < groupCount; g++) {
    const at = counts + (<usize>g << 2);
    const here = load<u32>(at);
    store<u32>(at, sum);
    sum += here;
  }
  store<u32>(counts + (<usize>groupCount << 2), sum);
  return sum;
}

export function joinFill(groups: usize, count: i32, first: u32, cursors: usize, rows: usize): void {
  for (let i = 0; i < count; i++) {
    const group = load<u32>(groups + (<usize>i << 2));
    if (group == NO_GROUP) continue;
    const at = cursors + (<usize>group << 2);
    const to = load<u32>(at);
    store<u32>(rows + (<usize>to << 2), first + i);
    store<u32>(at, to + 1);
  }
}

export function joinScatter(groups: usize, count: i32, heads: usize): i32 {
  let rows = 0;
  for (let i = 0; i < count; i++) {
    const group = load<u32>(groups + (<usize>i << 2));
    if (group == NO_GROUP) continue;
    const at = heads + (<usize>group << 2);
    if (load<u32>(at) != NO_GROUP) return -1;
    store<u32>(at, i);
    rows++;
  }
  return rows;
}

export function joinProbeUnique(groups: usize, count: i32, heads: usize, probeRows: usize, buildRows: usize): i32 {
  let pairs = 0;
  for (let i = 0; i < count; i++) {
    const group = load<u32>(groups + (<usize>i << 2));
    const row = group == NO_GROUP ? NO_GROUP : load<u32>(heads + (<usize>group << 2));
    store<u32>(probeRows + (<usize>pairs << 2), i);
    store<u32>(buildRows + (<usize>pairs << 2), row);
    pairs += row != NO_GROUP ? 1 : 0;
  }
  return pairs;
}

export function joinHeads(groups: usize, count: i32, heads: usize, buildRows: usize): i32 {
  let pairs = 0;
  for (let i = 0; i < count; i++) {
    const group = load<u32>(groups + (<usize>i << 2));
    const row = group == NO_GROUP ? NO_GROUP : load<u32>(heads + (<usize>group << 2));
    store<u32>(buildRows + (<usize>i << 2), row);
    pairs += row != NO_GROUP ? 1 : 0;
  }
  return pairs;
}

export function joinProbe(
  groups: usize,
  count: i32,
  starts: usize,
  rows: usize,
  state: usize,
  capacity: i32,
  probeRows: usize,
  buildRows: usize,
): i32 {
  let row = load<u32>(state);
  let skip = load<u32>(state + 4);
  let pairs: i32 = 0;
  while (row < <u32>count) {
    const group = load<u32>(groups + (<usize>row << 2));
    if (group != NO_GROUP) {
      const at = starts + (<usize>group << 2);
      const end = load<u32>(at + 4);
      let from = load<u32>(at) + skip;
      while (from < end) {
        if (pairs == capacity) {
          store<u32>(state, row);
          store<u32>(state + 4, from - load<u32>(at));
          return pairs;
        }
        store<u32>(probeRows + (<usize>pairs << 2), row);
        store<u32>(buildRows + (<usize>pairs << 2), load<u32>(rows + (<usize>from << 2)));
        pairs++;
        from++;
      }
    }
    skip = 0;
    row++;
  }
  store<u32>(state, row);
  store<u32>(state + 4, 0);
  return pairs;
}

@inline
function extremesOf<T>(starts: usize, groupCount: i32, rows: usize, built: usize, validity: usize, highest: i32, to: usize): void {
  for (let group = 0; group < groupCount; group++) {
    const at = starts + (<usize>group << 2), end = load<u32>(at, 4);
    let extreme = highest ? (sizeof<T>() == 4 ? <T>i32.MIN_VALUE : <T>i64.MIN_VALUE) : sizeof<T>() == 4 ? <T>i32.MAX_VALUE : <T>i64.MAX_VALUE;
    for (let from = load<u32>(at); from < end; from++) {
      const row = load<u32>(rows + (<usize>from << 2));
      if (isNull(validity, row)) continue;
      const value = load<T>(built + <usize>row * sizeof<T>());
      extreme = highest ? max(extreme, value) : min(extreme, value);
    }
    store<T>(to + <usize>group * sizeof<T>(), extreme);
  }
}

export function joinExtremes(
  starts: usize,
  groupCount: i32,
  rows: usize,
  width: i32,
  built: usize,
  validity: usize,
  highest: i32,
  to: usize,
): void {
  if (width == 4) extremesOf<i32>(starts, groupCount, rows, built, validity, highest, to);
  else extremesOf<i64>(starts, groupCount, rows, built, validity, highest, to);
}

@inline
function probeTested<T>(
  groups: usize,
  count: i32,
  starts: usize,
  rows: usize,
  state: usize,
  capacity: i32,
  built: usize,
  builtValidity: usize,
  probed: usize,
  probedValidity: usize,
  passes: i32,
  extremes: usize,
  probeRows: usize,
  buildRows: usize,
): i32 {
  let row = load<u32>(state), skip = load<u32>(state, 4), pairs: i32 = 0;
  let all = load<u32>(state, 8), hits = load<u32>(state, 12);
  const before = all;
  const negate: u32 = passes == 5 ? 1 : 0, kind = passes == 5 ? 2 : passes;
  for (; row < <u32>count; row++, skip = 0) {
    const group = load<u32>(groups + (<usize>row << 2));
    if (group == NO_GROUP) continue;
    const at = starts + (<usize>group << 2), start = load<u32>(at), end = load<u32>(at, 4);
    const value = <i64>load<T>(probed + <usize>row * sizeof<T>());
    // Nothing is below the lowest number, nor above the highest.
    const isNone = isNull(probedValidity, row) || (kind == 1 && value == i64.MIN_VALUE) || (kind == 4 && value == i64.MAX_VALUE);
    if (!isNone) {
      const low = kind & 1 ? i64.MIN_VALUE : kind & 2 ? value : value + 1;
      const high = kind & 4 ? i64.MAX_VALUE : kind & 2 ? value : value - 1;
      const span = <u64>(high - low);
      const extreme = extremes == 0 ? low : <i64>load<T>(extremes + <usize>group * sizeof<T>());
      const first = <u64>(extreme - low) <= span ? start + skip : end;
      for (let from = first; from < end; from++) {
        if (pairs == capacity) {
          store<u32>(state, row);
          store<u32>(state, from - start, 4);
          store<u32>(state, all, 8);
          store<u32>(state, hits, 12);
          return pairs;
        }
        const partner = load<u32>(rows + (<usize>from << 2));
        const other = <i64>load<T>(built + <usize>partner * sizeof<T>());
        store<u32>(probeRows + (<usize>pairs << 2), row);
        store<u32>(buildRows + (<usize>pairs << 2), partner);
        const isIn = <u32>(<u64>(other - low) <= span) ^ negate;
        pairs += isIn & (isNull(builtValidity, partner) ? 0 : 1);
      }
    }
    all += end - start;
    hits += end > start ? 1 : 0;
    if (all - before >= MOST_TESTED) {
      row++;
      break;
    }
  }
  store<u32>(state, row);
  store<u32>(state, 0, 4);
  store<u32>(state, all, 8);
  store<u32>(state, hits, 12);
  return pairs;
}

export function joinProbeTested(
  groups: usize,
  count: i32,
  starts: usize,
  rows: usize,
  state: usize,
  capacity: i32,
  width: i32,
  built: usize,
  builtValidity: usize,
  probed: usize,
  probedValidity: usize,
  passes: i32,
  extremes: usize,
  probeRows: usize,
  buildRows: usize,
): i32 {
  if (width == 4)
    return probeTested<i32>(groups, count, starts, rows, state, capacity, built, builtValidity, probed, probedValidity, passes, extremes, probeRows, buildRows);
  return probeTested<i64>(groups, count, starts, rows, state, capacity, built, builtValidity, probed, probedValidity, passes, extremes, probeRows, buildRows);
}

export function joinHits(groups: usize, count: i32, starts: usize, wanted: i32, rows: usize): i32 {
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const group = load<u32>(groups + (<usize>i << 2));
    let hit = 0;
    if (group != NO_GROUP) {
      const at = starts + (<usize>group << 2);
      hit = load<u32>(at + 4) > load<u32>(at) ? 1 : 0;
    }
    store<u32>(rows + (<usize>kept << 2), i);
    kept += hit == wanted ? 1 : 0;
  }
  return kept;
}

export function joinHitsUnique(groups: usize, count: i32, heads: usize, wanted: i32, rows: usize): i32 {
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const group = load<u32>(groups + (<usize>i << 2));
    const hit = group != NO_GROUP && load<u32>(heads + (<usize>group << 2)) != NO_GROUP ? 1 : 0;
    store<u32>(rows + (<usize>kept << 2), i);
    kept += hit == wanted ? 1 : 0;
  }
  return kept;
}

export function joinMark(rows: usize, count: i32, bits: usize): void {
  for (let i = 0; i < count; i++) {
    const row = load<u32>(rows + (<usize>i << 2));
    if (row == NO_GROUP) continue;
    const at = bits + (row >>> 3);
    store<u8>(at, <u8>(<u32>load<u8>(at) | (<u32>1 << (row & 7))));
  }
}

export function joinMarkRows(marks: usize, groupCount: i32, index: usize, rows: usize, bits: usize): void {
  for (let base = 0; base < groupCount; base += 64) {
    let word = load<u64>(marks + (base >>> 3));
    if (groupCount - base < 64) word &= (<u64>1 << (groupCount - base)) - 1;
    for (; word != 0; word &= word - 1) {
      const at = index + (<usize>(base + <i32>ctz(word)) << 2);
      if (rows == 0) joinMark(at, 1, bits);
      else joinMark(rows + (<usize>load<u32>(at) << 2), load<u32>(at + 4) - load<u32>(at), bits);
    }
  }
}

export function joinRuns(rows: usize, count: i32): i32 {
  if (count == 0) return 0;
  let runs = 1;
  for (let i = 1; i < count; i++) {
    const at = rows + (<usize>i << 2);
    runs += load<u32>(at) != load<u32>(at - 4) ? 1 : 0;
  }
  return runs;
}

export function keyBits(keys: usize, validity: usize, count: i32, state: usize, bits: usize): void {
  const low = load<u64>(state);
  const range = load<u64>(state + 8) - low;
  for (let i = 0; i < count; i++) {
    const at = load<u64>(keys + (<usize>i << 3)) - low;
    if (at > range || isNull(validity, i)) continue;
    const byte = bits + <usize>(at >>> 3);
    store<u8>(byte, <u8>(<u32>load<u8>(byte) | (<u32>1 << (<u32>at & 7))));
  }
}

/** 1 when the bit of a key is set, 0 when not or outside. */
@inline
function hasBit(at: u64, range: u64, bits: usize): u32 {
  const inside = at <= range;
  const place = inside ? <u32>at : 0;
  return (<u32>load<u8>(bits + (place >>> 3)) >>> (place & 7)) & <u32>inside;
}

@inline
function keyAt(keys: usize, width: i32, row: i32): u64 {
  return width == 8 ? load<u64>(keys + (<usize>row << 3)) : <u64>load<i32>(keys + (<usize>row << 2));
}

/** Bits of four places below 2^32; those that are not `inside` read the first byte and give 0. */
@inline
function fourBits(places: v128, inside: v128, bits: usize): u32 {
  const at = v128.and(places, inside);
  const bytes = i32x4.shr_u(at, 3);
  let found = i32x4.splat(<i32>load<u8>(bits + <usize>(<u32>i32x4.extract_lane(bytes, 0))));
  found = v128.load_lane<u8>(bits + <usize>(<u32>i32x4.extract_lane(bytes, 1)), found, 4);
  found = v128.load_lane<u8>(bits + <usize>(<u32>i32x4.extract_lane(bytes, 2)), found, 8);
  found = v128.load_lane<u8>(bits + <usize>(<u32>i32x4.extract_lane(bytes, 3)), found, 12);
  // The one bit that counts of each byte.
  const powers = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0);
  const wanted = v128.and(v128.swizzle(powers, v128.and(at, i32x4.splat(7))), i32x4.splat(255));
  const isSet = i32x4.ne(v128.and(found, wanted), i32x4.splat(0));
  return i32x4.bitmask(v128.and(isSet, inside));
}

/** Bits of the four 64-bit keys at `from`. */
@inline
function fourKeys(from: usize, low: v128, range: v128, bits: usize): u32 {
  const a = i64x2.sub(v128.load(from), low);
  const b = i64x2.sub(v128.load(from, 16), low);
  const places = v128.shuffle<i32>(a, b, 0, 2, 4, 6);
  const above = v128.shuffle<i32>(a, b, 1, 3, 5, 7);
  const inside = v128.and(i32x4.eq(above, i32x4.splat(0)), i32x4.le_u(places, range));
  return fourBits(places, inside, bits);
}

function testWide(keys: usize, count: i32, low: u64, range: u64, bits: usize, out: usize): void {
  const lows = i64x2.splat(low);
  const ranges = i32x4.splat(<u32>range);
  let i = 0;
  for (; i + 8 <= count; i += 8) {
    const from = keys + (<usize>i << 3);
    const byte = fourKeys(from, lows, ranges, bits) | (fourKeys(from + 32, lows, ranges, bits) << 4);
    store<u8>(out + (i >>> 3), <u8>byte);
  }
  if (i < count) testRest(keys, 8, i, count, low, range, bits, out);
}

function testNarrow(keys: usize, count: i32, low: u64, range: u64, bits: usize, out: usize): void {
  // Bounds outside of 32 bits would wrap around.
  if (<i64>low != <i64>(<i32>low) || <i64>(low + range) != <i64>(<i32>(low + range))) {
    testRest(keys, 4, 0, count, low, range, bits, out);
    return;
  }
  const lows = i32x4.splat(<i32>low);
  const ranges = i32x4.splat(<u32>range);
  let i = 0;
  for (; i + 8 <= count; i += 8) {
    const from = keys + (<usize>i << 2);
    const a = i32x4.sub(v128.load(from), lows);
    const b = i32x4.sub(v128.load(from, 16), lows);
    const byte = fourBits(a, i32x4.le_u(a, ranges), bits) | (fourBits(b, i32x4.le_u(b, ranges), bits) << 4);
    store<u8>(out + (i >>> 3), <u8>byte);
  }
  if (i < count) testRest(keys, 4, i, count, low, range, bits, out);
}

@inline
function testRest(keys: usize, width: i32, from: i32, count: i32, low: u64, range: u64, bits: usize, out: usize): void {
  for (let i = from; i < count; i += 8) {
    let byte: u32 = 0;
    for (let j = 0; j < 8 && i + j < count; j++) byte |= hasBit(keyAt(keys, width, i + j) - low, range, bits) << j;
    store<u8>(out + (i >>> 3), <u8>byte);
  }
}

export function keyBitsTest(
  keys: usize,
  width: i32,
  validity: usize,
  count: i32,
  state: usize,
  bits: usize,
  out: usize,
): void {
  const low = load<u64>(state);
  const range = load<u64>(state + 8) - low;
  if (width == 8) testWide(keys, count, low, range, bits, out);
  else testNarrow(keys, count, low, range, bits, out);
  if (validity == 0) return;
  const bytes = (count + 7) >>> 3;
  for (let i = 0; i < bytes; i++) store<u8>(out + i, load<u8>(out + i) & load<u8>(validity + i));
}

export function keyRanks(bits: usize, words: i32, ranks: usize): i32 {
  let sum: u32 = 0;
  for (let i = 0; i < words; i++) {
    store<u32>(ranks + (<usize>i << 2), sum);
    sum += <u32>popcnt<u64>(load<u64>(bits + (<usize>i << 3)));
  }
  return sum;
}

export function joinRanked(
  keys: usize,
  validity: usize,
  count: i32,
  state: usize,
  bits: usize,
  ranks: usize,
  groups: usize,
): void {
  const low = load<u64>(state);
  const range = load<u64>(state + 8) - low;
  for (let i = 0; i < count; i++) {
    const at = load<u64>(keys + (<usize>i << 3)) - low;
    let group = NO_GROUP;
    if (at <= range && !isNull(validity, i)) {
      const word = load<u64>(bits + (<usize>(at >>> 6) << 3));
      const bit = <u64>1 << (at & 63);
      if ((word & bit) != 0) group = load<u32>(ranks + (<usize>(at >>> 6) << 2)) + <u32>popcnt<u64>(word & (bit - 1));
    }
    store<u32>(groups + (<usize>i << 2), group);
  }
}

export function joinSpans(starts: usize, bucketCount: i32, spans: usize): void {
  for (let bucket = 0; bucket < bucketCount; bucket++) {
    const start = <u64>load<u32>(starts + (<usize>bucket << 2));
    store<u64>(spans + (<usize>bucket << 3), start | (start << 32));
  }
}

export function joinBucketInsert(
  buckets: usize,
  rest: usize,
  validity: usize,
  count: i32,
  spans: usize,
  kept: usize,
  groups: usize,
): void {
  for (let i = 0; i < count; i++) {
    const bucket = load<u32>(buckets + (<usize>i << 2));
    let group = NO_GROUP;
    if (bucket != NO_GROUP && !isNull(validity, i)) {
      const key = load<u64>(rest + (<usize>i << 3));
      const span = spans + (<usize>bucket << 3);
      const end = load<u32>(span, 4);
      group = load<u32>(span);
      while (group < end && load<u64>(kept + (<usize>group << 3)) != key) group++;
      if (group == end) {
        store<u64>(kept + (<usize>group << 3), key);
        store<u32>(span, end + 1, 4);
      }
    }
    store<u32>(groups + (<usize>i << 2), group);
  }
}

/** Rows whose lists are fetched ahead of being searched. */
const AHEAD: i32 = 64;

export function joinBucketLookup(
  buckets: usize,
  rest: usize,
  validity: usize,
  count: i32,
  spans: usize,
  kept: usize,
  groups: usize,
): void {
  for (let from = 0; from < count; from += AHEAD) {
    const to = min(from + AHEAD, count);
    // Loads that do not wait for each other: the searches below find spans and lists in the cache.
    for (let i = from; i < to; i++) {
      const bucket = load<u32>(buckets + (<usize>i << 2));
      const start = load<u32>(spans + (<usize>(bucket == NO_GROUP ? 0 : bucket) << 3));
      store<u32>(groups + (<usize>i << 2), load<u32>(kept + (<usize>start << 3)));
    }
    for (let i = from; i < to; i++) {
      const bucket = load<u32>(buckets + (<usize>i << 2));
      let found = NO_GROUP;
      if (bucket != NO_GROUP && !isNull(validity, i)) {
        const key = load<u64>(rest + (<usize>i << 3));
        const span = spans + (<usize>bucket << 3);
        const end = load<u32>(span, 4);
        // To the end even where it is found: lists are short, and equally long ones are foreseeable.
        for (let at = load<u32>(span); at < end; at++) {
          found = load<u64>(kept + (<usize>at << 3)) == key ? at : found;
        }
      }
      store<u32>(groups + (<usize>i << 2), found);
    }
  }
}
