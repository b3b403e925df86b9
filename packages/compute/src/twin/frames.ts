/**
 * Twins of assembly/frames.ts: running sums over the frames `[starts[row], ends[row])` of window functions. `partitions`
 * is u32, the first row of each partition and the end of the last; in a partition frames never move backwards. Rows are
 * added as they enter a frame and taken off as they leave it; empty frames change nothing. `counts` gets how many valid
 * values a frame has.
 *
 * Rows that enter or leave together are summed first, doubles in 16 lanes (8 when some are NULL) that are then added
 * pairwise, as arrow-rs does: sums are DataFusion's to the last bit.
 *
 * A partition may come in pieces: `progress` (0 for whole partitions) is 32 bytes a partition, {sum, 8 bytes; count; first
 * row and end of what the sum is of; first row to do; end of those}, all but the sum u32. The last two stay as they are,
 * the others are what the next piece goes on from.
 */
import { mem } from '../memory/engine-memory.js';

const isValid = (validity: number, row: number): boolean =>
  validity === 0 || ((mem.u8[validity + (row >>> 3)]! >>> (row & 7)) & 1) !== 0;

interface Sums<T> {
  readonly zero: T;
  load(state: number): T;
  store(state: number, sum: T): void;
  add(sum: T, more: T): T;
  subtract(sum: T, less: T): T;
  value(row: number): T;
  put(row: number, sum: T): void;
  /** Lanes in which rows without and with NULLs are summed. */
  readonly lanes: readonly [number, number];
}

/** The values of a lane, `step` rows apart, and of the lanes that are added to it. */
function laneSum<T>(sums: Sums<T>, validity: number, from: number, to: number, step: number, lanes: number): T {
  if (step < lanes)
    return sums.add(
      laneSum(sums, validity, from, to, step * 2, lanes),
      laneSum(sums, validity, from + step, to, step * 2, lanes),
    );
  let sum = sums.zero;
  for (let row = from; row < to; row += step) if (isValid(validity, row)) sum = sums.add(sum, sums.value(row));
  return sum;
}

function validRows(validity: number, from: number, to: number): number {
  let count = 0;
  for (let row = from; row < to; row++) if (isValid(validity, row)) count++;
  return count;
}

function spanSum<T>(sums: Sums<T>, validity: number, from: number, to: number, hasNulls: boolean): T {
  return to - from === 1 ? sums.value(from) : laneSum(sums, validity, from, to, 1, sums.lanes[hasNulls ? 1 : 0]);
}

function frameSum<T>(
  sums: Sums<T>,
  validity: number,
  partitions: number,
  partitionCount: number,
  starts: number,
  ends: number,
  counts: number,
  progress: number,
  stride = 32,
): void {
  const u32 = mem.u32;
  for (let p = 0; p < partitionCount; p++) {
    let from = u32[(partitions >>> 2) + p]!;
    let to = u32[(partitions >>> 2) + p + 1]!;
    let [first, end] = [from, from];
    let sum = sums.zero;
    let count = 0;
    const state = (progress + p * stride) >>> 2;
    if (progress !== 0) {
      sum = sums.load(progress + p * stride);
      [count, first, end] = [u32[state + 2]!, u32[state + 3]!, u32[state + 4]!];
      [from, to] = [u32[state + 5]!, u32[state + 6]!];
    }
    for (let row = from; row < to; row++) {
      const start = u32[(starts >>> 2) + row]!;
      const stop = u32[(ends >>> 2) + row]!;
      if (start >= stop) {
        u32[(counts >>> 2) + row] = 0;
        sums.put(row, sums.zero);
        continue;
      }
      if (end < stop) {
        const more = validRows(validity, end, stop);
        if (more > 0) sum = sums.add(sum, spanSum(sums, validity, end, stop, more < stop - end));
        count += more;
        end = stop;
      }
      if (first < start) {
        const less = validRows(validity, first, start);
        if (less > 0) sum = sums.subtract(sum, spanSum(sums, validity, first, start, less < start - first));
        count -= less;
        first = start;
      }
      sums.put(row, sum);
      u32[(counts >>> 2) + row] = count;
    }
    if (progress !== 0) {
      sums.store(progress + p * stride, sum);
      u32.set([count, first, end], state + 2);
    }
  }
}

