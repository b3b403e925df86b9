/** Moments of groups, and values brought together by group; src/twin/moments.ts describes the arguments. */
import { groupOf, skipped } from './group-rows';

export function aggVarianceF64(
  values: usize,
  mask: usize,
  groups: usize,
  count: i32,
  counts: usize,
  means: usize,
  m2s: usize,
): void {
  for (let i = 0; i < count; i++) {
    if (skipped(mask, i)) continue;
    const group = groupOf(groups, i) << 3;
    const n = load<u64>(counts + group) + 1;
    store<u64>(counts + group, n);
    const value = load<f64>(values + (<usize>i << 3));
    const old = load<f64>(means + group);
    const before = value - old;
    const mean = before / <f64>n + old;
    store<f64>(means + group, mean);
    store<f64>(m2s + group, load<f64>(m2s + group) + before * (value - mean));
  }
}

export function aggCorrF64(xs: usize, ys: usize, mask: usize, groups: usize, count: i32, counts: usize, sums: usize): void {
  for (let i = 0; i < count; i++) {
    if (skipped(mask, i)) continue;
    const group = groupOf(groups, i);
    const number = counts + (group << 3);
    store<u64>(number, load<u64>(number) + 1);
    const x = load<f64>(xs + (<usize>i << 3));
    const y = load<f64>(ys + (<usize>i << 3));
    const at = sums + group * 40;
    const pair = f64x2.replace_lane(f64x2.splat(x), 1, y);
    v128.store(at, f64x2.add(v128.load(at), pair));
    store<f64>(at, load<f64>(at, 16) + x * y, 16);
    v128.store(at, f64x2.add(v128.load(at, 24), f64x2.mul(pair, pair)), 24);
  }
}

export function aggCollect8(values: usize, groups: usize, count: i32, places: usize, to: usize): void {
  for (let i = 0; i < count; i++) {
    const place = places + (groupOf(groups, i) << 2);
    const at = load<u32>(place);
    store<u32>(place, at + 1);
    store<u64>(to + (<usize>at << 3), load<u64>(values + (<usize>i << 3)));
  }
}

export function aggTally(groups: usize, count: i32, counts: usize): void {
  for (let i = 0; i < count; i++) {
    const at = counts + (groupOf(groups, i) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
}

export function orderF64(values: usize, count: i32): void {
  const end = values + (<usize>count << 3);
  for (; values < end; values += 8) {
    const bits = load<i64>(values);
    store<i64>(values, bits ^ ((bits >> 63) & i64.MAX_VALUE));
  }
}

@inline
function swap(a: usize, b: usize): void {
  const x = load<i64>(a);
  store<i64>(a, load<i64>(b));
  store<i64>(b, x);
}

/** Sorts few values. */
@inline
function insertionSort(first: usize, last: usize): void {
  for (let at = first + 8; at <= last; at += 8) {
    const value = load<i64>(at);
    let to = at;
    for (; to > first && load<i64>(to - 8) > value; to -= 8) store<i64>(to, load<i64>(to - 8));
    store<i64>(to, value);
  }
}

/** The value in the middle of three places drawn by chance, so that no order of values is bad for long. */
@inline
function pivotOf(first: usize, last: usize, seed: u32): i64 {
  const size = <u32>((last - first) >>> 3) + 1;
  const a = load<i64>(first + (<usize>(<u64>(seed * 0x9e3779b1) * <u64>size >> 32) << 3));
  const b = load<i64>(first + (<usize>(<u64>(seed * 0x85ebca6b) * <u64>size >> 32) << 3));
  const c = load<i64>(first + (<usize>(<u64>(seed * 0xc2b2ae35) * <u64>size >> 32) << 3));
  return a < b ? (b < c ? b : a < c ? c : a) : a < c ? a : b < c ? c : b;
}

export function selectI64(values: usize, count: i32, rank: i32): void {
  let seed: u32 = 0x2545f491;
  const wanted = values + (<usize>rank << 3);
  let first = values;
  let last = values + (<usize>(count - 1) << 3);
  while (last > first + 128) {
    seed = seed * 1664525 + 1013904223;
    const pivot = pivotOf(first, last, seed);
    let low = first;
    let high = last;
    while (low <= high) {
      while (load<i64>(low) < pivot) low += 8;
      while (load<i64>(high) > pivot) high -= 8;
      if (low <= high) {
        swap(low, high);
        low += 8;
        high -= 8;
      }
    }
    if (wanted <= high) last = high;
    else if (wanted >= low) first = low;
    else return;
  }
  insertionSort(first, last);
}
