/** Spreads dense values over the slots that a bitmap marks; other slots are zero. Gives the number of values used. */

// @ts-ignore: decorator
@inline function spread<T>(from: usize, validity: usize, count: i32, to: usize): i32 {
  let used = 0;
  for (let i = 0; i < count; i += 8) {
    const byte = <u32>load<u8>(validity + (i >> 3));
    const n = min(8, count - i);
    const place = to + <usize>i * sizeof<T>();
    for (let k = 0; k < n; k++) {
      const set = (byte >> k) & 1;
      if (sizeof<T>() == 16) {
        v128.store(place + <usize>k * 16, set ? v128.load(from + (<usize>used << 4)) : i64x2.splat(0));
      } else {
        const value = load<T>(from + <usize>used * sizeof<T>());
        store<T>(place + <usize>k * sizeof<T>(), set ? value : <T>0);
      }
      used += set;
    }
  }
  return used;
}

export function spread1(from: usize, validity: usize, count: i32, to: usize): i32 {
  return spread<u8>(from, validity, count, to);
}
export function spread2(from: usize, validity: usize, count: i32, to: usize): i32 {
  return spread<u16>(from, validity, count, to);
}
export function spread4(from: usize, validity: usize, count: i32, to: usize): i32 {
  return spread<u32>(from, validity, count, to);
}
export function spread8(from: usize, validity: usize, count: i32, to: usize): i32 {
  return spread<u64>(from, validity, count, to);
}
export function spread16(from: usize, validity: usize, count: i32, to: usize): i32 {
  return spread<v128>(from, validity, count, to);
}

/** Values of any width. */
export function spreadBytes(from: usize, width: i32, validity: usize, count: i32, to: usize): i32 {
  let used = 0;
  for (let i = 0; i < count; i++, to += width) {
    if ((load<u8>(validity + (i >> 3)) >> <u8>(i & 7)) & 1) {
      memory.copy(to, from + <usize>used * width, width);
      used++;
    } else memory.fill(to, 0, width);
  }
  return used;
}

/** Bits into a zeroed bitmap. */
export function spreadBits(from: usize, validity: usize, count: i32, to: usize): i32 {
  let used = 0;
  for (let i = 0; i < count; i++) {
    if (((load<u8>(validity + (i >> 3)) >> <u8>(i & 7)) & 1) == 0) continue;
    const bit = (load<u8>(from + (used >> 3)) >> <u8>(used & 7)) & 1;
    store<u8>(to + (i >> 3), load<u8>(to + (i >> 3)) | <u8>(<u32>bit << (i & 7)));
    used++;
  }
  return used;
}

/** A bitmap of the bytes that are at least `limit`; gives the number of set bits. */
export function atLeast(bytes: usize, count: i32, limit: i32, to: usize): i32 {
  let set = 0;
  for (let i = 0; i < count; i += 8) {
    let out: u32 = 0;
    const n = min(8, count - i);
    for (let k = 0; k < n; k++) out |= <u32>(<i32>load<u8>(bytes + i + k) >= limit) << k;
    set += popcnt<u32>(out);
    store<u8>(to + (i >> 3), <u8>out);
  }
  return set;
}