/** Sums of doubles. */
export function frameSumF64(
  values: number,
  validity: number,
  partitions: number,
  partitionCount: number,
  starts: number,
  ends: number,
  sums: number,
  counts: number,
  progress: number,
): void {
  const f64 = mem.f64;
  const kind: Sums<number> = {
    zero: 0,
    lanes: [16, 8],
    add: (sum, more) => sum + more,
    subtract: (sum, less) => sum - less,
    value: (row) => f64[(values >>> 3) + row]!,
    load: (state) => f64[state >>> 3]!,
    store: (state, sum) => (f64[state >>> 3] = sum),
    put: (row, sum) => (f64[(sums >>> 3) + row] = sum),
  };
  frameSum(kind, validity, partitions, partitionCount, starts, ends, counts, progress);
}

/**
 * Sums in 128 bits, which wrap, of integers of `width` bytes (8 or 16). What is known of a partition takes 48 bytes: as
 * above, with the upper half of the sum at byte 32.
 */
export function frameSum128(
  values: number,
  width: number,
  validity: number,
  partitions: number,
  partitionCount: number,
  starts: number,
  ends: number,
  sums: number,
  counts: number,
  progress: number,
): void {
  const { i64, u64 } = mem;
  const put = (low: number, high: number, value: bigint): void => {
    u64[low >>> 3] = BigInt.asUintN(64, value);
    i64[high >>> 3] = BigInt.asIntN(64, value >> 64n);
  };
  const get = (low: number, high: number): bigint => (i64[high >>> 3]! << 64n) | u64[low >>> 3]!;
  const kind: Sums<bigint> = {
    zero: 0n,
    lanes: [1, 1],
    add: (sum, more) => BigInt.asIntN(128, sum + more),
    subtract: (sum, less) => BigInt.asIntN(128, sum - less),
    value: (row) => (width === 16 ? get(values + row * 16, values + row * 16 + 8) : i64[(values >>> 3) + row]!),
    load: (state) => get(state, state + 32),
    store: (state, sum) => put(state, state + 32, sum),
    put: (row, sum) => put(sums + row * 16, sums + row * 16 + 8, sum),
  };
  frameSum(kind, validity, partitions, partitionCount, starts, ends, counts, progress, 48);
}

/** Sums of 64-bit integers, which wrap. */
export function frameSumI64(
  values: number,
  validity: number,
  partitions: number,
  partitionCount: number,
  starts: number,
  ends: number,
  sums: number,
  counts: number,
  progress: number,
): void {
  const i64 = mem.i64;
  const kind: Sums<bigint> = {
    zero: 0n,
    lanes: [1, 1],
    add: (sum, more) => BigInt.asIntN(64, sum + more),
    subtract: (sum, less) => BigInt.asIntN(64, sum - less),
    value: (row) => i64[(values >>> 3) + row]!,
    load: (state) => i64[state >>> 3]!,
    store: (state, sum) => (i64[state >>> 3] = sum),
    put: (row, sum) => (i64[(sums >>> 3) + row] = sum),
  };
  frameSum(kind, validity, partitions, partitionCount, starts, ends, counts, progress);
}

/** Sets the bits (zero before) of rows with a positive count; gives how many there are. */
export function positiveBits(counts: number, count: number, bits: number): number {
  const { u8, u32 } = mem;
  let positive = 0;
  for (let row = 0; row < count; row++) {
    if (u32[(counts >>> 2) + row] === 0) continue;
    u8[bits + (row >>> 3)]! |= 1 << (row & 7);
    positive++;
  }
  return positive;
}
