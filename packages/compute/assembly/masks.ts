/**
 * Byte masks of a filter: 255 for rows that pass, 0 for others. A predicate on dictionary entries is a table of such
 * bytes; a page's codes select from it. All kernels narrow a mask that exists.
 */

// @ts-ignore: decorator
@inline function narrow16(codes: usize, count: i32, t0: v128, t1: v128, t2: v128, t3: v128, tables: i32, mask: usize): i32 {
  const sixteen = i8x16.splat(16);
  let i = 0;
  for (; i + 16 <= count; i += 16) {
    let code = v128.load(codes + i);
    let pass = i8x16.swizzle(t0, code);
    if (tables > 1) {
      code = i8x16.sub(code, sixteen);
      pass = v128.or(pass, i8x16.swizzle(t1, code));
      if (tables > 2) {
        code = i8x16.sub(code, sixteen);
        pass = v128.or(pass, i8x16.swizzle(t2, code));
        code = i8x16.sub(code, sixteen);
        pass = v128.or(pass, i8x16.swizzle(t3, code));
      }
    }
    v128.store(mask + i, v128.and(v128.load(mask + i), pass));
  }
  return i;
}

/** Sets all bytes of a mask. */
export function maskFill(mask: usize, count: i32, value: i32): void {
  memory.fill(mask, <u8>value, count);
}

/** Codes of one byte, all below `size`; tables of up to 64 entries are swizzled. */
export function maskCodes1(codes: usize, count: i32, table: usize, size: i32, mask: usize): void {
  let i = 0;
  if (size <= 64) {
    const t0 = v128.load(table), t1 = v128.load(table, 16), t2 = v128.load(table, 32), t3 = v128.load(table, 48);
    if (size <= 16) i = narrow16(codes, count, t0, t1, t2, t3, 1, mask);
    else if (size <= 32) i = narrow16(codes, count, t0, t1, t2, t3, 2, mask);
    else i = narrow16(codes, count, t0, t1, t2, t3, 4, mask);
  }
  for (; i < count; i++) store<u8>(mask + i, load<u8>(mask + i) & load<u8>(table + load<u8>(codes + i)));
}

/** Codes of two bytes. */
export function maskCodes2(codes: usize, count: i32, table: usize, mask: usize): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const four = load<u64>(codes + (<usize>i << 1));
    const pass = <u32>load<u8>(table + <usize>(four & 0xffff)) |
      (<u32>load<u8>(table + <usize>((four >> 16) & 0xffff)) << 8) |
      (<u32>load<u8>(table + <usize>((four >> 32) & 0xffff)) << 16) |
      (<u32>load<u8>(table + <usize>(four >> 48)) << 24);
    store<u32>(mask + i, load<u32>(mask + i) & pass);
  }
  for (; i < count; i++) store<u8>(mask + i, load<u8>(mask + i) & load<u8>(table + load<u16>(codes + (<usize>i << 1))));
}

/** Codes of four bytes. */
export function maskCodes4(codes: usize, count: i32, table: usize, mask: usize): void {
  for (let i = 0; i < count; i++) {
    store<u8>(mask + i, load<u8>(mask + i) & load<u8>(table + load<u32>(codes + (<usize>i << 2))));
  }
}

/** Sixteen bits of a bitmap as bytes of 0 or 255. */
// @ts-ignore: decorator
@inline function bytesOfBits(sixteen: u32): v128 {
  const each = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128);
  const bytes = i8x16.swizzle(i32x4.splat(<i32>sixteen), i8x16(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1));
  return i8x16.eq(v128.and(bytes, each), each);
}

/** Rows whose bit is set, and valid where there is a validity bitmap (0: none). */
export function maskBits(bits: usize, validity: usize, count: i32, mask: usize): void {
  let i = 0;
  for (; i + 16 <= count; i += 16) {
    let set = <u32>load<u16>(bits + (i >> 3));
    if (validity != 0) set &= <u32>load<u16>(validity + (i >> 3));
    v128.store(mask + i, v128.and(v128.load(mask + i), bytesOfBits(set)));
  }
  for (; i < count; i++) {
    let set = <u32>load<u8>(bits + (i >> 3));
    if (validity != 0) set &= <u32>load<u8>(validity + (i >> 3));
    if (((set >> (i & 7)) & 1) == 0) store<u8>(mask + i, 0);
  }
}

