/**
 * Checked 64-bit and 128-bit arithmetic for decimals, timestamps and durations. Operands are an address and a step (1: array,
 * 0: one shared value). Checked kernels give the first valid row that overflows, or the number of rows.
 */
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

/** `a * entries[code]`; 0, and nothing worth reading written, where a product might overflow. */
export function mulCodesI64(a: usize, codes: usize, entries: usize, entryCount: i32, count: i32, to: usize): i32 {
  const spare = 62 - magnitudeBits(entries, 1, entryCount);
  let all = i64x2.splat(0);
  let i = 0;
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
  return fitBits(joined, a, count, spare) ? 1 : 0;
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
