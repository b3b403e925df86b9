/** Groups by codes of dictionaries instead of keys; src/twin/code-groups.ts describes the arguments. */
import { lookUp } from './byte-tables';
import { isNull } from './validity';

const NO_GROUP: u32 = 0xffffffff;
/** Group of a code whose key is about to be inserted. */
const PENDING: u32 = 0xfffffffe;

@inline
function codeAt<T>(codes: usize, row: i32): u32 {
  return <u32>load<T>(codes + <usize>row * sizeof<T>());
}

@inline
function compose<T>(
  codes: usize,
  validity: usize,
  count: i32,
  nullCode: u32,
  stride: u32,
  add: i32,
  to: usize,
): void {
  if (validity == 0) {
    if (add == 0) for (let i = 0; i < count; i++) store<u32>(to + (<usize>i << 2), codeAt<T>(codes, i) * stride);
    else {
      for (let i = 0; i < count; i++) {
        const at = to + (<usize>i << 2);
        store<u32>(at, codeAt<T>(codes, i) * stride + load<u32>(at));
      }
    }
    return;
  }
  for (let i = 0; i < count; i++, to += 4) {
    const code = isNull(validity, i) ? nullCode : codeAt<T>(codes, i);
    store<u32>(to, code * stride + (add == 0 ? 0 : load<u32>(to)));
  }
}

export function composeCodes(
  codes: usize,
  width: i32,
  validity: usize,
  count: i32,
  nullCode: u32,
  stride: u32,
  add: i32,
  to: usize,
): void {
  if (width == 1) compose<u8>(codes, validity, count, nullCode, stride, add, to);
  else if (width == 2) compose<u16>(codes, validity, count, nullCode, stride, add, to);
  else compose<u32>(codes, validity, count, nullCode, stride, add, to);
}

/** Numbers rows by a table from codes; a code without a group becomes pending, and its row is noted down. */
@inline
function numberCode(code: u32, row: i32, table: usize, groups: usize, fresh: usize): usize {
  const at = table + (<usize>code << 2);
  const group = load<u32>(at);
  store<u32>(groups + (<usize>row << 2), group);
  if (group != NO_GROUP) return fresh;
  store<u32>(at, PENDING);
  store<u32>(fresh, row);
  return fresh + 4;
}

@inline
function numberCodes<A, B>(
  a: usize,
  b: usize,
  stride: u32,
  first: i32,
  count: i32,
  table: usize,
  groups: usize,
  rows: usize,
): i32 {
  let fresh = rows;
  for (let i = first; i < count; i++) {
    fresh = numberCode(codeAt<A>(a, i) + codeAt<B>(b, i) * stride, i, table, groups, fresh);
  }
  return <i32>((fresh - rows) >>> 2);
}

@inline
function numberOneCode<A>(a: usize, first: i32, count: i32, table: usize, groups: usize, rows: usize): i32 {
  let fresh = rows;
  for (let i = first; i < count; i++) fresh = numberCode(codeAt<A>(a, i), i, table, groups, fresh);
  return <i32>((fresh - rows) >>> 2);
}

/** Entries of a table that swizzles look up, and rows below which building it does not pay. */
const SMALL_TABLE: u32 = 64;
const MANY_ROWS = 64;

/** Codes of two columns put together, 16 at a time; those that do not fit a byte stand for none. */
@inline
function composedBytes(a: v128, b: v128, stride: v128): v128 {
  const low = i16x8.mul(i16x8.extend_low_i8x16_u(b), stride);
  const high = i16x8.mul(i16x8.extend_high_i8x16_u(b), stride);
  return i8x16.add_sat_u(a, i8x16.narrow_i16x8_u(low, high));
}

/** Writes the groups of a small table as bytes, 255 for none, where groups of rows are written afterwards. */
function tableAsBytes(table: usize, size: u32, groups: usize): void {
  memory.fill(groups, 255, SMALL_TABLE);
  for (let code: u32 = 0; code < size; code++) {
    const group = load<u32>(table + (<usize>code << 2));
    if (group < 255) store<u8>(groups + code, <u8>group);
  }
}

/** Numbers rows by a small table, 16 at a time, until a code without a group appears; gives the rows done. */
function numberBySwizzle(a: usize, b: usize, stride: u32, count: i32, table: usize, size: u32, groups: usize): i32 {
  tableAsBytes(table, size, groups);
  const t0 = v128.load(groups);
  const t1 = v128.load(groups, 16);
  const t2 = v128.load(groups, 32);
  const t3 = v128.load(groups, 48);
  const none = i8x16.splat(-1);
  const strides = i16x8.splat(<i16>stride);
  const isLarge = size > 16;
  const last = i8x16.splat(isLarge ? 63 : 15);
  let i = 0;
  let to = groups;
  for (; i + 16 <= count; i += 16, to += 64) {
    let code = v128.load(a + i);
    if (b != 0) code = composedBytes(code, v128.load(b + i), strides);
    const group = v128.or(lookUp(t0, t1, t2, t3, code, isLarge), i8x16.gt_u(code, last));
    if (v128.any_true(i8x16.eq(group, none))) break;
    const low = i16x8.extend_low_i8x16_u(group);
    const high = i16x8.extend_high_i8x16_u(group);
    v128.store(to, i32x4.extend_low_i16x8_u(low));
    v128.store(to, i32x4.extend_high_i16x8_u(low), 16);
    v128.store(to, i32x4.extend_low_i16x8_u(high), 32);
    v128.store(to, i32x4.extend_high_i16x8_u(high), 48);
  }
  return i;
}