/** Puts `value` where the validity bit is clear. */
export function maskNulls(validity: usize, count: i32, value: i32, mask: usize): void {
  const values = i8x16.splat(<i8>value);
  let i = 0;
  for (; i + 16 <= count; i += 16) {
    const valid = bytesOfBits(<u32>load<u16>(validity + (i >> 3)));
    v128.store(mask + i, v128.bitselect(v128.load(mask + i), values, valid));
  }
  for (; i < count; i++) {
    if (((load<u8>(validity + (i >> 3)) >> <u8>(i & 7)) & 1) == 0) store<u8>(mask + i, <u8>value);
  }
}

/** Narrows a mask by another one. */
export function maskAnd(other: usize, count: i32, mask: usize): void {
  let i = 0;
  for (; i + 16 <= count; i += 16) v128.store(mask + i, v128.and(v128.load(mask + i), v128.load(other + i)));
  for (; i < count; i++) store<u8>(mask + i, load<u8>(mask + i) & load<u8>(other + i));
}

/** Eight bits -> the places of those that are set, a byte each. */
const PLACES: usize = memory.data<u64>([
  0x0, 0x0, 0x1, 0x100, 0x2, 0x200, 0x201, 0x20100, 0x3, 0x300, 0x301, 0x30100, 0x302, 0x30200, 0x30201,
  0x3020100, 0x4, 0x400, 0x401, 0x40100, 0x402, 0x40200, 0x40201, 0x4020100, 0x403, 0x40300, 0x40301,
  0x4030100, 0x40302, 0x4030200, 0x4030201, 0x403020100, 0x5, 0x500, 0x501, 0x50100, 0x502, 0x50200, 0x50201,
  0x5020100, 0x503, 0x50300, 0x50301, 0x5030100, 0x50302, 0x5030200, 0x5030201, 0x503020100, 0x504, 0x50400,
  0x50401, 0x5040100, 0x50402, 0x5040200, 0x5040201, 0x504020100, 0x50403, 0x5040300, 0x5040301, 0x504030100,
  0x5040302, 0x504030200, 0x504030201, 0x50403020100, 0x6, 0x600, 0x601, 0x60100, 0x602, 0x60200, 0x60201,
  0x6020100, 0x603, 0x60300, 0x60301, 0x6030100, 0x60302, 0x6030200, 0x6030201, 0x603020100, 0x604, 0x60400,
  0x60401, 0x6040100, 0x60402, 0x6040200, 0x6040201, 0x604020100, 0x60403, 0x6040300, 0x6040301, 0x604030100,
  0x6040302, 0x604030200, 0x604030201, 0x60403020100, 0x605, 0x60500, 0x60501, 0x6050100, 0x60502, 0x6050200,
  0x6050201, 0x605020100, 0x60503, 0x6050300, 0x6050301, 0x605030100, 0x6050302, 0x605030200, 0x605030201,
  0x60503020100, 0x60504, 0x6050400, 0x6050401, 0x605040100, 0x6050402, 0x605040200, 0x605040201,
  0x60504020100, 0x6050403, 0x605040300, 0x605040301, 0x60504030100, 0x605040302, 0x60504030200, 0x60504030201,
  0x6050403020100, 0x7, 0x700, 0x701, 0x70100, 0x702, 0x70200, 0x70201, 0x7020100, 0x703, 0x70300, 0x70301,
  0x7030100, 0x70302, 0x7030200, 0x7030201, 0x703020100, 0x704, 0x70400, 0x70401, 0x7040100, 0x70402,
  0x7040200, 0x7040201, 0x704020100, 0x70403, 0x7040300, 0x7040301, 0x704030100, 0x7040302, 0x704030200,
  0x704030201, 0x70403020100, 0x705, 0x70500, 0x70501, 0x7050100, 0x70502, 0x7050200, 0x7050201, 0x705020100,
  0x70503, 0x7050300, 0x7050301, 0x705030100, 0x7050302, 0x705030200, 0x705030201, 0x70503020100, 0x70504,
  0x7050400, 0x7050401, 0x705040100, 0x7050402, 0x705040200, 0x705040201, 0x70504020100, 0x7050403,
  0x705040300, 0x705040301, 0x70504030100, 0x705040302, 0x70504030200, 0x70504030201, 0x7050403020100, 0x706,
  0x70600, 0x70601, 0x7060100, 0x70602, 0x7060200, 0x7060201, 0x706020100, 0x70603, 0x7060300, 0x7060301,
  0x706030100, 0x7060302, 0x706030200, 0x706030201, 0x70603020100, 0x70604, 0x7060400, 0x7060401, 0x706040100,
  0x7060402, 0x706040200, 0x706040201, 0x70604020100, 0x7060403, 0x706040300, 0x706040301, 0x70604030100,
  0x706040302, 0x70604030200, 0x70604030201, 0x7060403020100, 0x70605, 0x7060500, 0x7060501, 0x706050100,
  0x7060502, 0x706050200, 0x706050201, 0x70605020100, 0x7060503, 0x706050300, 0x706050301, 0x70605030100,
  0x706050302, 0x70605030200, 0x70605030201, 0x7060503020100, 0x7060504, 0x706050400, 0x706050401,
  0x70605040100, 0x706050402, 0x70605040200, 0x70605040201, 0x7060504020100, 0x706050403, 0x70605040300,
  0x70605040301, 0x7060504030100, 0x70605040302, 0x7060504030200, 0x7060504030201, 0x706050403020100,
]);

