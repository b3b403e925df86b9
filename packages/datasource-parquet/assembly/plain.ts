/** PLAIN values and their conversion to the engine's widths. */

// @ts-ignore: decorator
@inline function putView(to: usize, bytes: usize, length: u32): void {
  // Both forms are made and one is chosen: lengths around the limit make a branch guess badly. Sixteen bytes behind any
  // input exist; those beyond the length are masked away.
  const low = load<u64>(bytes), high = <u64>load<u32>(bytes, 8), bits = <u64>length << 3, isInline = length <= 12;
  const l = length >= 8 ? low : low & ((<u64>1 << bits) - 1);
  const h = length <= 8 ? 0 : high & ((<u64>1 << (bits - 64)) - 1);
  store<u64>(to, <u64>length | (select<u64>(l, low, isInline) << 32));
  store<u64>(to, select<u64>((l >> 32) | (h << 32), <u64>bytes, isInline), 8);
}

/** Views of byte arrays with 4-byte lengths before them. 0 or -1. */
export function plainViews(src: usize, end: usize, count: i32, to: usize): i32 {
  for (let i = 0; i < count; i++, to += 16) {
    if (end - src < 4) return -1;
    const length = load<u32>(src);
    src += 4;
    if (<usize>length > end - src) return -1;
    putView(to, src, length);
    src += length;
  }
  return 0;
}

/** Views of byte arrays laid end to end, by u32 lengths. 0 or -1. */
export function viewsOfLengths(lengths: usize, count: i32, src: usize, end: usize, to: usize): i32 {
  for (let i = 0; i < count; i++, to += 16, lengths += 4) {
    const length = load<u32>(lengths);
    if (<usize>length > end - src) return -1;
    putView(to, src, length);
    src += length;
  }
  return 0;
}

/** Views of values of one width laid end to end. */
export function viewsOfFixed(src: usize, width: i32, count: i32, to: usize): void {
  for (let i = 0; i < count; i++, to += 16, src += width) putView(to, src, width);
}

/** i32 to i64. */
export function widen4(from: usize, count: i32, to: usize): void {
  let i = 0;
  for (; i + 4 <= count; i += 4, from += 16, to += 32) {
    const x = v128.load(from);
    v128.store(to, i64x2.extend_low_i32x4_s(x));
    v128.store(to, i64x2.extend_high_i32x4_s(x), 16);
  }
  for (; i < count; i++, from += 4, to += 8) store<i64>(to, <i64>load<i32>(from));
}

/** The low bytes of i32: width 1 or 2. */
export function narrow4(from: usize, count: i32, width: i32, to: usize): void {
  if (width == 1) for (let i = 0; i < count; i++) store<u8>(to + i, load<u8>(from + (<usize>i << 2)));
  else for (let i = 0; i < count; i++) store<u16>(to + (<usize>i << 1), load<u16>(from + (<usize>i << 2)));
}

/** One big-endian number of `length` bytes as `width` little-endian bytes; false when it does not fit. */
function putBigEndian(from: usize, length: i32, width: i32, to: usize): bool {
  const sign: u8 = length > 0 && load<i8>(from) < 0 ? 0xff : 0;
  const used = min(length, width);
  for (let i = 0; i < used; i++) store<u8>(to + i, load<u8>(from + length - 1 - i));
  for (let i = used; i < width; i++) store<u8>(to + i, sign);
  for (let i = 0; i < length - used; i++) if (load<u8>(from + i) != sign) return false;
  return length <= width || (load<u8>(to + width - 1) >> 7) == (sign & 1);
}

/** Big-endian numbers of `length` bytes to `width` bytes. 0, or -1 when one does not fit. */
export function bigEndian(from: usize, length: i32, count: i32, width: i32, to: usize): i32 {
  for (let i = 0; i < count; i++, from += length, to += width) if (!putBigEndian(from, length, width, to)) return -1;
  return 0;
}

/** The same from views. */
export function bigEndianViews(views: usize, count: i32, width: i32, to: usize): i32 {
  for (let i = 0; i < count; i++, views += 16, to += width) {
    const length = load<u32>(views);
    const from = length <= 12 ? views + 4 : <usize>load<u32>(views, 8);
    if (!putBigEndian(from, length, width, to)) return -1;
  }
  return 0;
}

/** Values of `width` bytes whose bytes are spread over `width` streams. */
export function unsplit(from: usize, width: i32, count: i32, to: usize): void {
  if (width == 4) {
    const a = from, b = a + count, c = b + count, d = c + count;
    for (let i = 0; i < count; i++) {
      const value = <u32>load<u8>(a + i) | (<u32>load<u8>(b + i) << 8) | (<u32>load<u8>(c + i) << 16) | (<u32>load<u8>(d + i) << 24);
      store<u32>(to + (<usize>i << 2), value);
    }
    return;
  }
  for (let k = 0; k < width; k++) {
    for (let i = 0; i < count; i++) store<u8>(to + <usize>i * width + k, load<u8>(from + <usize>k * count + i));
  }
}
