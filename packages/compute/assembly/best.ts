/**
 * The row of the smallest or largest value of a column, -1 when all are null; the first one of equals. Numbers of
 * floating point are in total order: -0 below 0, NaN at the ends.
 */
import { bytesOf } from './text';
import { compareBytes } from './rows';
import { isValid } from './validity';

/** Any type whose values compare as they are. */
// @ts-ignore: decorator
@inline function bestRow<T>(values: usize, validity: usize, count: i32, largest: i32): i32 {
  let row = 0;
  while (row < count && !isValid(validity, row)) row++;
  if (row == count) return -1;
  let best = row;
  let value = load<T>(values + <usize>row * sizeof<T>());
  for (row++; row < count; row++) {
    const next = load<T>(values + <usize>row * sizeof<T>());
    if ((largest != 0 ? next > value : next < value) && isValid(validity, row)) {
      value = next;
      best = row;
    }
  }
  return best;
}

export function bestI8(values: usize, validity: usize, count: i32, largest: i32): i32 {
  return bestRow<i8>(values, validity, count, largest);
}

export function bestI16(values: usize, validity: usize, count: i32, largest: i32): i32 {
  return bestRow<i16>(values, validity, count, largest);
}

export function bestU8(values: usize, validity: usize, count: i32, largest: i32): i32 {
  return bestRow<u8>(values, validity, count, largest);
}

export function bestU16(values: usize, validity: usize, count: i32, largest: i32): i32 {
  return bestRow<u16>(values, validity, count, largest);
}

export function bestU32(values: usize, validity: usize, count: i32, largest: i32): i32 {
  return bestRow<u32>(values, validity, count, largest);
}

export function bestU64(values: usize, validity: usize, count: i32, largest: i32): i32 {
  return bestRow<u64>(values, validity, count, largest);
}

/** Four vectors at a time, so that no comparison waits for the one before; then the first row that has the value found. */
export function bestI32(values: usize, validity: usize, count: i32, largest: i32): i32 {
  if (validity != 0 || count < 16) return bestRow<i32>(values, validity, count, largest);
  // The smallest is the largest of the complements.
  const flip = i32x4.splat(largest != 0 ? 0 : -1), end = values + (<usize>count << 2);
  let p = values;
  let a = v128.xor(v128.load(p), flip), b = a, c = a, d = a;
  for (; p + 64 <= end; p += 64) {
    a = i32x4.max_s(a, v128.xor(v128.load(p), flip));
    b = i32x4.max_s(b, v128.xor(v128.load(p, 16), flip));
    c = i32x4.max_s(c, v128.xor(v128.load(p, 32), flip));
    d = i32x4.max_s(d, v128.xor(v128.load(p, 48), flip));
  }
  for (; p + 16 <= end; p += 16) a = i32x4.max_s(a, v128.xor(v128.load(p), flip));
  a = i32x4.max_s(i32x4.max_s(a, v128.xor(v128.load(end - 16), flip)), i32x4.max_s(b, i32x4.max_s(c, d)));
  const value = v128.xor(best4(a), flip);
  for (p = values; p + 16 <= end; p += 16) if (v128.any_true(i32x4.eq(v128.load(p), value))) break;
  const found = i32x4.extract_lane(value, 0);
  while (load<i32>(p) != found) p += 4;
  return <i32>((p - values) >> 2);
}

/** The largest of four lanes, in all lanes. */
// @ts-ignore: decorator
@inline function best4(x: v128): v128 {
  const two = i32x4.max_s(x, v128.shuffle<i32>(x, x, 2, 3, 0, 1));
  return i32x4.max_s(two, v128.shuffle<i32>(two, two, 1, 0, 3, 2));
}

export function bestI64(values: usize, validity: usize, count: i32, largest: i32): i32 {
  return best64(values, validity, count, largest, false);
}

export function bestF64(values: usize, validity: usize, count: i32, largest: i32): i32 {
  return best64(values, validity, count, largest, true);
}

export function bestF32(values: usize, validity: usize, count: i32, largest: i32): i32 {
  let best = -1;
  let bestKey = 0;
  for (let row = 0; row < count; row++) {
    const bits = load<i32>(values + (<usize>row << 2));
    const key = bits ^ <i32>(<u32>(bits >> 31) >> 1);
    if (!isValid(validity, row) || (best >= 0 && (largest != 0 ? key <= bestKey : key >= bestKey))) continue;
    best = row;
    bestKey = key;
  }
  return best;
}

