/** Looking for bytes in text. */

export function sameBytes(a: usize, b: usize, length: i32): bool {
  // The last bytes are looked at together with some that were looked at before.
  if (length < 4) {
    for (let i = 0; i < length; i++) if (load<u8>(a + i) != load<u8>(b + i)) return false;
    return true;
  }
  if (length <= 8) {
    const last = <usize>(length - 4);
    return load<u32>(a) == load<u32>(b) && load<u32>(a + last) == load<u32>(b + last);
  }
  if (length <= 16) {
    const last = <usize>(length - 8);
    return load<u64>(a) == load<u64>(b) && load<u64>(a + last) == load<u64>(b + last);
  }
  const last = <usize>(length - 16);
  for (let i: usize = 0; i < last; i += 16) {
    if (v128.any_true(v128.xor(v128.load(a + i), v128.load(b + i)))) return false;
  }
  return !v128.any_true(v128.xor(v128.load(a + last), v128.load(b + last)));
}

/** First place at or behind `from` where the bytes lie, found by their first and last; -1 when there is none. */
// @ts-ignore: decorator
@inline export function find(text: usize, length: i32, from: i32, needle: usize, size: i32): i32 {
  const final = length - size, reach = <usize>(size - 1);
  const first = i8x16.splat(load<i8>(needle)), last = i8x16.splat(load<i8>(needle + reach));
  for (let i = from; i <= final; i += 16) {
    const at = text + i;
    const both = v128.and(i8x16.eq(v128.load(at), first), i8x16.eq(v128.load(at + reach), last));
    if (!v128.any_true(both)) continue;
    let hits = i8x16.bitmask(both);
    do {
      const position = i + ctz(hits);
      if (position > final) return -1;
      if (sameBytes(text + position, needle, size)) return position;
      hits &= hits - 1;
    } while (hits != 0);
  }
  return -1;
}
