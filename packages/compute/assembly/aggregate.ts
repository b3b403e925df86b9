/** Folding values into the state of their groups, or into one; src/twin/aggregate.ts describes the arguments. */

@inline
function skipped(mask: usize, row: i32): bool {
  return mask != 0 && ((load<u8>(mask + (row >>> 3)) >>> (row & 7)) & 1) == 0;
}

@inline
function groupOf(groups: usize, row: i32): usize {
  return <usize>load<u32>(groups + (<usize>row << 2));
}

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

export function aggTotal128(values: usize, width: i32, mask: usize, count: i32, to: usize): void {
  if (width == 8) {
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
