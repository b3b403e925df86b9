/**
 * Checked 64-bit and 128-bit arithmetic for decimals, timestamps and durations. Operands are an address and a step (1: array,
 * 0: one shared value). Checked kernels give the first valid row that overflows, or the number of rows.
 */
import { lookUp, putByteTables } from './byte-tables';
import { fitBits, magnitudeBits } from './magnitude';
import { isValid } from './validity';
import { mulHighU } from './wide-product';

// @ts-ignore: decorator
@inline
function at(address: usize, step: i32, row: i32): i64 {
  return load<i64>(address + ((<usize>(row * step)) << 3));
}

/** High word of the signed 128-bit product. */
// @ts-ignore: decorator
@inline
function mulHigh(a: i64, b: i64): i64 {
  const al = <u64>a & 0xffffffff;
  const bl = <u64>b & 0xffffffff;
  const ah = a >> 32;
  const bh = b >> 32;
  const low = al * bl;
  const mid1 = ah * <i64>bl + <i64>(low >> 32);
  const mid2 = <i64>al * bh + (mid1 & 0xffffffff);
  return ah * bh + (mid1 >> 32) + (mid2 >> 32);
}

/** True when both fit in 32 bits, so that their product cannot overflow. */
// @ts-ignore: decorator
@inline
function small(a: i64, b: i64): bool {
  return a == <i64>(<i32>a) && b == <i64>(<i32>b);
}

// @ts-ignore: decorator
@inline
function mulOverflows(a: i64, b: i64): bool {
  return !small(a, b) && mulHigh(a, b) != (a * b) >> 63;
}

// @ts-ignore: decorator
@inline
function addOverflows(a: i64, b: i64, sum: i64): bool {
  return ((a ^ sum) & (b ^ sum)) < 0;
}

// @ts-ignore: decorator
@inline
function bitsOf(value: i64): i32 {
  return 64 - <i32>clz<i64>(value ^ (value >> 63));
}

/** `a * am + b * bm` where nothing can overflow. */
// @ts-ignore: decorator
@inline
function addProducts(a: usize, sa: i32, am: i64, b: usize, sb: i32, bm: i64, count: i32, to: usize): void {
  if (sa == 0) {
    const x = load<i64>(a) * am;
    for (let i = 0; i < count; i++) store<i64>(to + (<usize>i << 3), x + at(b, sb, i) * bm);
  } else if (sb == 0) {
    const y = load<i64>(b) * bm;
    for (let i = 0; i < count; i++) store<i64>(to + (<usize>i << 3), load<i64>(a + (<usize>i << 3)) * am + y);
  } else {
    for (let i = 0; i < count; i++) {
      store<i64>(to + (<usize>i << 3), load<i64>(a + (<usize>i << 3)) * am + load<i64>(b + (<usize>i << 3)) * bm);
    }
  }
}

/** `a + b`. */
export function addCheckedI64(a: usize, sa: i32, b: usize, sb: i32, count: i32, validity: usize, to: usize): i32 {
  if (max(magnitudeBits(a, sa, count), magnitudeBits(b, sb, count)) <= 61) {
    addProducts(a, sa, 1, b, sb, 1, count, to);
    return count;
  }
  for (let i = 0; i < count; i++) {
    const x = at(a, sa, i);
    const y = at(b, sb, i);
    const sum = x + y;
    store<i64>(to + (<usize>i << 3), sum);
    if (addOverflows(x, y, sum) && isValid(validity, i)) return i;
  }
  return count;
}

/** `a - b`. */
export function subCheckedI64(a: usize, sa: i32, b: usize, sb: i32, count: i32, validity: usize, to: usize): i32 {
  if (max(magnitudeBits(a, sa, count), magnitudeBits(b, sb, count)) <= 61) {
    addProducts(a, sa, 1, b, sb, -1, count, to);
    return count;
  }
  for (let i = 0; i < count; i++) {
    const x = at(a, sa, i);
    const y = at(b, sb, i);
    const difference = x - y;
    store<i64>(to + (<usize>i << 3), difference);
    if (((x ^ y) & (x ^ difference)) < 0 && isValid(validity, i)) return i;
  }
  return count;
}

