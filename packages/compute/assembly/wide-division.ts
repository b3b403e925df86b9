/**
 * Quotients of 128-bit integers, and values without their sign. Magnitudes are divided, the sign comes last: by one 64-bit
 * division where both fit 64 bits, else by Knuth's algorithm D in base 2^32 (as in Hacker's Delight, "divlu"), and divisors
 * of more than 64 bits by an estimate from their upper 64 bits that is at most one too large. Twins: src/twin/wide-division.ts.
 */
import { isValid } from './validity';
import { mulHighU } from './wide-product';

/** Where a division leaves its result: {quotient low, high, remainder low, high}. */
let quotientLow: u64 = 0;
let quotientHigh: u64 = 0;
let restLow: u64 = 0;
let restHigh: u64 = 0;

/** One digit of the quotient of three digits by two; `rest` is below the divisor. */
// @ts-ignore: decorator
@inline
function digit(upper: u64, next: u64, high: u64, low: u64): u64 {
  let q = upper / high;
  let r = upper - q * high;
  while (q >> 32 != 0 || q * low > ((r << 32) | next)) {
    q--;
    r += high;
    if (r >> 32 != 0) break;
  }
  return q;
}

/** Quotient of 128 by 64 bits, which must fit 64; leaves the remainder in `restLow`. */
function divide128by64(high: u64, low: u64, divisor: u64): u64 {
  const shift = clz<u64>(divisor);
  const d = divisor << shift;
  const upper = shift == 0 ? high : (high << shift) | (low >> (64 - shift));
  const lower = low << shift;
  const dh = d >> 32;
  const dl = d & 0xffffffff;
  const q1 = digit(upper, lower >> 32, dh, dl);
  const middle = ((upper << 32) | (lower >> 32)) - q1 * d;
  const q0 = digit(middle, lower & 0xffffffff, dh, dl);
  restLow = (((middle << 32) | (lower & 0xffffffff)) - q0 * d) >> shift;
  return (q1 << 32) | q0;
}

/** Divides magnitudes; the divisor is not 0. */
function divide(ah: u64, al: u64, bh: u64, bl: u64): void {
  restHigh = 0;
  if (bh == 0) {
    if (ah == 0) {
      quotientHigh = 0;
      quotientLow = al / bl;
      restLow = al % bl;
      return;
    }
    quotientHigh = ah / bl;
    quotientLow = divide128by64(ah % bl, al, bl);
    return;
  }
  quotientHigh = 0;
  const shift = clz<u64>(bh);
  const top = shift == 0 ? bh : (bh << shift) | (bl >> (64 - shift));
  // Half the dividend by the divisor's upper 64 bits: the quotient but for `63 - shift` bits too many.
  const half = divide128by64(ah >> 1, (ah << 63) | (al >> 1), top);
  quotientLow = corrected(ah, al, bh, bl, half >> (63 - shift));
}

/** The quotient by an estimate that is at most one too large; leaves the remainder. */
// @ts-ignore: decorator
@inline
function corrected(ah: u64, al: u64, bh: u64, bl: u64, guess: u64): u64 {
  let q = guess == 0 ? 0 : guess - 1;
  const low = q * bl;
  const high = mulHighU(q, bl) + q * bh;
  restLow = al - low;
  restHigh = ah - high - <u64>(al < low);
  while (restHigh > bh || (restHigh == bh && restLow >= bl)) {
    restHigh = restHigh - bh - <u64>(restLow < bl);
    restLow -= bl;
    q++;
  }
  return q;
}

/** Divides the magnitudes of two values; false for a zero divisor. */
// @ts-ignore: decorator
@inline
function divideAt(pa: usize, pb: usize): bool {
  let al = load<u64>(pa);
  let ah = load<u64>(pa, 8);
  let bl = load<u64>(pb);
  let bh = load<u64>(pb, 8);
  if ((bl | bh) == 0) return false;
  if (<i64>ah < 0) {
    ah = ~ah + <u64>(al == 0);
    al = 0 - al;
  }
  if (<i64>bh < 0) {
    bh = ~bh + <u64>(bl == 0);
    bl = 0 - bl;
  }
  divide(ah, al, bh, bl);
  return true;
}

// @ts-ignore: decorator
@inline
function storeSigned(low: u64, high: u64, negative: bool, to: usize): void {
  store<u64>(to, negative ? 0 - low : low);
  store<u64>(to, negative ? ~high + <u64>(low == 0) : high, 8);
}

/** 128-bit `a / b`, truncated; fails on zero divisors too. */
export function divI128(a: usize, sa: i32, b: usize, sb: i32, count: i32, validity: usize, to: usize): i32 {
  for (let i = 0; i < count; i++) {
    const pa = a + ((<usize>(i * sa)) << 4);
    const pb = b + ((<usize>(i * sb)) << 4);
    const negative = (load<i64>(pa, 8) ^ load<i64>(pb, 8)) < 0;
    if (!divideAt(pa, pb) || (!negative && <i64>quotientHigh < 0)) {
      if (isValid(validity, i)) return i;
      continue;
    }
    storeSigned(quotientLow, quotientHigh, negative, to + (<usize>i << 4));
  }
  return count;
}

/** 128-bit `a % b` with the sign of `a`; fails on zero divisors. */
export function modI128(a: usize, sa: i32, b: usize, sb: i32, count: i32, validity: usize, to: usize): i32 {
  for (let i = 0; i < count; i++) {
    const pa = a + ((<usize>(i * sa)) << 4);
    if (!divideAt(pa, b + ((<usize>(i * sb)) << 4))) {
      if (isValid(validity, i)) return i;
      continue;
    }
    storeSigned(restLow, restHigh, load<i64>(pa, 8) < 0, to + (<usize>i << 4));
  }
  return count;
}

/** 128-bit values divided by a positive even divisor, halves rounded away from zero. */
export function rescaleDownI128(from: usize, count: i32, divisor: usize, to: usize): void {
  const halfLow = (load<u64>(divisor) >> 1) | (load<u64>(divisor, 8) << 63);
  const halfHigh = load<u64>(divisor, 8) >> 1;
  for (let i = 0; i < count; i++, from += 16, to += 16) {
    divideAt(from, divisor);
    if (restHigh > halfHigh || (restHigh == halfHigh && restLow >= halfLow)) {
      quotientLow++;
      quotientHigh += <u64>(quotientLow == 0);
    }
    storeSigned(quotientLow, quotientHigh, load<i64>(from, 8) < 0, to);
  }
}

/** Values without their sign; fails on the lowest value, which has no opposite. */
export function absI64(from: usize, count: i32, validity: usize, to: usize): i32 {
  for (let i = 0; i < count; i++) {
    const x = load<i64>(from + (<usize>i << 3));
    store<i64>(to + (<usize>i << 3), x < 0 ? -x : x);
    if (x == i64.MIN_VALUE && isValid(validity, i)) return i;
  }
  return count;
}

/** As `absI64` in 128 bits. */
export function absI128(from: usize, count: i32, validity: usize, to: usize): i32 {
  for (let i = 0; i < count; i++) {
    const at = from + (<usize>i << 4);
    const low = load<u64>(at);
    const high = load<u64>(at, 8);
    storeSigned(low, high, <i64>high < 0, to + (<usize>i << 4));
    if (high == 0x8000000000000000 && low == 0 && isValid(validity, i)) return i;
  }
  return count;
}