/** Writes the rows of eight bits, `base` being the first one's, and whatever behind; gives the address behind the rows. */
// @ts-ignore: decorator
@inline function putRows(pass: u32, base: v128, to: usize): usize {
  const places = i16x8.extend_low_i8x16_u(v128.load64_zero(PLACES + (pass << 3)));
  v128.store(to, i32x4.add(base, i32x4.extend_low_i16x8_u(places)));
  v128.store(to, i32x4.add(base, i32x4.extend_high_i16x8_u(places)), 16);
  return to + (popcnt<u32>(pass) << 2);
}

/** The rows that pass as ascending u32 numbers; gives how many. */
export function maskToRows(mask: usize, count: i32, rows: usize): i32 {
  let to = rows, i = 0;
  for (; i + 16 <= count; i += 16) {
    const pass = <u32>i8x16.bitmask(v128.load(mask + i));
    if (pass == 0) continue;
    const base = i32x4.splat(i);
    to = putRows(pass & 0xff, base, to);
    to = putRows(pass >> 8, i32x4.add(base, i32x4.splat(8)), to);
  }
  for (; i < count; i++) {
    if (load<u8>(mask + i) == 0) continue;
    store<u32>(to, i);
    to += 4;
  }
  return <i32>((to - rows) >> 2);
}

/** Number of rows that pass. */
export function maskCount(mask: usize, count: i32): i32 {
  let passing = 0, i = 0;
  for (; i + 16 <= count; i += 16) passing += popcnt<u32>(<u32>i8x16.bitmask(v128.load(mask + i)));
  for (; i < count; i++) passing += load<u8>(mask + i) & 1;
  return passing;
}

/**
 * The rows whose code passes, of codes unpacked to `width` bytes, the first of which is that of row `first`; rows whose
 * validity bit is clear (0: all are set) pass with `nullPasses`. Gives how many.
 */
export function narrowCodes(
  codes: usize,
  width: i32,
  validity: usize,
  nullPasses: i32,
  rows: usize,
  count: i32,
  first: i32,
  table: usize,
  to: usize,
): i32 {
  const start = to;
  for (let i = 0; i < count; i++) {
    const row = load<u32>(rows + (<usize>i << 2)), place = <usize>(row - <u32>first);
    let code: u32;
    if (width == 1) code = <u32>load<u8>(codes + place);
    else if (width == 2) code = <u32>load<u16>(codes + (place << 1));
    else code = load<u32>(codes + (place << 2));
    let passes = <u32>load<u8>(table + code);
    if (validity != 0 && ((load<u8>(validity + (place >> 3)) >> <u8>(place & 7)) & 1) == 0) passes = nullPasses;
    store<u32>(to, row);
    to += passes & 4;
  }
  return <i32>((to - start) >> 2);
}
