/**
 * Twins of assembly/frames.ts: running sums over the frames `[starts[row], ends[row])` of window functions. `partitions`
 * is u32, the first row of each partition and the end of the last; in a partition frames never move backwards. Rows are
 * added as they enter a frame and taken off as they leave it; empty frames change nothing. `counts` gets how many valid
 * values a frame has.
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
  add(sum: T, row: number): T;
  subtract(sum: T, row: number): T;
  put(row: number, sum: T): void;
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
): void {
  const u32 = mem.u32;
  for (let p = 0; p < partitionCount; p++) {
    let from = u32[(partitions >>> 2) + p]!;
    let to = u32[(partitions >>> 2) + p + 1]!;
    let [first, end] = [from, from];
    let sum = sums.zero;
    let count = 0;
    const state = (progress >>> 2) + p * 8;
    if (progress !== 0) {
      sum = sums.load(progress + p * 32);
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
      for (; end < stop; end++) {
        if (!isValid(validity, end)) continue;
        sum = sums.add(sum, end);
        count++;
      }
      for (; first < start; first++) {
        if (!isValid(validity, first)) continue;
        sum = sums.subtract(sum, first);
        count--;
      }
      sums.put(row, sum);
      u32[(counts >>> 2) + row] = count;
    }
    if (progress !== 0) {
      sums.store(progress + p * 32, sum);
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
    add: (sum, row) => sum + f64[(values >>> 3) + row]!,
    subtract: (sum, row) => sum - f64[(values >>> 3) + row]!,
    load: (state) => f64[state >>> 3]!,
    store: (state, sum) => (f64[state >>> 3] = sum),
    put: (row, sum) => (f64[(sums >>> 3) + row] = sum),
  };
  frameSum(kind, validity, partitions, partitionCount, starts, ends, counts, progress);
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
    add: (sum, row) => BigInt.asIntN(64, sum + i64[(values >>> 3) + row]!),
    subtract: (sum, row) => BigInt.asIntN(64, sum - i64[(values >>> 3) + row]!),
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
