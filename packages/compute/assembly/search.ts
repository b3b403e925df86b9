/** Looking for bytes in text. */

export function sameBytes(a: usize, b: usize, length: i32): bool {
  let i = 0;
  for (; i + 16 <= length; i += 16) {
    if (v128.any_true(v128.xor(v128.load(a + i), v128.load(b + i)))) return false;
  }
  for (; i < length; i++) if (load<u8>(a + i) != load<u8>(b + i)) return false;
  return true;
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