/** Bits of a double as an integer of the same order. */
// @ts-ignore: decorator
@inline function key64(bits: i64, isFloat: bool): i64 {
  return isFloat ? bits ^ <i64>(<u64>(bits >> 63) >> 1) : bits;
}

// @ts-ignore: decorator
@inline function keys64(bits: v128, isFloat: bool): v128 {
  return isFloat ? v128.xor(bits, i64x2.shr_u(i64x2.shr_s(bits, 63), 1)) : bits;
}

// @ts-ignore: decorator
@inline function larger64(x: v128, y: v128): v128 {
  return v128.bitselect(x, y, i64x2.gt_s(x, y));
}

/** As `bestI32`, by keys. */
// @ts-ignore: decorator
@inline function best64(values: usize, validity: usize, count: i32, largest: i32, isFloat: bool): i32 {
  if (validity != 0 || count < 8) {
    let best = -1;
    let bestKey: i64 = 0;
    for (let row = 0; row < count; row++) {
      const key = key64(load<i64>(values + (<usize>row << 3)), isFloat);
      if (!isValid(validity, row) || (best >= 0 && (largest != 0 ? key <= bestKey : key >= bestKey))) continue;
      best = row;
      bestKey = key;
    }
    return best;
  }
  const flip = i64x2.splat(largest != 0 ? 0 : -1), end = values + (<usize>count << 3);
  let p = values;
  let a = v128.xor(keys64(v128.load(p), isFloat), flip), b = a, c = a, d = a;
  for (; p + 64 <= end; p += 64) {
    a = larger64(v128.xor(keys64(v128.load(p), isFloat), flip), a);
    b = larger64(v128.xor(keys64(v128.load(p, 16), isFloat), flip), b);
    c = larger64(v128.xor(keys64(v128.load(p, 32), isFloat), flip), c);
    d = larger64(v128.xor(keys64(v128.load(p, 48), isFloat), flip), d);
  }
  for (; p + 16 <= end; p += 16) a = larger64(v128.xor(keys64(v128.load(p), isFloat), flip), a);
  a = larger64(larger64(v128.xor(keys64(v128.load(end - 16), isFloat), flip), a), larger64(b, larger64(c, d)));
  a = larger64(a, v128.shuffle<i64>(a, a, 1, 0));
  // Keys turn into what they are made of by the same steps.
  const value = keys64(v128.xor(a, flip), isFloat);
  for (p = values; p + 32 <= end; p += 32) {
    if (v128.any_true(v128.or(i64x2.eq(v128.load(p), value), i64x2.eq(v128.load(p, 16), value)))) break;
  }
  const found = i64x2.extract_lane(value, 0);
  while (load<i64>(p) != found) p += 8;
  return <i32>((p - values) >> 3);
}

/** The first four bytes of a view as a number of their order; shorter texts end in zeros. */
// @ts-ignore: decorator
@inline function headOf(view: usize): u32 {
  return bswap<u32>(load<u32>(view, 4));
}

/** True when the view at `a` is better than the one at `b`, whose head is `head`. */
// @ts-ignore: decorator
@inline function isBetterView(a: usize, b: usize, head: u32, largest: i32): bool {
  const own = headOf(a);
  if (own != head) return (own > head) == (largest != 0);
  if (load<u64>(a) == load<u64>(b) && load<u64>(a, 8) == load<u64>(b, 8)) return false;
  const length = load<u32>(a), otherLength = load<u32>(b);
  if (min(length, otherLength) > 12) {
    const next = bswap<u64>(load<u64>(<usize>load<u32>(a, 8), 4)), other = bswap<u64>(load<u64>(<usize>load<u32>(b, 8), 4));
    if (next != other) return (next > other) == (largest != 0);
  }
  const order = compareBytes(bytesOf(a, length), length, bytesOf(b, otherLength), otherLength);
  return largest != 0 ? order > 0 : order < 0;
}