/** `a * b`. */
export function mulCheckedI64(a: usize, sa: i32, b: usize, sb: i32, count: i32, validity: usize, to: usize): i32 {
  if (magnitudeBits(a, sa, count) + magnitudeBits(b, sb, count) <= 62) {
    if (sb == 0) {
      const y = load<i64>(b);
      for (let i = 0; i < count; i++) store<i64>(to + (<usize>i << 3), at(a, sa, i) * y);
    } else if (sa == 0) {
      const x = load<i64>(a);
      for (let i = 0; i < count; i++) store<i64>(to + (<usize>i << 3), x * load<i64>(b + (<usize>i << 3)));
    } else {
      let i = 0;
      for (; i + 2 <= count; i += 2) {
        const o = <usize>i << 3;
        v128.store(to + o, i64x2.mul(v128.load(a + o), v128.load(b + o)));
      }
      if (i < count) store<i64>(to + (<usize>i << 3), load<i64>(a + (<usize>i << 3)) * load<i64>(b + (<usize>i << 3)));
    }
    return count;
  }
  for (let i = 0; i < count; i++) {
    const x = at(a, sa, i);
    const y = at(b, sb, i);
    store<i64>(to + (<usize>i << 3), x * y);
    if (mulOverflows(x, y) && isValid(validity, i)) return i;
  }
  return count;
}

// @ts-ignore: decorator
@inline
function entryOf(entries: usize, codes: usize, row: i32): i64 {
  return load<i64>(entries + (<usize>load<u8>(codes + row) << 3));
}

/** Rows between looks at whether values still fit 32 bits. */
const CHECKED_ROWS = 512;

/** Four products of numbers of 32 bits by numbers of 16. */
// @ts-ignore: decorator
@inline
function putProducts(x: v128, y: v128, factors: v128, to: usize): void {
  const four = v128.shuffle<i32>(x, y, 0, 2, 4, 6);
  v128.store(to, i64x2.extmul_low_i32x4_u(four, factors));
  v128.store(to, i64x2.extmul_high_i32x4_u(four, factors), 16);
}

