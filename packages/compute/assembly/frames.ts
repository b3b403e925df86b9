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
): void {
  for (let p = 0; p < partitionCount; p++) {
    const from = load<u32>(partitions + (<usize>p << 2));
    const to = load<u32>(partitions + (<usize>p << 2) + 4);
    let first = from;
    let end = from;
    let sum: T = <T>0;
    let count: u32 = 0;
    for (let row = from; row < to; row++) {
      const start = load<u32>(starts + (<usize>row << 2));
      const stop = load<u32>(ends + (<usize>row << 2));
      if (start >= stop) {
        store<u32>(counts + (<usize>row << 2), 0);
        store<T>(sums + (<usize>row << 3), <T>0);
        continue;
      }
      for (; end < stop; end++) {
        if (!isValid(validity, end)) continue;
        sum = <T>(sum + load<T>(values + (<usize>end << 3)));
        count++;
      }
      for (; first < start; first++) {
        if (!isValid(validity, first)) continue;
        sum = <T>(sum - load<T>(values + (<usize>first << 3)));
        count--;
      }
      store<T>(sums + (<usize>row << 3), sum);
      store<u32>(counts + (<usize>row << 2), count);
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
): void {
  frameSum<f64>(values, validity, partitions, partitionCount, starts, ends, sums, counts);
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
): void {
  frameSum<i64>(values, validity, partitions, partitionCount, starts, ends, sums, counts);
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
