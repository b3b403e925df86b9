/** Widths of two's complement integers. */

export function widenInts(from: usize, fromWidth: i32, count: i32, to: usize, toWidth: i32): void {
  let i = 0;
  if (fromWidth == 4 && toWidth == 8) {
    for (; i + 4 <= count; i += 4, from += 16, to += 32) {
      const four = v128.load(from);
      v128.store(to, i64x2.extend_low_i32x4_s(four));
      v128.store(to, i64x2.extend_high_i32x4_s(four), 16);
    }
  } else if (fromWidth == 8 && toWidth == 16) {
    for (; i < count; i++, from += 8, to += 16) {
      const value = load<i64>(from);
      store<i64>(to, value);
      store<i64>(to, value >> 63, 8);
    }
  }
  for (; i < count; i++, from += fromWidth, to += toWidth) {
    let sign: i64;
    let done: i32;
    if (fromWidth == 4) {
      const value = <i64>load<i32>(from);
      store<i64>(to, value);
      sign = value >> 63;
      done = 8;
    } else {
      for (done = 0; done < fromWidth; done += 8) store<i64>(to + done, load<i64>(from + done));
      sign = load<i64>(from + done - 8) >> 63;
    }
    for (; done < toWidth; done += 8) store<i64>(to + done, sign);
  }
}

export function narrowInts(from: usize, fromWidth: i32, count: i32, validity: usize, to: usize): i32 {
  for (let i = 0; i < count; i++, from += fromWidth) {
    const value = load<i64>(from);
    store<i64>(to + (<usize>i << 3), value);
    const sign = value >> 63;
    let other = load<i64>(from + 8) ^ sign;
    if (fromWidth == 32) other |= (load<i64>(from + 16) ^ sign) | (load<i64>(from + 24) ^ sign);
    if (other != 0 && (validity == 0 || ((load<u8>(validity + (i >>> 3)) >>> (i & 7)) & 1) == 1)) return i;
  }
  return count;
}

export function clampInts(from: usize, fromWidth: i32, count: i32, to: usize): void {
  for (let i = 0; i < count; i++, from += fromWidth, to += 8) {
    const value = load<i64>(from);
    const sign = load<i64>(from + fromWidth - 8) >> 63;
    let other = (value >> 63) ^ sign;
    for (let at = 8; at < fromWidth; at += 8) other |= load<i64>(from + at) ^ sign;
    store<i64>(to, other == 0 ? value : sign ^ i64.MAX_VALUE);
  }
}

/** Cuts u32 numbers below 2^(8 * width) to `width` bytes, 1 or 2; 0xffffffff becomes 0. Writes up to 16 bytes more. */
export function packCodes(from: usize, count: i32, width: i32, to: usize): void {
  if (width == 2) {
    for (let i = 0; i < count; i += 8, from += 32, to += 16) {
      v128.store(to, i16x8.narrow_i32x4_u(v128.load(from), v128.load(from, 16)));
    }
    return;
  }
  for (let i = 0; i < count; i += 16, from += 64, to += 16) {
    const low = i16x8.narrow_i32x4_u(v128.load(from), v128.load(from, 16));
    const high = i16x8.narrow_i32x4_u(v128.load(from, 32), v128.load(from, 48));
    v128.store(to, i8x16.narrow_i16x8_u(low, high));
  }
}

/** Counts i32 offsets from the first of them; gives the place of the first that is less than the one before, or `count`. */
export function rebaseOffsets(offsets: usize, count: i32): i32 {
  const start = load<i32>(offsets);
  let previous = start;
  for (let i = 0; i < count; i++) {
    const place = offsets + (<usize>i << 2), offset = load<i32>(place);
    if (offset < previous) return i;
    store<i32>(place, offset - start);
    previous = offset;
  }
  return count;
}

export function cutInts(from: usize, fromWidth: i32, count: i32, to: usize, toWidth: i32): void {
  for (let i = 0; i < count; i++, from += fromWidth, to += toWidth) {
    if (toWidth == 8) store<u64>(to, load<u64>(from));
    else if (toWidth == 16) v128.store(to, v128.load(from));
    else memory.copy(to, from, toWidth);
  }
}
