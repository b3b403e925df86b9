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

/** Rows whose bit is set, and valid where there is a validity bitmap (0: none). */
export function maskBits(bits: usize, validity: usize, count: i32, mask: usize): void {
  for (let i = 0; i < count; i += 8) {
    let byte = <u64>load<u8>(bits + (i >> 3));
    if (validity != 0) byte &= <u64>load<u8>(validity + (i >> 3));
    // Each bit of the byte to a byte of its own, then to 0 or 255.
    const spread = ((byte * 0x0101010101010101) & 0x8040201008040201);
    const ones = ((spread + 0x00406070787c7e7f) >> 7) & 0x0101010101010101;
    const pass = ones * 255;
    if (i + 8 <= count) store<u64>(mask + i, load<u64>(mask + i) & pass);
    else for (let k = 0; i + k < count; k++) store<u8>(mask + i + k, load<u8>(mask + i + k) & <u8>(pass >> (<u64>k << 3)));
  }
}

/** Puts `value` where the validity bit is clear. */
export function maskNulls(validity: usize, count: i32, value: i32, mask: usize): void {
  for (let i = 0; i < count; i++) {
    if (((load<u8>(validity + (i >> 3)) >> <u8>(i & 7)) & 1) == 0) store<u8>(mask + i, <u8>value);
  }
}

/** Narrows a mask by another one. */
export function maskAnd(other: usize, count: i32, mask: usize): void {
  let i = 0;
  for (; i + 16 <= count; i += 16) v128.store(mask + i, v128.and(v128.load(mask + i), v128.load(other + i)));
  for (; i < count; i++) store<u8>(mask + i, load<u8>(mask + i) & load<u8>(other + i));
}

/** The rows that pass as ascending u32 numbers; gives how many. */
export function maskToRows(mask: usize, count: i32, rows: usize): i32 {
  let to = rows, i = 0;
  for (; i + 16 <= count; i += 16) {
    let pass = <u32>i8x16.bitmask(v128.load(mask + i));
    while (pass != 0) {
      store<u32>(to, i + ctz<u32>(pass));
      to += 4;
      pass &= pass - 1;
    }
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
