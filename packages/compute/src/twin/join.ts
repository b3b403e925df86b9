/**
 * Twins of assembly/join.ts. A join table numbers the distinct keys of the build side (groups) and lists the build rows
 * of each: `rows[starts[g]] … rows[starts[g + 1]]`, or `heads[g]` when no key repeats (0xffffffff: no row). A row
 * without a partner has group 0xffffffff.
 *
 * Keys of dense tables are 64-bit integers; `state` there is {lowest key, highest key} and the group is key - lowest.
 */
import { mem } from '../memory/engine-memory.js';
import { isNull } from './validity.js';

const NO_GROUP = 0xffff_ffff;
/** Tests of pairs after which a call ends, so that others have their turn. */
const MOST_TESTED = 1 << 22;

/** Widens the range in `state` to the keys; gives how many are not null. */
export function joinMinMax(keys: number, validity: number, count: number, state: number): number {
  const i64 = mem.i64;
  let low = i64[state >>> 3]!;
  let high = i64[(state >>> 3) + 1]!;
  let seen = 0;
  for (let i = 0; i < count; i++) {
    if (isNull(validity, i)) continue;
    const key = i64[(keys >>> 3) + i]!;
    if (key < low) low = key;
    if (key > high) high = key;
    seen++;
  }
  i64[state >>> 3] = low;
  i64[(state >>> 3) + 1] = high;
  return seen;
}

/** Groups of keys in a dense table. */
export function joinDense(keys: number, validity: number, count: number, state: number, groups: number): void {
  const { u64, u32 } = mem;
  const low = u64[state >>> 3]!;
  const range = BigInt.asUintN(64, u64[(state >>> 3) + 1]! - low);
  for (let i = 0; i < count; i++) {
    const at = BigInt.asUintN(64, u64[(keys >>> 3) + i]! - low);
    u32[(groups >>> 2) + i] = !isNull(validity, i) && at <= range ? Number(at) : NO_GROUP;
  }
}

/**
 * Adds one column to keys packed of several: `packed += (key - lowest) * stride`, with {lowest, highest, stride} in
 * `state`. Keys outside clear the row's bit in `present`.
 */
export function joinPack(
  keys: number,
  validity: number,
  count: number,
  state: number,
  packed: number,
  present: number,
): void {
  const { u64, u8 } = mem;
  const low = u64[state >>> 3]!;
  const range = BigInt.asUintN(64, u64[(state >>> 3) + 1]! - low);
  const stride = u64[(state >>> 3) + 2]!;
  for (let i = 0; i < count; i++) {
    const at = BigInt.asUintN(64, u64[(keys >>> 3) + i]! - low);
    u64[(packed >>> 3) + i]! += at * stride;
    if (at > range || isNull(validity, i)) u8[present + (i >>> 3)]! &= ~(1 << (i & 7));
  }
}

/** Counts rows by group; gives the largest count. */
export function joinCount(groups: number, count: number, counts: number): number {
  const u32 = mem.u32;
  let most = 0;
  for (let i = 0; i < count; i++) {
    const group = u32[(groups >>> 2) + i]!;
    if (group === NO_GROUP) continue;
    const now = ++u32[(counts >>> 2) + group]!;
    if (now > most) most = now;
  }
  return most;
}

/** Turns counts into starts, with the sum behind the last. */
export function joinStarts(counts: number, groupCount: number): number {
  const u32 = mem.u32;
  const at = counts >>> 2;
  let sum = 0;
  for (let g = 0; g < groupCount; g++) {
    const here = u32[at + g]!;
    u32[at + g] = sum;
    sum += here;
  }
  u32[at + groupCount] = sum;
  return sum;
}

/** Lists rows `first`, `first + 1` … under their groups; `cursors` move on. */
export function joinFill(groups: number, count: number, first: number, cursors: number, rows: number): void {
  const u32 = mem.u32;
  for (let i = 0; i < count; i++) {
    const group = u32[(groups >>> 2) + i]!;
    if (group === NO_GROUP) continue;
    u32[(rows >>> 2) + u32[(cursors >>> 2) + group]!++] = first + i;
  }
}

/**
 * Lists rows in `heads`, all of which are empty before, where each group has one row: gives how many rows have a group, or
 * -1, with some of them listed, when a group has two.
 */
export function joinScatter(groups: number, count: number, heads: number): number {
  const u32 = mem.u32;
  let rows = 0;
  for (let i = 0; i < count; i++) {
    const group = u32[(groups >>> 2) + i]!;
    if (group === NO_GROUP) continue;
    if (u32[(heads >>> 2) + group] !== NO_GROUP) return -1;
    u32[(heads >>> 2) + group] = i;
    rows++;
  }
  return rows;
}

