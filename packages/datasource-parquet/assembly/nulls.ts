/**
 * Spreads dense values over the slots that a bitmap marks; other slots are zero. All give the number of values used.
 *
 * Eight slots at a time without a branch, since nulls lie anywhere: a swizzle brings the next values, of which some more
 * are loaded than there are slots, into their slots. An index beyond the register gives zero, which is a null.
 */

/** Four bits -> for each its rank among the set ones, or an index that stays beyond a register if it grows fourfold. */
const RANKS: usize = memory.data<u32>([
  0x20202020, 0x20202000, 0x20200020, 0x20200100, 0x20002020, 0x20012000, 0x20010020, 0x20020100,
  0x00202020, 0x01202000, 0x01200020, 0x02200100, 0x01002020, 0x02012000, 0x02010020, 0x03020100,
]);

/** Four bits -> the swizzle that spreads values of four bytes. */
const FOURS: usize = memory.data<u64>([
  0x8080808080808080, 0x8080808080808080,
  0x8080808003020100, 0x8080808080808080,
  0x0302010080808080, 0x8080808080808080,
  0x0706050403020100, 0x8080808080808080,
  0x8080808080808080, 0x8080808003020100,
  0x8080808003020100, 0x8080808007060504,
  0x0302010080808080, 0x8080808007060504,
  0x0706050403020100, 0x808080800b0a0908,
  0x8080808080808080, 0x0302010080808080,
  0x8080808003020100, 0x0706050480808080,
  0x0302010080808080, 0x0706050480808080,
  0x0706050403020100, 0x0b0a090880808080,
  0x8080808080808080, 0x0706050403020100,
  0x8080808003020100, 0x0b0a090807060504,
  0x0302010080808080, 0x0b0a090807060504,
  0x0706050403020100, 0x0f0e0d0c0b0a0908,
]);

/** Two bits -> the swizzle that spreads values of eight bytes. */
const PAIRS: usize = memory.data<u64>([
  0x8080808080808080, 0x8080808080808080,
  0x0706050403020100, 0x8080808080808080,
  0x8080808080808080, 0x0706050403020100,
  0x0706050403020100, 0x0f0e0d0c0b0a0908,
]);

/** The ranks of eight bits' set ones, a byte each. */
// @ts-ignore: decorator
@inline function ranksOf(byte: u32): v128 {
  const low = byte & 15;
  const high = load<u32>(RANKS + ((byte >> 4) << 2)) + popcnt<u32>(low) * 0x01010101;
  return i64x2.splat(<i64>(<u64>load<u32>(RANKS + (low << 2)) | (<u64>high << 32)));
}

/** The next values into eight slots. */
// @ts-ignore: decorator
@inline function spreadEight<T>(from: usize, byte: u32, to: usize): void {
  if (sizeof<T>() == 1) {
    v128.store64_lane(to, i8x16.swizzle(v128.load64_zero(from), ranksOf(byte)), 0);
  } else if (sizeof<T>() == 2) {
    const ranks = i16x8.extend_low_i8x16_u(ranksOf(byte));
    const places = i16x8.add(i16x8.mul(ranks, i16x8.splat(0x0202)), i16x8.splat(0x0100));
    v128.store(to, i8x16.swizzle(v128.load(from), places));
  } else if (sizeof<T>() == 4) {
    const low = byte & 15;
    v128.store(to, i8x16.swizzle(v128.load(from), v128.load(FOURS + (low << 4))));
    const next = from + (popcnt<u32>(low) << 2);
    v128.store(to, i8x16.swizzle(v128.load(next), v128.load(FOURS + ((byte >> 4) << 4))), 16);
  } else {
    for (let k = 0; k < 4; k++, byte >>= 2, to += 16) {
      const two = byte & 3;
      v128.store(to, i8x16.swizzle(v128.load(from), v128.load(PAIRS + (two << 4))));
      from += popcnt<u32>(two) << 3;
    }
  }
}

// @ts-ignore: decorator
@inline function spread<T>(from: usize, validity: usize, count: i32, to: usize): i32 {
  let used = 0, i = 0;
  if (sizeof<T>() < 16) {
    for (; i + 8 <= count; i += 8) {
      const byte = <u32>load<u8>(validity + (i >> 3));
      spreadEight<T>(from + <usize>used * sizeof<T>(), byte, to + <usize>i * sizeof<T>());
      used += popcnt<u32>(byte);
    }
  }
  for (; i < count; i++) {
    const set = (<u32>load<u8>(validity + (i >> 3)) >> (i & 7)) & 1;
    if (sizeof<T>() == 16) {
      v128.store(to + (<usize>i << 4), set ? v128.load(from + (<usize>used << 4)) : i64x2.splat(0));
    } else {
      const value = load<T>(from + <usize>used * sizeof<T>());
      store<T>(to + <usize>i * sizeof<T>(), set ? value : <T>0);
    }
    used += set;
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

/**
 * Of ascending rows of a page whose first row is `first`, those that are not null, to `valid`, and to `ranks` how many rows
 * of the page before each are not null. Gives their number; there is room for one more.
 */
export function rankRows(validity: usize, rows: usize, count: i32, first: i32, ranks: usize, valid: usize): i32 {
  const start = ranks, end = rows + (<usize>count << 2);
  let at: u32 = 0, before: u32 = 0;
  for (; rows < end; rows += 4) {
    const row = load<u32>(rows), place = row - <u32>first, word = place >> 6;
    for (; at < word; at++) before += <u32>popcnt<u64>(load<u64>(validity + (<usize>at << 3)));
    const bits = load<u64>(validity + (<usize>word << 3)), bit = <u64>(place & 63);
    store<u32>(ranks, before + <u32>popcnt<u64>(bits & ((<u64>1 << bit) - 1)));
    store<u32>(valid, row);
    const isValid = <usize>(bits >> bit) & 1;
    ranks += isValid << 2;
    valid += isValid << 2;
  }
  return <i32>((ranks - start) >> 2);
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
