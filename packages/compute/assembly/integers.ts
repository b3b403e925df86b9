/** Widths of two's complement integers. */

export function widenInts(from: usize, fromWidth: i32, count: i32, to: usize, toWidth: i32): void {
  for (let i = 0; i < count; i++, from += fromWidth, to += toWidth) {
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