/** Pairs of probe rows and build rows where each group has at most one row. */
export function joinProbeUnique(
  groups: number,
  count: number,
  heads: number,
  probeRows: number,
  buildRows: number,
): number {
  const u32 = mem.u32;
  let pairs = 0;
  for (let i = 0; i < count; i++) {
    const group = u32[(groups >>> 2) + i]!;
    const row = group === NO_GROUP ? NO_GROUP : u32[(heads >>> 2) + group]!;
    u32[(probeRows >>> 2) + pairs] = i;
    u32[(buildRows >>> 2) + pairs] = row;
    if (row !== NO_GROUP) pairs++;
  }
  return pairs;
}

/** The build row of every probe row in a unique table, or 0xffffffff; gives how many have one. */
export function joinHeads(groups: number, count: number, heads: number, buildRows: number): number {
  const { u32 } = mem;
  let pairs = 0;
  for (let i = 0; i < count; i++) {
    const group = u32[(groups >>> 2) + i]!;
    const row = group === NO_GROUP ? NO_GROUP : u32[(heads >>> 2) + group]!;
    u32[(buildRows >>> 2) + i] = row;
    if (row !== NO_GROUP) pairs++;
  }
  return pairs;
}

/** At most `capacity` pairs from where `state` ({probe row, rows of its group done}) stands; moves it on. */
export function joinProbe(
  groups: number,
  count: number,
  starts: number,
  rows: number,
  state: number,
  capacity: number,
  probeRows: number,
  buildRows: number,
): number {
  const u32 = mem.u32;
  let row = u32[state >>> 2]!;
  let skip = u32[(state >>> 2) + 1]!;
  let pairs = 0;
  for (; row < count; row++, skip = 0) {
    const group = u32[(groups >>> 2) + row]!;
    if (group === NO_GROUP) continue;
    const start = u32[(starts >>> 2) + group]!;
    const end = u32[(starts >>> 2) + group + 1]!;
    for (let from = start + skip; from < end; from++) {
      if (pairs === capacity) {
        u32[state >>> 2] = row;
        u32[(state >>> 2) + 1] = from - start;
        return pairs;
      }
      u32[(probeRows >>> 2) + pairs] = row;
      u32[(buildRows >>> 2) + pairs] = u32[(rows >>> 2) + from]!;
      pairs++;
    }
  }
  u32[state >>> 2] = row;
  u32[(state >>> 2) + 1] = 0;
  return pairs;
}

/** 1 for lower, 2 for equal, 4 for higher. */
const compared = (a: bigint, b: bigint): number => (a < b ? 1 : a === b ? 2 : 4);

const numberAt = (width: number, base: number, row: number): bigint =>
  width === 4 ? BigInt(mem.i32[(base >>> 2) + row]!) : mem.i64[(base >>> 3) + row]!;

/** For each group the lowest or highest of its rows' numbers, which are signed and of 4 or 8 bytes; nulls do not count. */
export function joinExtremes(
  starts: number,
  groupCount: number,
  rows: number,
  width: number,
  built: number,
  validity: number,
  highest: number,
  to: number,
): void {
  const { u32 } = mem;
  const none = highest !== 0 ? -(2n ** BigInt(width * 8 - 1)) : 2n ** BigInt(width * 8 - 1) - 1n;
  for (let group = 0; group < groupCount; group++) {
    let extreme = none;
    for (let from = u32[(starts >>> 2) + group]!; from < u32[(starts >>> 2) + group + 1]!; from++) {
      const row = u32[(rows >>> 2) + from]!;
      if (isNull(validity, row)) continue;
      const value = numberAt(width, built, row);
      if (highest !== 0 ? value > extreme : value < extreme) extreme = value;
    }
    if (width === 4) mem.i32[(to >>> 2) + group] = Number(extreme);
    else mem.i64[(to >>> 3) + group] = extreme;
  }
}

/**
 * The next pairs, as of `joinProbe`, whose build row's number compares with that of the probe row as asked: `passes` has bit
 * 1 for lower, 2 for equal, 4 for higher; nulls never pass. Numbers are signed and of 4 or 8 bytes. `state` is {row, rows of
 * its key done, pairs of the rows done, rows done that have any}. `extremes` has for each group the lowest number, where
 * lower ones pass, or the highest: a row for which that fails has no pairs. 0: not known. Ends early, with fewer pairs than
 * there is room for, after so many tests that others should have their turn.
 */