/** Whether one of four views may be better than one of that head and length: texts of up to four bytes are known by these. */
// @ts-ignore: decorator
@inline function mayBeBetter(views: usize, head: u32, length: u32, largest: i32): bool {
  const a = v128.load(views), b = v128.load(views, 16), c = v128.load(views, 32), d = v128.load(views, 48);
  const low = v128.shuffle<i32>(a, b, 0, 4, 1, 5), high = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const lengths = v128.shuffle<i64>(low, high, 0, 2), four = v128.shuffle<i64>(low, high, 1, 3);
  const heads = v128.shuffle<i8>(four, four, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
  const best = i32x4.splat(head);
  const better = largest != 0 ? i32x4.gt_u(heads, best) : i32x4.lt_u(heads, best);
  const unlike = v128.or(i32x4.ne(lengths, i32x4.splat(length)), i32x4.gt_u(lengths, i32x4.splat(4)));
  return v128.any_true(v128.or(better, v128.and(i32x4.eq(heads, best), unlike)));
}

export function bestView(views: usize, validity: usize, count: i32, largest: i32): i32 {
  let row = 0;
  while (row < count && !isValid(validity, row)) row++;
  if (row == count) return -1;
  let best = row;
  let head = headOf(views + (<usize>row << 4)), length = load<u32>(views + (<usize>row << 4));
  row++;
  while (row < count) {
    const stop = min(row + 4, count);
    if (stop - row == 4 && !mayBeBetter(views + (<usize>row << 4), head, length, largest)) row = stop;
    for (; row < stop; row++) {
      const view = views + (<usize>row << 4);
      if (!isBetterView(view, views + (<usize>best << 4), head, largest) || !isValid(validity, row)) continue;
      best = row;
      head = headOf(view);
      length = load<u32>(view);
    }
  }
  return best;
}

/**
 * Sets the bits of the entries that valid rows of a dictionary column use; codes have `width` bytes. `scratch` is a zeroed
 * byte an entry: bytes are marked without being read, which bits would have to be, each row waiting for the one before.
 */
export function markCodes(
  codes: usize,
  width: i32,
  validity: usize,
  count: i32,
  entries: i32,
  scratch: usize,
  marks: usize,
): void {
  let row = 0;
  if (width == 1 && validity == 0) {
    for (; row + 8 <= count; row += 8) {
      const eight = load<u64>(codes + <usize>row);
      store<u8>(scratch + <usize>(eight & 0xff), 0xff);
      store<u8>(scratch + <usize>((eight >> 8) & 0xff), 0xff);
      store<u8>(scratch + <usize>((eight >> 16) & 0xff), 0xff);
      store<u8>(scratch + <usize>((eight >> 24) & 0xff), 0xff);
      store<u8>(scratch + <usize>((eight >> 32) & 0xff), 0xff);
      store<u8>(scratch + <usize>((eight >> 40) & 0xff), 0xff);
      store<u8>(scratch + <usize>((eight >> 48) & 0xff), 0xff);
      store<u8>(scratch + <usize>(eight >> 56), 0xff);
    }
  } else if (width == 2 && validity == 0) {
    for (; row + 4 <= count; row += 4) {
      const four = load<u64>(codes + (<usize>row << 1));
      store<u8>(scratch + <usize>(four & 0xffff), 0xff);
      store<u8>(scratch + <usize>((four >> 16) & 0xffff), 0xff);
      store<u8>(scratch + <usize>((four >> 32) & 0xffff), 0xff);
      store<u8>(scratch + <usize>(four >> 48), 0xff);
    }
  }
  for (; row < count; row++) {
    if (!isValid(validity, row)) continue;
    const code: u32 =
      width == 1
        ? load<u8>(codes + <usize>row)
        : width == 2
          ? load<u16>(codes + (<usize>row << 1))
          : load<u32>(codes + (<usize>row << 2));
    store<u8>(scratch + <usize>code, 0xff);
  }
  for (let i = 0; i < entries; i += 16) store<u16>(marks + (<usize>i >> 3), <u16>i8x16.bitmask(v128.load(scratch + <usize>i)));
}

export function bestPerGroup(keys: usize, groups: usize, count: i32, k: i32, best: usize, rows: usize): i32 {
  let to = rows;
  for (let i = 0; i < count; i++) {
    const key = load<u64>(keys + (<usize>i << 3));
    const first = best + <usize>load<u32>(groups + (<usize>i << 2)) * (<usize>k << 3);
    let at = first + (<usize>(k - 1) << 3);
    const worst = load<u64>(at);
    if (key > worst) continue;
    store<u32>(to, i);
    to += 4;
    if (key == worst) continue;
    for (; at > first && load<u64>(at - 8) > key; at -= 8) store<u64>(at, load<u64>(at - 8));
    store<u64>(at, key);
  }
  return <i32>((to - rows) >>> 2);
}
