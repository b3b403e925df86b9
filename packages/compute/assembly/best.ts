/**
 * The row of the smallest or largest value of a column, -1 when all are null; the first one of equals. Numbers of
 * floating point are in total order: -0 below 0, NaN at the ends.
 */
import { bytesOf } from './text';
import { compareBytes } from './rows';

// @ts-ignore: decorator
@inline function valid(validity: usize, row: i32): bool {
  return validity == 0 || ((load<u8>(validity + (row >>> 3)) >>> (row & 7)) & 1) == 1;
}

/** Any type whose values compare as they are. */
// @ts-ignore: decorator
@inline function bestRow<T>(values: usize, validity: usize, count: i32, largest: i32): i32 {
  let row = 0;
  while (row < count && !valid(validity, row)) row++;
  if (row == count) return -1;
  let best = row;
  let value = load<T>(values + <usize>row * sizeof<T>());
  for (row++; row < count; row++) {
    const next = load<T>(values + <usize>row * sizeof<T>());
    if ((largest != 0 ? next > value : next < value) && valid(validity, row)) {
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

export function bestI32(values: usize, validity: usize, count: i32, largest: i32): i32 {
  if (validity != 0 || count < 8) return bestRow<i32>(values, validity, count, largest);
  let lanes = v128.load(values);
  let i = 4;
  if (largest != 0) for (; i + 4 <= count; i += 4) lanes = i32x4.max_s(lanes, v128.load(values + (<usize>i << 2)));
  else for (; i + 4 <= count; i += 4) lanes = i32x4.min_s(lanes, v128.load(values + (<usize>i << 2)));
  let value = better32(i32x4.extract_lane(lanes, 0), i32x4.extract_lane(lanes, 1), largest);
  value = better32(value, better32(i32x4.extract_lane(lanes, 2), i32x4.extract_lane(lanes, 3), largest), largest);
  for (; i < count; i++) value = better32(value, load<i32>(values + (<usize>i << 2)), largest);
  let row = 0;
  while (load<i32>(values + (<usize>row << 2)) != value) row++;
  return row;
}

// @ts-ignore: decorator
@inline function better32(a: i32, b: i32, largest: i32): i32 {
  return (largest != 0 ? a > b : a < b) ? a : b;
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
    if (!valid(validity, row) || (best >= 0 && (largest != 0 ? key <= bestKey : key >= bestKey))) continue;
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
@inline function best64(values: usize, validity: usize, count: i32, largest: i32, isFloat: bool): i32 {
  if (validity != 0 || count < 4) {
    let best = -1;
    let bestKey: i64 = 0;
    for (let row = 0; row < count; row++) {
      const key = key64(load<i64>(values + (<usize>row << 3)), isFloat);
      if (!valid(validity, row) || (best >= 0 && (largest != 0 ? key <= bestKey : key >= bestKey))) continue;
      best = row;
      bestKey = key;
    }
    return best;
  }
  let lanes = keys64(v128.load(values), isFloat);
  let i = 2;
  for (; i + 2 <= count; i += 2) {
    const next = keys64(v128.load(values + (<usize>i << 3)), isFloat);
    lanes = v128.bitselect(next, lanes, largest != 0 ? i64x2.gt_s(next, lanes) : i64x2.lt_s(next, lanes));
  }
  let value = i64x2.extract_lane(lanes, 0);
  const other = i64x2.extract_lane(lanes, 1);
  if (largest != 0 ? other > value : other < value) value = other;
  for (; i < count; i++) {
    const key = key64(load<i64>(values + (<usize>i << 3)), isFloat);
    if (largest != 0 ? key > value : key < value) value = key;
  }
  let row = 0;
  while (key64(load<i64>(values + (<usize>row << 3)), isFloat) != value) row++;
  return row;
}

/** The first four bytes of a view as a number of their order; shorter texts end in zeros. */
// @ts-ignore: decorator
@inline function headOf(view: usize): u32 {
  return bswap<u32>(load<u32>(view, 4));
}

export function bestView(views: usize, validity: usize, count: i32, largest: i32): i32 {
  let row = 0;
  while (row < count && !valid(validity, row)) row++;
  if (row == count) return -1;
  let best = row;
  let head = headOf(views + (<usize>row << 4));
  for (row++; row < count; row++) {
    const view = views + (<usize>row << 4);
    const nextHead = headOf(view);
    if (largest != 0 ? nextHead < head : nextHead > head) continue;
    if (!valid(validity, row)) continue;
    if (nextHead == head) {
      const bestAt = views + (<usize>best << 4);
      const length = load<u32>(view);
      const bestLength = load<u32>(bestAt);
      const order = compareBytes(bytesOf(view, length), length, bytesOf(bestAt, bestLength), bestLength);
      if (largest != 0 ? order <= 0 : order >= 0) continue;
    }
    best = row;
    head = nextHead;
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
    if (!valid(validity, row)) continue;
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