export function joinProbeTested(
  groups: number,
  count: number,
  starts: number,
  rows: number,
  state: number,
  capacity: number,
  width: number,
  built: number,
  builtValidity: number,
  probed: number,
  probedValidity: number,
  passes: number,
  extremes: number,
  probeRows: number,
  buildRows: number,
): number {
  const { u32 } = mem;
  let row = u32[state >>> 2]!;
  let skip = u32[(state >>> 2) + 1]!;
  let pairs = 0;
  let tested = 0;
  for (; row < count; row++, skip = 0) {
    const group = u32[(groups >>> 2) + row]!;
    if (group === NO_GROUP) continue;
    const start = u32[(starts >>> 2) + group]!;
    const end = u32[(starts >>> 2) + group + 1]!;
    const value = numberAt(width, probed, row);
    const isNone = extremes !== 0 && (passes & compared(numberAt(width, extremes, group), value)) === 0;
    if (!isNone && !isNull(probedValidity, row)) {
      for (let from = start + skip; from < end; from++) {
        if (pairs === capacity) {
          u32[state >>> 2] = row;
          u32[(state >>> 2) + 1] = from - start;
          return pairs;
        }
        const partner = u32[(rows >>> 2) + from]!;
        if ((passes & compared(numberAt(width, built, partner), value)) === 0 || isNull(builtValidity, partner))
          continue;
        u32[(probeRows >>> 2) + pairs] = row;
        u32[(buildRows >>> 2) + pairs++] = partner;
      }
    }
    u32[(state >>> 2) + 2]! += end - start;
    if (end > start) u32[(state >>> 2) + 3]! += 1;
    tested += end - start;
    if (tested >= MOST_TESTED) {
      row++;
      break;
    }
  }
  u32[state >>> 2] = row;
  u32[(state >>> 2) + 1] = 0;
  return pairs;
}

/** Probe rows that have (`wanted` 1) or lack (0) a partner. */
export function joinHits(groups: number, count: number, starts: number, wanted: number, rows: number): number {
  const u32 = mem.u32;
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const group = u32[(groups >>> 2) + i]!;
    const hit = group !== NO_GROUP && u32[(starts >>> 2) + group + 1]! > u32[(starts >>> 2) + group]! ? 1 : 0;
    u32[(rows >>> 2) + kept] = i;
    if (hit === wanted) kept++;
  }
  return kept;
}

/** Likewise where each group has at most one row. */
export function joinHitsUnique(groups: number, count: number, heads: number, wanted: number, rows: number): number {
  const u32 = mem.u32;
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const group = u32[(groups >>> 2) + i]!;
    const hit = group !== NO_GROUP && u32[(heads >>> 2) + group]! !== NO_GROUP ? 1 : 0;
    u32[(rows >>> 2) + kept] = i;
    if (hit === wanted) kept++;
  }
  return kept;
}

/** Sets the bits of rows; 0xffffffff is no row. */
export function joinMark(rows: number, count: number, bits: number): void {
  const { u32, u8 } = mem;
  for (let i = 0; i < count; i++) {
    const row = u32[(rows >>> 2) + i]!;
    if (row !== NO_GROUP) u8[bits + (row >>> 3)]! |= 1 << (row & 7);
  }
}

/** Sets the bits of all rows of the groups that are marked; `rows` is 0 when `index` has heads instead of starts. */
export function joinMarkRows(marks: number, groupCount: number, index: number, rows: number, bits: number): void {
  const { u32, u8 } = mem;
  for (let group = 0; group < groupCount; group++) {
    if (((u8[marks + (group >>> 3)]! >>> (group & 7)) & 1) === 0) continue;
    const at = index + group * 4;
    if (rows === 0) joinMark(at, 1, bits);
    else joinMark(rows + u32[at >>> 2]! * 4, u32[(at >>> 2) + 1]! - u32[at >>> 2]!, bits);
  }
}

/** How many runs of equal numbers there are. */
export function joinRuns(rows: number, count: number): number {
  let runs = 0;
  for (let i = rows >>> 2, end = i + count; i < end; i++) {
    if (i === rows >>> 2 || mem.u32[i] !== mem.u32[i - 1]) runs++;
  }
  return runs;
}

/** Distance of a key from the lowest; undefined for keys outside of the range in `state`. */
function distance(key: bigint, state: number): number | undefined {
  const low = mem.u64[state >>> 3]!;
  const at = BigInt.asUintN(64, key - low);
  return at <= BigInt.asUintN(64, mem.u64[(state >>> 3) + 1]! - low) ? Number(at) : undefined;
}

/** Sets the bit `key - lowest` of each key; keys outside of the range in `state`, and nulls, are left out. */
export function keyBits(keys: number, validity: number, count: number, state: number, bits: number): void {
  for (let i = 0; i < count; i++) {
    const at = distance(mem.u64[(keys >>> 3) + i]!, state);
    if (at !== undefined && !isNull(validity, i)) mem.u8[bits + (at >>> 3)]! |= 1 << (at & 7);
  }
}