export function groupsOfCodes(
  a: usize,
  aWidth: i32,
  b: usize,
  bWidth: i32,
  stride: u32,
  count: i32,
  table: usize,
  size: u32,
  groups: usize,
  rows: usize,
): i32 {
  let done = 0;
  if (aWidth == 1 && bWidth <= 1 && size <= SMALL_TABLE && count >= MANY_ROWS) {
    done = numberBySwizzle(a, bWidth == 0 ? 0 : b, stride, count, table, size, groups);
  }
  if (bWidth == 0) {
    return aWidth == 1
      ? numberOneCode<u8>(a, done, count, table, groups, rows)
      : numberOneCode<u16>(a, done, count, table, groups, rows);
  }
  if (aWidth == 1) {
    return bWidth == 1
      ? numberCodes<u8, u8>(a, b, stride, done, count, table, groups, rows)
      : numberCodes<u8, u16>(a, b, stride, done, count, table, groups, rows);
  }
  return bWidth == 1
    ? numberCodes<u16, u8>(a, b, stride, done, count, table, groups, rows)
    : numberCodes<u16, u16>(a, b, stride, done, count, table, groups, rows);
}

/** Notes a row down whose code has no group, unless one was before. */
@inline
function noteCode(code: u32, row: i32, table: usize, fresh: usize): usize {
  const at = table + (<usize>code << 2);
  if (load<u32>(at) != NO_GROUP) return fresh;
  store<u32>(at, PENDING);
  store<u32>(fresh, row);
  return fresh + 4;
}

@inline
function composedByte(a: usize, b: usize, stride: u32, row: i32): u32 {
  return <u32>load<u8>(a + row) + (b == 0 ? 0 : <u32>load<u8>(b + row) * stride);
}

export function groupBytesOfCodes(
  a: usize,
  b: usize,
  stride: u32,
  count: i32,
  mask: usize,
  table: usize,
  size: u32,
  none: u32,
  groups: usize,
  rows: usize,
): i32 {
  tableAsBytes(table, size, groups);
  const t0 = v128.load(groups);
  const t1 = v128.load(groups, 16);
  const t2 = v128.load(groups, 32);
  const t3 = v128.load(groups, 48);
  const strides = i16x8.splat(<i16>stride);
  const behind = i8x16.splat(<i8>none);
  const isLarge = size > 16;
  let fresh = rows;
  let i = 0;
  for (; i + 16 <= count; i += 16) {
    let code = v128.load(a + i);
    if (b != 0) code = composedBytes(code, v128.load(b + i), strides);
    const group = lookUp(t0, t1, t2, t3, code, isLarge);
    const left = i8x16.eq(v128.load(mask + i), i8x16.splat(0));
    if (v128.any_true(v128.andnot(i8x16.eq(group, i8x16.splat(-1)), left))) {
      for (let row = i; row < i + 16; row++) {
        if (load<u8>(mask + row) != 0) fresh = noteCode(composedByte(a, b, stride, row), row, table, fresh);
      }
    }
    v128.store(groups + i, i8x16.min_u(v128.or(group, left), behind));
  }
  for (; i < count; i++) {
    let group = none;
    if (load<u8>(mask + i) != 0) {
      const code = composedByte(a, b, stride, i);
      fresh = noteCode(code, i, table, fresh);
      group = min(load<u32>(table + (<usize>code << 2)), none);
    }
    store<u8>(groups + i, group);
  }
  return <i32>((fresh - rows) >>> 2);
}

export function freshCodes(codes: usize, count: i32, seen: usize, rows: usize): i32 {
  let out = rows;
  for (let i = 0; i < count; i++, codes += 4) {
    const at = seen + load<u32>(codes);
    if (load<u8>(at) != 0) continue;
    store<u8>(at, 1);
    store<u32>(out, i);
    out += 4;
  }
  return <i32>((out - rows) >>> 2);
}

export function combineCodes(places: usize, count: u32, numbers: usize, codes: i32, stride: u32): void {
  // The first ones are overwritten last.
  for (let code = codes - 1; code >= 0; code--) {
    const number = load<u32>(numbers + (<usize>code << 2)) * stride;
    const to = places + ((<usize>code * count) << 2);
    for (let i: usize = 0; i < <usize>count << 2; i += 4) store<u32>(to + i, load<u32>(places + i) + number);
  }
}

export function recallGroups(known: usize, places: usize, count: i32, groups: usize, seen: usize): void {
  for (let i = 0; i < count; i++, places += 4, groups += 4) {
    const group = load<u32>(known + (<usize>load<u32>(places) << 2));
    store<u32>(groups, group);
    store<u8>(seen + i, group == NO_GROUP ? 0 : 1);
  }
}