/** Products by few small entries, 16 at a time, as long as values have 32 bits; gives the rows done. */
function mulBySwizzle(a: usize, codes: usize, entries: usize, entryCount: i32, count: i32, to: usize): i32 {
  // The tables lie where products are written afterwards.
  const entryBytes = putByteTables(entries, entryCount, to);
  if (entryBytes == 0) return 0;
  const isLarge = entryCount > 16;
  const t0 = v128.load(to);
  const t1 = v128.load(to, 16);
  const t2 = v128.load(to, 32);
  const t3 = v128.load(to, 48);
  const u0 = v128.load(to, 64);
  const u1 = v128.load(to, 80);
  const u2 = v128.load(to, 96);
  const u3 = v128.load(to, 112);
  let i = 0;
  while (i + 16 <= count) {
    const start = i;
    const end = min(count & ~15, i + CHECKED_ROWS);
    let all = i64x2.splat(0);
    for (; i < end; i += 16) {
      const code = v128.load(codes + i);
      const low = lookUp(t0, t1, t2, t3, code, isLarge);
      const high = entryBytes == 1 ? i64x2.splat(0) : lookUp(u0, u1, u2, u3, code, isLarge);
      const first = v128.shuffle<i8>(low, high, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
      const second = v128.shuffle<i8>(low, high, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
      const from = a + (<usize>i << 3);
      const target = to + (<usize>i << 3);
      let x = v128.load(from);
      let y = v128.load(from, 16);
      all = v128.or(all, v128.or(x, y));
      putProducts(x, y, i32x4.extend_low_i16x8_u(first), target);
      x = v128.load(from, 32);
      y = v128.load(from, 48);
      all = v128.or(all, v128.or(x, y));
      putProducts(x, y, i32x4.extend_high_i16x8_u(first), target + 32);
      x = v128.load(from, 64);
      y = v128.load(from, 80);
      all = v128.or(all, v128.or(x, y));
      putProducts(x, y, i32x4.extend_low_i16x8_u(second), target + 64);
      x = v128.load(from, 96);
      y = v128.load(from, 112);
      all = v128.or(all, v128.or(x, y));
      putProducts(x, y, i32x4.extend_high_i16x8_u(second), target + 96);
    }
    if (((i64x2.extract_lane(all, 0) | i64x2.extract_lane(all, 1)) >>> 32) != 0) return start;
  }
  return i;
}

/** `a * entries[code]`; 0, and nothing worth reading written, where a product might overflow. */
export function mulCodesI64(a: usize, codes: usize, entries: usize, entryCount: i32, count: i32, to: usize): i32 {
  const spare = 62 - magnitudeBits(entries, 1, entryCount);
  let i = count < 64 ? 0 : mulBySwizzle(a, codes, entries, entryCount, count, to);
  const done = i;
  let all = i64x2.splat(0);
  for (; i + 4 <= count; i += 4) {
    const from = a + (<usize>i << 3);
    const target = to + (<usize>i << 3);
    all = v128.or(all, v128.or(v128.load(from), v128.load(from, 16)));
    const four = load<u32>(codes + i);
    store<i64>(target, load<i64>(from) * load<i64>(entries + (<usize>(four & 255) << 3)));
    store<i64>(target, load<i64>(from, 8) * load<i64>(entries + (<usize>((four >>> 8) & 255) << 3)), 8);
    store<i64>(target, load<i64>(from, 16) * load<i64>(entries + (<usize>((four >>> 16) & 255) << 3)), 16);
    store<i64>(target, load<i64>(from, 24) * load<i64>(entries + (<usize>(four >>> 24) << 3)), 24);
  }
  let joined = i64x2.extract_lane(all, 0) | i64x2.extract_lane(all, 1);
  for (; i < count; i++) {
    const value = load<i64>(a + (<usize>i << 3));
    joined |= value;
    store<i64>(to + (<usize>i << 3), value * entryOf(entries, codes, i));
  }
  return fitBits(joined, a + (<usize>done << 3), count - done, spare) ? 1 : 0;
}

/** `a * am + b * bm`, for decimals of different scales. */
export function addScaledI64(
  a: usize, sa: i32, am: i64, b: usize, sb: i32, bm: i64, count: i32, validity: usize, to: usize,
): i32 {
  const left = magnitudeBits(a, sa, count) + bitsOf(am);
  const right = magnitudeBits(b, sb, count) + bitsOf(bm);
  if (max(left, right) <= 61) {
    addProducts(a, sa, am, b, sb, bm, count, to);
    return count;
  }
  for (let i = 0; i < count; i++) {
    const x = at(a, sa, i);
    const y = at(b, sb, i);
    const xm = x * am;
    const ym = y * bm;
    const sum = xm + ym;
    store<i64>(to + (<usize>i << 3), sum);
    if ((mulOverflows(x, am) || mulOverflows(y, bm) || addOverflows(xm, ym, sum)) && isValid(validity, i)) return i;
  }
  return count;
}

/** `(a * am) / (b * bm)`, truncated; fails on zero divisors too. */
export function divScaledI64(
  a: usize, sa: i32, am: i64, b: usize, sb: i32, bm: i64, count: i32, validity: usize, to: usize,
): i32 {
  for (let i = 0; i < count; i++) {
    const x = at(a, sa, i);
    const y = at(b, sb, i);
    const xm = x * am;
    const ym = y * bm;
    if (y == 0 || mulOverflows(x, am) || mulOverflows(y, bm) || (ym == -1 && xm == i64.MIN_VALUE)) {
      if (isValid(validity, i)) return i;
      continue;
    }
    store<i64>(to + (<usize>i << 3), xm / ym);
  }
  return count;
}

/** `(a * am) % (b * bm)`; fails on zero divisors too. */
export function modScaledI64(
  a: usize, sa: i32, am: i64, b: usize, sb: i32, bm: i64, count: i32, validity: usize, to: usize,
): i32 {
  for (let i = 0; i < count; i++) {
    const x = at(a, sa, i);
    const y = at(b, sb, i);
    const xm = x * am;
    const ym = y * bm;
    if (y == 0 || mulOverflows(x, am) || mulOverflows(y, bm)) {
      if (isValid(validity, i)) return i;
      continue;
    }
    store<i64>(to + (<usize>i << 3), ym == -1 ? 0 : xm % ym);
  }
  return count;
}

/** 64 by 64 to 128 bits. */
export function mulWideI64(a: usize, sa: i32, b: usize, sb: i32, count: i32, to: usize): void {
  for (let i = 0; i < count; i++) {
    const x = at(a, sa, i);
    const y = at(b, sb, i);
    store<i64>(to + (<usize>i << 4), x * y);
    store<i64>(to + (<usize>i << 4), mulHigh(x, y), 8);
  }
}

/** 128-bit `a + b`. */
export function addI128(a: usize, sa: i32, b: usize, sb: i32, count: i32, validity: usize, to: usize): i32 {
  for (let i = 0; i < count; i++) {
    const pa = a + ((<usize>(i * sa)) << 4);
    const pb = b + ((<usize>(i * sb)) << 4);
    const al = load<u64>(pa);
    const ah = load<i64>(pa, 8);
    const bh = load<i64>(pb, 8);
    const low = al + load<u64>(pb);
    const high = ah + bh + <i64>(low < al);
    store<u64>(to + (<usize>i << 4), low);
    store<i64>(to + (<usize>i << 4), high, 8);
    if (((ah ^ high) & (bh ^ high)) < 0 && isValid(validity, i)) return i;
  }
  return count;
}

/** 128-bit `a - b`. */
export function subI128(a: usize, sa: i32, b: usize, sb: i32, count: i32, validity: usize, to: usize): i32 {
  for (let i = 0; i < count; i++) {
    const pa = a + ((<usize>(i * sa)) << 4);
    const pb = b + ((<usize>(i * sb)) << 4);
    const al = load<u64>(pa);
    const bl = load<u64>(pb);
    const ah = load<i64>(pa, 8);
    const bh = load<i64>(pb, 8);
    const high = ah - bh - <i64>(al < bl);
    store<u64>(to + (<usize>i << 4), al - bl);
    store<i64>(to + (<usize>i << 4), high, 8);
    if (((ah ^ bh) & (ah ^ high)) < 0 && isValid(validity, i)) return i;
  }
  return count;
}

/** 128-bit `a * b`: magnitudes are multiplied, the sign comes last. */
export function mulI128(a: usize, sa: i32, b: usize, sb: i32, count: i32, validity: usize, to: usize): i32 {
  for (let i = 0; i < count; i++) {
    const pa = a + ((<usize>(i * sa)) << 4);
    const pb = b + ((<usize>(i * sb)) << 4);
    let al = load<u64>(pa);
    let ah = load<u64>(pa, 8);
    let bl = load<u64>(pb);
    let bh = load<u64>(pb, 8);
    const negative = <i64>(ah ^ bh) < 0;
    if (<i64>ah < 0) {
      ah = ~ah + <u64>(al == 0);
      al = 0 - al;
    }
    if (<i64>bh < 0) {
      bh = ~bh + <u64>(bl == 0);
      bl = 0 - bl;
    }
    let low = al * bl;
    const carry = mulHighU(al, bl);
    const cross = ah * bl + al * bh;
    let high = carry + cross;
    let bad = (ah != 0 && bh != 0) || mulHighU(ah, bl) != 0 || mulHighU(al, bh) != 0 || high < carry;
    bad = bad || (<i64>high < 0 && !(negative && high == 0x8000000000000000 && low == 0));
    if (negative) {
      high = ~high + <u64>(low == 0);
      low = 0 - low;
    }
    store<u64>(to + (<usize>i << 4), low);
    store<u64>(to + (<usize>i << 4), high, 8);
    if (bad && isValid(validity, i)) return i;
  }
  return count;
}