/** Writes a bit a row: whether its key, an integer of 8 or (signed) 4 bytes, is among those of `keyBits`. */
export function keyBitsTest(
  keys: number,
  width: number,
  validity: number,
  count: number,
  state: number,
  bits: number,
  out: number,
): void {
  const { u8, i32, u64 } = mem;
  u8.fill(0, out, out + ((count + 7) >>> 3));
  for (let i = 0; i < count; i++) {
    const at = distance(width === 8 ? u64[(keys >>> 3) + i]! : BigInt(i32[(keys >>> 2) + i]!), state);
    if (at === undefined || isNull(validity, i)) continue;
    if (((u8[bits + (at >>> 3)]! >>> (at & 7)) & 1) === 1) u8[out + (i >>> 3)]! |= 1 << (i & 7);
  }
}

/** Bits set before each 64-bit word, and in all of them. */
export function keyRanks(bits: number, words: number, ranks: number): number {
  let sum = 0;
  for (let i = 0; i < words; i++) {
    mem.u32[(ranks >>> 2) + i] = sum;
    sum += ones(mem.u64[(bits >>> 3) + i]!);
  }
  return sum;
}

function ones(word: bigint): number {
  let count = 0;
  for (let left = word; left > 0n; left &= left - 1n) count++;
  return count;
}

/** Groups of keys by rank: how many keys of `keyBits` are lower. */
export function joinRanked(
  keys: number,
  validity: number,
  count: number,
  state: number,
  bits: number,
  ranks: number,
  groups: number,
): void {
  const { u32, u64 } = mem;
  for (let i = 0; i < count; i++) {
    const at = distance(u64[(keys >>> 3) + i]!, state);
    let group = NO_GROUP;
    if (at !== undefined && !isNull(validity, i)) {
      const word = u64[(bits >>> 3) + (at >>> 6)]!;
      const bit = 1n << BigInt(at & 63);
      if ((word & bit) !== 0n) group = u32[(ranks >>> 2) + (at >>> 6)]! + ones(word & (bit - 1n));
    }
    u32[(groups >>> 2) + i] = group;
  }
}

/** What lists of {@link joinBucketInsert} are before keys are added: each bucket's {start, end}, both its start. */
export function joinSpans(starts: number, bucketCount: number, spans: number): void {
  const { u32 } = mem;
  for (let bucket = 0; bucket < bucketCount; bucket++) {
    u32.fill(u32[(starts >>> 2) + bucket]!, (spans >>> 2) + bucket * 2, (spans >>> 2) + bucket * 2 + 2);
  }
}

/**
 * Keys of two parts, listed by the first: bucket `b` has the second parts `kept[start] … kept[end - 1]` of its span, each
 * of which is a group. Adds the rows' keys, for which there is room; rows without a bucket or a second part have no group.
 */
export function joinBucketInsert(
  buckets: number,
  rest: number,
  validity: number,
  count: number,
  spans: number,
  kept: number,
  groups: number,
): void {
  const { u32, u64 } = mem;
  for (let i = 0; i < count; i++) {
    const bucket = u32[(buckets >>> 2) + i]!;
    let group = NO_GROUP;
    if (bucket !== NO_GROUP && !isNull(validity, i)) {
      const span = (spans >>> 2) + bucket * 2;
      const end = u32[span + 1]!;
      group = u32[span]!;
      while (group < end && u64[(kept >>> 3) + group] !== u64[(rest >>> 3) + i]) group++;
      if (group === end) {
        u64[(kept >>> 3) + group] = u64[(rest >>> 3) + i]!;
        u32[span + 1] = end + 1;
      }
    }
    u32[(groups >>> 2) + i] = group;
  }
}

/** The groups of keys in such lists. */
export function joinBucketLookup(
  buckets: number,
  rest: number,
  validity: number,
  count: number,
  spans: number,
  kept: number,
  groups: number,
): void {
  const { u32, u64 } = mem;
  for (let i = 0; i < count; i++) {
    const bucket = u32[(buckets >>> 2) + i]!;
    let found = NO_GROUP;
    if (bucket !== NO_GROUP && !isNull(validity, i)) {
      const span = (spans >>> 2) + bucket * 2;
      for (let at = u32[span]!; at < u32[span + 1]!; at++) {
        if (u64[(kept >>> 3) + at] === u64[(rest >>> 3) + i]) found = at;
      }
    }
    u32[(groups >>> 2) + i] = found;
  }
}
