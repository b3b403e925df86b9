/** How large 64-bit numbers are. */

/** All values or'ed together. */
function bitsOfAll(values: usize, count: i32): i64 {
  let a = i64x2.splat(0);
  let b = a;
  let c = a;
  let d = a;
  let i = 0;
  for (; i + 8 <= count; i += 8) {
    const from = values + (<usize>i << 3);
    a = v128.or(a, v128.load(from));
    b = v128.or(b, v128.load(from, 16));
    c = v128.or(c, v128.load(from, 32));
    d = v128.or(d, v128.load(from, 48));
  }
  a = v128.or(v128.or(a, b), v128.or(c, d));
  let bits = i64x2.extract_lane(a, 0) | i64x2.extract_lane(a, 1);
  for (; i < count; i++) bits |= load<i64>(values + (<usize>i << 3));
  return bits;
}

/** True when `joined`, all values or'ed together, or a look at each of them says that magnitudes have at most `most` bits. */
// @ts-ignore: decorator
@inline
export function fitBits(joined: i64, values: usize, count: i32, most: i32): bool {
  if (joined >= 0) return 64 - <i32>clz<i64>(joined) <= most;
  return magnitudeBits(values, 1, count) <= most;
}

/** The bits of the magnitudes of all values: each is at least -2^bits and below 2^bits. */
// @ts-ignore: decorator
@inline
export function magnitudeBits(values: usize, step: i32, count: i32): i32 {
  if (count == 0) return 0;
  if (step == 0) {
    const one = load<i64>(values);
    return 64 - <i32>clz<i64>(one ^ (one >> 63));
  }
  // Numbers that are not negative take a plain OR, which most columns are content with.
  const joined = bitsOfAll(values, count);
  if (joined >= 0) return 64 - <i32>clz<i64>(joined);
  let all = i64x2.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const first = v128.load(values + (<usize>i << 3));
    const second = v128.load(values + (<usize>i << 3), 16);
    all = v128.or(all, v128.or(v128.xor(first, i64x2.shr_s(first, 63)), v128.xor(second, i64x2.shr_s(second, 63))));
  }
  let bits = i64x2.extract_lane(all, 0) | i64x2.extract_lane(all, 1);
  for (; i < count; i++) {
    const value = load<i64>(values + (<usize>i << 3));
    bits |= value ^ (value >> 63);
  }
  return 64 - <i32>clz<i64>(bits);
}
