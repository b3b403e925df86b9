/** Values chosen by bits: what CASE with simple results is made of. Twins: src/twin/choose.ts. */

/** Each bit of a byte as a byte of its own, 0 or 1. */
// @ts-ignore: decorator
@inline
function spread(byte: u64): u64 {
  const apart = (byte * 0x0101010101010101) & 0x8040201008040201;
  return ((apart + 0x00406070787c7e7f) >> 7) & 0x0101010101010101;
}

export function bitsToCodes(bits: usize, count: i32, to: usize): void {
  let i = 0;
  for (; i + 8 <= count; i += 8) store<u64>(to + i, spread(<u64>load<u8>(bits + (i >>> 3))));
  for (; i < count; i++) store<u8>(to + i, (load<u8>(bits + (i >>> 3)) >>> <u8>(i & 7)) & 1);
}

export function chooseWide(bits: usize, values: usize, other: usize, width: i32, count: i32, to: usize): void {
  if (width == 8) {
    const instead = load<u64>(other);
    for (let i = 0; i < count; i++) {
      const chosen = (load<u8>(bits + (i >>> 3)) >>> <u8>(i & 7)) & 1;
      store<u64>(to + (<usize>i << 3), chosen ? load<u64>(values + (<usize>i << 3)) : instead);
    }
    return;
  }
  const instead = v128.load(other);
  for (let i = 0; i < count; i++) {
    const chosen = (load<u8>(bits + (i >>> 3)) >>> <u8>(i & 7)) & 1;
    v128.store(to + (<usize>i << 4), chosen ? v128.load(values + (<usize>i << 4)) : instead);
  }
}

/** The bit of an entry, in bit 0. */
// @ts-ignore: decorator
@inline
function bitOf<C>(codes: usize, row: i32, table: usize): u32 {
  const code = <u32>load<C>(codes + <usize>row * sizeof<C>());
  return (<u32>load<u8>(table + (code >>> 3)) >>> (code & 7)) & 1;
}

// @ts-ignore: decorator
@inline
function lookUp<C>(codes: usize, table: usize, from: i32, count: i32, to: usize): void {
  let i = from;
  for (; i + 8 <= count; i += 8) {
    const low =
      bitOf<C>(codes, i, table) |
      (bitOf<C>(codes, i + 1, table) << 1) |
      (bitOf<C>(codes, i + 2, table) << 2) |
      (bitOf<C>(codes, i + 3, table) << 3);
    const high =
      bitOf<C>(codes, i + 4, table) |
      (bitOf<C>(codes, i + 5, table) << 1) |
      (bitOf<C>(codes, i + 6, table) << 2) |
      (bitOf<C>(codes, i + 7, table) << 3);
    store<u8>(to + (i >>> 3), low | (high << 4));
  }
  if (i >= count) return;
  let byte: u32 = 0;
  for (let k = 0; i + k < count; k++) byte |= bitOf<C>(codes, i + k, table) << k;
  store<u8>(to + (i >>> 3), byte);
}

export function lookUpBits(codes: usize, width: i32, table: usize, entries: i32, count: i32, to: usize): void {
  if (width == 2) return lookUp<u16>(codes, table, 0, count, to);
  if (width == 4) return lookUp<u32>(codes, table, 0, count, to);
  let i = 0;
  if (entries <= 16) {
    const all = <u32>load<u16>(table);
    let bytes = i64x2.splat(<i64>spread(<u64>(all & 255)));
    bytes = i64x2.replace_lane(bytes, 1, <i64>spread(<u64>(all >>> 8)));
    const mask = i8x16.sub(i8x16.splat(0), bytes);
    for (; i + 16 <= count; i += 16) {
      store<u16>(to + (i >>> 3), <u16>i8x16.bitmask(i8x16.swizzle(mask, v128.load(codes + i))));
    }
  }
  lookUp<u8>(codes, table, i, count, to);
}
