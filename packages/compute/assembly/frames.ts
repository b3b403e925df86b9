/** Sums over window frames; src/twin/frames.ts explains. */

@inline
function isValid(validity: usize, row: u32): bool {
  return validity == 0 || ((load<u8>(validity + (row >>> 3)) >>> (row & 7)) & 1) != 0;
}

@inline
function setBit(bits: usize, row: u32): void {
  const at = bits + (row >>> 3);
  store<u8>(at, <u8>(<u32>load<u8>(at) | (<u32>1 << (row & 7))));
}

/** The values of a lane, `step` rows apart, and of the lanes that are added to it. */
function laneSum<T>(values: usize, validity: usize, from: u32, to: u32, step: u32, lanes: u32): T {
  if (step < lanes) {
    const left = laneSum<T>(values, validity, from, to, step << 1, lanes);
    return <T>(left + laneSum<T>(values, validity, from + step, to, step << 1, lanes));
  }
  let sum: T = <T>0;
  for (let row = from; row < to; row += step) {
    if (isValid(validity, row)) sum = <T>(sum + load<T>(values + (<usize>row << 3)));
  }
  return sum;
}

@inline
function spanSum<T>(values: usize, validity: usize, from: u32, to: u32, hasNulls: bool): T {
  if (to - from == 1) return load<T>(values + (<usize>from << 3));
  return laneSum<T>(values, validity, from, to, 1, isFloat<T>() ? (hasNulls ? 8 : 16) : 1);
}

@inline
function validRows(validity: usize, from: u32, to: u32): u32 {
  if (validity == 0) return to - from;
  let count: u32 = 0;
  for (let row = from; row < to; row++) if (isValid(validity, row)) count++;
  return count;
}

@inline
function frameSum<T>(
  values: usize,
  validity: usize,
  partitions: usize,
  partitionCount: i32,
  starts: usize,
  ends: usize,
  sums: usize,
  counts: usize,
  progress: usize,
): void {
  for (let p = 0; p < partitionCount; p++) {
    let from = load<u32>(partitions + (<usize>p << 2));
    let to = load<u32>(partitions + (<usize>p << 2) + 4);
    let first = from;
    let end = from;
    let sum: T = <T>0;
    let count: u32 = 0;
    const state = progress + (<usize>p << 5);
    if (progress != 0) {
      sum = load<T>(state);
      count = load<u32>(state, 8);
      first = load<u32>(state, 12);
      end = load<u32>(state, 16);
      from = load<u32>(state, 20);
      to = load<u32>(state, 24);
    }
    for (let row = from; row < to; row++) {
      const start = load<u32>(starts + (<usize>row << 2));
      const stop = load<u32>(ends + (<usize>row << 2));
      if (start >= stop) {
        store<u32>(counts + (<usize>row << 2), 0);
        store<T>(sums + (<usize>row << 3), <T>0);
        continue;
      }
      if (end < stop) {
        const more = validRows(validity, end, stop);
        if (more != 0) sum = <T>(sum + spanSum<T>(values, validity, end, stop, more < stop - end));
        count += more;
        end = stop;
      }
      if (first < start) {
        const less = validRows(validity, first, start);
        if (less != 0) sum = <T>(sum - spanSum<T>(values, validity, first, start, less < start - first));
        count -= less;
        first = start;
      }
      store<T>(sums + (<usize>row << 3), sum);
      store<u32>(counts + (<usize>row << 2), count);
    }
    if (progress != 0) {
      store<T>(state, sum);
      store<u32>(state, count, 8);
      store<u32>(state, first, 12);
      store<u32>(state, end, 16);
    }
  }
}

export function frameSumF64(
  values: usize,
  validity: usize,
  partitions: usize,
  partitionCount: i32,
  starts: usize,
  ends: usize,
  sums: usize,
  counts: usize,
  progress: usize,
): void {
  frameSum<f64>(values, validity, partitions, partitionCount, starts, ends, sums, counts, progress);
}

export function frameSumI64(
  values: usize,
  validity: usize,
  partitions: usize,
  partitionCount: i32,
  starts: usize,
  ends: usize,
  sums: usize,
  counts: usize,
  progress: usize,
): void {
  frameSum<i64>(values, validity, partitions, partitionCount, starts, ends, sums, counts, progress);
}

/** The sum that `frameSum128` is at; one thread runs it. */
let low: u64 = 0;
let high: i64 = 0;

/** Adds (or takes away) valid rows; gives their number. */
@inline
function fold128(values: usize, width: i32, validity: usize, from: u32, to: u32, takes: bool): u32 {
  let count: u32 = 0;
  for (let row = from; row < to; row++) {
    if (!isValid(validity, row)) continue;
    count++;
    const at = values + <usize>row * <usize>width;
    const more = load<u64>(at);
    const top = width == 16 ? load<i64>(at, 8) : <i64>more >> 63;
    if (takes) {
      high -= top + <i64>(low < more);
      low -= more;
    } else {
      low += more;
      high += top + <i64>(low < more);
    }
  }
  return count;
}

export function frameSum128(
  values: usize,
  width: i32,
  validity: usize,
  partitions: usize,
  partitionCount: i32,
  starts: usize,
  ends: usize,
  sums: usize,
  counts: usize,
  progress: usize,
): void {
  for (let p = 0; p < partitionCount; p++) {
    let from = load<u32>(partitions + (<usize>p << 2));
    let to = load<u32>(partitions + (<usize>p << 2) + 4);
    let first = from;
    let end = from;
    let count: u32 = 0;
    low = 0;
    high = 0;
    const state = progress + <usize>p * 48;
    if (progress != 0) {
      low = load<u64>(state);
      high = load<i64>(state, 32);
      count = load<u32>(state, 8);
      first = load<u32>(state, 12);
      end = load<u32>(state, 16);
      from = load<u32>(state, 20);
      to = load<u32>(state, 24);
    }
    for (let row = from; row < to; row++) {
      const start = load<u32>(starts + (<usize>row << 2));
      const stop = load<u32>(ends + (<usize>row << 2));
      const place = sums + (<usize>row << 4);
      if (start >= stop) {
        store<u32>(counts + (<usize>row << 2), 0);
        store<u64>(place, 0);
        store<u64>(place, 0, 8);
        continue;
      }
      if (end < stop) {
        count += fold128(values, width, validity, end, stop, false);
        end = stop;
      }
      if (first < start) {
        count -= fold128(values, width, validity, first, start, true);
        first = start;
      }
      store<u64>(place, low);
      store<i64>(place, high, 8);
      store<u32>(counts + (<usize>row << 2), count);
    }
    if (progress != 0) {
      store<u64>(state, low);
      store<i64>(state, high, 32);
      store<u32>(state, count, 8);
      store<u32>(state, first, 12);
      store<u32>(state, end, 16);
    }
  }
}

export function positiveBits(counts: usize, count: i32, bits: usize): i32 {
  let positive = 0;
  for (let row: u32 = 0; row < <u32>count; row++) {
    if (load<u32>(counts + (<usize>row << 2)) == 0) continue;
    setBit(bits, row);
    positive++;
  }
  return positive;
}
