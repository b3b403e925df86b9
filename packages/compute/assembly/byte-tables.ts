/** Small tables that swizzles look up: up to 64 entries, a byte of each at a time. */

const MOST_ENTRIES = 64;

/**
 * Writes the lower bytes of up to 64 integers, padded with 0, and 64 bytes behind the second ones; gives how many bytes
 * each of them has, or 0 for more or larger entries (or negative ones).
 */
export function putByteTables(entries: usize, entryCount: i32, to: usize): i32 {
  if (entryCount > MOST_ENTRIES) return 0;
  let all: i64 = 0;
  for (let i = 0; i < entryCount; i++) all |= load<i64>(entries + (<usize>i << 3));
  if (all < 0 || all > 0xffff) return 0;
  memory.fill(to, 0, 2 * MOST_ENTRIES);
  for (let i = 0; i < entryCount; i++) {
    const entry = load<u32>(entries + (<usize>i << 3));
    store<u8>(to + i, entry);
    store<u8>(to + MOST_ENTRIES + i, entry >>> 8);
  }
  return all > 0xff ? 2 : 1;
}

/** The bytes of 16 codes below 64, or below 16 where the table is not large. */
// @ts-ignore: decorator
@inline
export function lookUp(t0: v128, t1: v128, t2: v128, t3: v128, codes: v128, isLarge: bool): v128 {
  let bytes = i8x16.swizzle(t0, codes);
  if (!isLarge) return bytes;
  let next = i8x16.sub(codes, i8x16.splat(16));
  bytes = v128.or(bytes, i8x16.swizzle(t1, next));
  next = i8x16.sub(next, i8x16.splat(16));
  bytes = v128.or(bytes, i8x16.swizzle(t2, next));
  next = i8x16.sub(next, i8x16.splat(16));
  return v128.or(bytes, i8x16.swizzle(t3, next));
}
