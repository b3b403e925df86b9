/**
 * Values written as text. A span is a pair of u32, where the text begins and ends; spans lie `stride` bytes apart. A span
 * that begins at 0 is null, and with `emptyNull` one without bytes. Rows `from` to `count` are read: a null clears its bit
 * in `validity`. The result is the first row whose text is not of the plain form that a kernel knows (the caller reads it
 * in full and goes on behind it), or `count`. Up to 31 bytes around a span are read, never used.
 */
import { writeView } from './text';

// @ts-ignore: decorator
@inline const ZEROS: u64 = 0x3030303030303030;
// @ts-ignore: decorator
@inline const HIGH_BITS: u64 = 0x8080808080808080;

/** 10^0 to 10^18 as doubles. */
const FLOAT_POWERS = memory.data<f64>([
  1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000,
  10000000000000, 100000000000000, 1000000000000000, 10000000000000000, 100000000000000000, 1000000000000000000,
]);

/** 10^0 to 10^18. */
const POWERS = memory.data<i64>([
  1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000,
  10000000000000, 100000000000000, 1000000000000000, 10000000000000000, 100000000000000000, 1000000000000000000,
]);

// @ts-ignore: decorator
@inline function power(exponent: i32): i64 {
  return load<i64>(POWERS + (<usize>exponent << 3));
}

// @ts-ignore: decorator
@inline function isNull(start: usize, end: usize, emptyNull: i32): bool {
  return start == 0 || (emptyNull != 0 && start == end);
}

// @ts-ignore: decorator
@inline function clear(validity: usize, row: i32): void {
  const at = validity + (row >>> 3);
  store<u8>(at, <u8>(<u32>load<u8>(at) & ~(<u32>1 << (row & 7))));
}

/** The low `count` (1 to 8) bytes of a word, in their order, as digits; -1 when one is none. */
// @ts-ignore: decorator
@inline function digitsIn(word: u64, count: u32): i64 {
  // The digits move to the high end, zeros fill up before them.
  const shift = <u64>(64 - (count << 3));
  const value = ((word ^ ZEROS) << shift);
  if ((((value + 0x7676767676767676) | value) & HIGH_BITS) != 0) return -1;
  const pairs = value * 10 + (value >> 8);
  const low = (pairs & 0x000000ff000000ff) * 0x000f424000000064;
  return <i64>((low + ((pairs >> 16) & 0x000000ff000000ff) * 0x0000271000000001) >> 32);
}

/** Up to 8 digits as a number, all at once; -1 when there is another byte among them. */
// @ts-ignore: decorator
@inline function digits8(at: usize, count: i32): i64 {
  return count == 0 ? 0 : digitsIn(load<u64>(at), <u32>count);
}

/** Up to 18 digits; -1 when there are more or another byte among them. */
// @ts-ignore: decorator
@inline function digits18(at: usize, count: i32): i64 {
  if (count <= 8) return digits8(at, count);
  if (count > 18) return -1;
  const low = digits8(at + count - 8, 8);
  if (count <= 16) {
    const high = digits8(at, count - 8);
    return (high | low) < 0 ? -1 : high * 100000000 + low;
  }
  const middle = digits8(at + count - 16, 8);
  const high = digits8(at, count - 16);
  return (high | middle | low) < 0 ? -1 : (high * 100000000 + middle) * 100000000 + low;
}

/** The bytes of a word as digits at its high end, zeros before them; what is no digit is more than 9. `count` is 1 to 8. */
// @ts-ignore: decorator
@inline function toHighEnd(word: u64, count: u32): u64 {
  return (word ^ ZEROS) << <u64>(64 - (count << 3));
}

// @ts-ignore: decorator
@inline function areDigits(a: v128, b: v128): bool {
  return !v128.any_true(v128.or(i8x16.gt_u(a, i8x16.splat(9)), i8x16.gt_u(b, i8x16.splat(9))));
}

/** Two numbers of eight digits, the first digits lowest: four parts of two digits each, as i16. */
// @ts-ignore: decorator
@inline function pairsOf(digits: v128): v128 {
  const tens = i16x8.mul(v128.and(digits, i16x8.splat(0xff)), i16x8.splat(10));
  return i16x8.add(tens, i16x8.shr_u(digits, 8));
}

/** Four numbers of eight digits as i32. */
// @ts-ignore: decorator
@inline function numbersOf(a: v128, b: v128): v128 {
  const hundreds = i16x8(100, 1, 100, 1, 100, 1, 100, 1), thousands = i16x8(10000, 1, 10000, 1, 10000, 1, 10000, 1);
  const low = i32x4.dot_i16x8_s(pairsOf(a), hundreds), high = i32x4.dot_i16x8_s(pairsOf(b), hundreds);
  return i32x4.dot_i16x8_s(i16x8.narrow_i32x4_u(low, high), thousands);
}

/** Bytes of a span; of a null span more than there can be. */
// @ts-ignore: decorator
@inline function lengthOf(span: u64): u32 {
  return select<u32>(u32.MAX_VALUE, <u32>(span >> 32) - <u32>span, <u32>span == 0);
}

// @ts-ignore: decorator
@inline function wordOf(span: u64): u64 {
  return load<u64>(<usize>(span & 0xffffffff));
}

/** Four integers at once when each has one to eight digits and nothing else; false leaves them to be read one by one. */
// @ts-ignore: decorator
@inline function fourInts(span: usize, stride: usize, isWide: bool, to: usize): bool {
  const a = load<u64>(span), b = load<u64>(span + stride), c = load<u64>(span + 2 * stride);
  const d = load<u64>(span + 3 * stride), m = lengthOf(a), n = lengthOf(b), o = lengthOf(c), p = lengthOf(d);
  if (max(max(m - 1, n - 1), max(o - 1, p - 1)) >= 8) return false;
  const low = i64x2.replace_lane(i64x2.splat(toHighEnd(wordOf(a), m)), 1, toHighEnd(wordOf(b), n));
  const high = i64x2.replace_lane(i64x2.splat(toHighEnd(wordOf(c), o)), 1, toHighEnd(wordOf(d), p));
  if (!areDigits(low, high)) return false;
  const numbers = numbersOf(low, high);
  if (isWide) {
    v128.store(to, i64x2.extend_low_i32x4_u(numbers));
    v128.store(to, i64x2.extend_high_i32x4_u(numbers), 16);
  } else v128.store(to, numbers);
  return true;
}

/** Integers of `width` bytes, at most 18 digits. */
export function parseInts(
  spans: usize, stride: i32, from: i32, count: i32, emptyNull: i32, width: i32, to: usize, validity: usize,
): i32 {
  const limit: i64 = width == 8 ? i64.MAX_VALUE : (<i64>1 << ((<i64>width << 3) - 1)) - 1;
  let span = spans + <usize>from * <usize>stride;
  let row = from;
  while (row < count) {
    if (width >= 4 && row + 4 <= count && fourInts(span, <usize>stride, width == 8, to + <usize>row * <usize>width)) {
      row += 4;
      span += 4 * <usize>stride;
      continue;
    }
    for (const stop = min(row + 4, count); row < stop; row++, span += <usize>stride) {
      let at = <usize>load<u32>(span);
      const end = <usize>load<u32>(span, 4);
      let value: i64 = 0;
      if (isNull(at, end, emptyNull)) clear(validity, row);
      else {
        const first = at < end ? load<u8>(at) : 0;
        if (first == 45 || first == 43) at++;
        if (at >= end) return row;
        value = digits18(at, <i32>(end - at));
        if (value < 0) return row;
        if (first == 45) value = -value;
        if (value > limit || value < -limit - 1) return row;
      }
      if (width == 8) store<i64>(to + (<usize>row << 3), value);
      else if (width == 4) store<i32>(to + (<usize>row << 2), <i32>value);
      else if (width == 2) store<i16>(to + (<usize>row << 1), <i16>value);
      else store<i8>(to + <usize>row, <i8>value);
    }
  }
  return count;
}

/** Digits behind the dot of the number read last. */
let fraction: i32 = 0;

/**
 * A number with or without a dot: its digits without the dot, at most 18 of them and 20 bytes; -1 when it has another
 * form. Sets `fraction`.
 */
// @ts-ignore: decorator
@inline function unscaled(at: usize, end: usize): i64 {
  const length = <u32>(end - at);
  if (length > 8) return unscaledLong(at, end);
  const word = load<u64>(at);
  // The lowest high bit is that of the first dot; higher ones may be wrong.
  const dots = word ^ 0x2e2e2e2e2e2e2e2e;
  const found = (dots - 0x0101010101010101) & ~dots & HIGH_BITS;
  const bits = <u64>ctz(found) & 0x78;
  if (found == 0 || <u32>(bits >> 3) >= length) {
    fraction = 0;
    return digitsIn(word, length);
  }
  fraction = <i32>(length - 1) - <i32>(bits >> 3);
  if (length == 1) return -1;
  const before: u64 = (<u64>1 << bits) - 1;
  return digitsIn((word & before) | ((word >> 8) & ~before), length - 1);
}

function unscaledLong(at: usize, end: usize): i64 {
  const length = <i32>(end - at);
  if (length > 20) return -1;
  const dots = i8x16.splat(46);
  const found = i8x16.bitmask(i8x16.eq(v128.load(at), dots)) | (i8x16.bitmask(i8x16.eq(v128.load(at, 16), dots)) << 16);
  const whole = found == 0 ? length : min(ctz(found), length);
  fraction = whole < length ? length - whole - 1 : 0;
  if (whole + fraction > 18) return -1;
  const high = digits18(at, whole);
  if (fraction == 0) return high;
  const low = digits18(at + whole + 1, fraction);
  return (high | low) < 0 ? -1 : high * power(fraction) + low;
}

/** Decimals as i64 units of 10^-scale: no more digits behind the dot than the scale, at most `precision` (up to 18) in all. */
export function parseDecimals(
  spans: usize, stride: i32, from: i32, count: i32, emptyNull: i32, precision: i32, scale: i32, to: usize, validity: usize,
): i32 {
  const limit = power(precision);
  let span = spans + <usize>from * <usize>stride;
  for (let row = from; row < count; row++, span += <usize>stride) {
    let at = <usize>load<u32>(span);
    const end = <usize>load<u32>(span, 4);
    let value: i64 = 0;
    if (isNull(at, end, emptyNull)) clear(validity, row);
    else {
      const negative = at < end && load<u8>(at) == 45;
      if (negative) at++;
      if (at >= end) return row;
      value = unscaled(at, end);
      const missing = scale - fraction;
      if (value < 0 || missing < 0 || value >= power(18 - missing)) return row;
      value *= power(missing);
      if (value >= limit) return row;
      if (negative) value = -value;
    }
    store<i64>(to + (<usize>row << 3), value);
  }
  return count;
}

/** Where the dot is among the first `length` (at most 8) bytes of a word, in bits; the end of these when there is none. */
// @ts-ignore: decorator
@inline function dotIn(word: u64, length: u32): u64 {
  const dots = word ^ 0x2e2e2e2e2e2e2e2e;
  const found = (dots - 0x0101010101010101) & ~dots & HIGH_BITS;
  return min<u64>(ctz(found) & 0x78, <u64>length << 3);
}

/** The digits of a number of `length` bytes at the high end of a word, without the dot at `bits`. */
// @ts-ignore: decorator
@inline function withoutDot(word: u64, length: u32, bits: u64): u64 {
  if (bits == <u64>length << 3) return toHighEnd(word, length);
  const before: u64 = (<u64>1 << bits) - 1;
  return toHighEnd((word & before) | ((word >> 8) & ~before), length - 1);
}

/** 10 to the number of digits behind the dot. */
// @ts-ignore: decorator
@inline function divisor(length: u32, bits: u64): f64 {
  const behind = <i32>length - 1 - <i32>(bits >> 3);
  return load<f64>(FLOAT_POWERS + (<usize>max(behind, 0) << 3));
}

/** Four doubles at once when each takes two to eight bytes, digits and at most a dot; false leaves them to be read one by one. */
// @ts-ignore: decorator
@inline function fourFloats(span: usize, stride: usize, to: usize): bool {
  const a = load<u64>(span), b = load<u64>(span + stride), c = load<u64>(span + 2 * stride);
  const d = load<u64>(span + 3 * stride), m = lengthOf(a), n = lengthOf(b), o = lengthOf(c), p = lengthOf(d);
  if (max(max(m - 2, n - 2), max(o - 2, p - 2)) >= 7) return false;
  const w = wordOf(a), x = wordOf(b), y = wordOf(c), z = wordOf(d);
  const i = dotIn(w, m), j = dotIn(x, n), k = dotIn(y, o), l = dotIn(z, p);
  const low = i64x2.replace_lane(i64x2.splat(withoutDot(w, m, i)), 1, withoutDot(x, n, j));
  const high = i64x2.replace_lane(i64x2.splat(withoutDot(y, o, k)), 1, withoutDot(z, p, l));
  if (!areDigits(low, high)) return false;
  const numbers = numbersOf(low, high);
  const first = f64x2.replace_lane(f64x2.splat(divisor(m, i)), 1, divisor(n, j));
  const second = f64x2.replace_lane(f64x2.splat(divisor(o, k)), 1, divisor(p, l));
  v128.store(to, f64x2.div(f64x2.convert_low_i32x4_s(numbers), first));
  const upper = v128.shuffle<i64>(numbers, numbers, 1, 0);
  v128.store(to, f64x2.div(f64x2.convert_low_i32x4_s(upper), second), 16);
  return true;
}

/**
 * Doubles without an exponent whose digits (without leading zeros) are at most 15: digits and power of ten are exact, so
 * one division rounds rightly.
 */
export function parseFloats(
  spans: usize, stride: i32, from: i32, count: i32, emptyNull: i32, to: usize, validity: usize,
): i32 {
  let span = spans + <usize>from * <usize>stride;
  let row = from;
  while (row < count) {
    if (row + 4 <= count && fourFloats(span, <usize>stride, to + (<usize>row << 3))) {
      row += 4;
      span += 4 * <usize>stride;
      continue;
    }
    for (const stop = min(row + 4, count); row < stop; row++, span += <usize>stride) {
      let at = <usize>load<u32>(span);
      const end = <usize>load<u32>(span, 4);
      let value: f64 = 0;
      if (isNull(at, end, emptyNull)) clear(validity, row);
      else {
        const negative = at < end && load<u8>(at) == 45;
        if (negative) at++;
        if (at >= end) return row;
        const digits = unscaled(at, end);
        if (digits < 0 || digits >= 1000000000000000) return row;
        value = <f64>digits / load<f64>(FLOAT_POWERS + (<usize>fraction << 3));
        if (negative) value = -value;
      }
      store<f64>(to + (<usize>row << 3), value);
    }
  }
  return count;
}

/** Days of each month, with a leap day, none where there is no month; and days before it in a year that begins in March. */
const MONTH_DAYS = memory.data<u8>([0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0, 0, 0]);
const DAYS_BEFORE = memory.data<u16>([0, 306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275, 0, 0, 0]);

/** The bytes of `YYYY-MM-DD` as digits, zero for the dashes; a wrong byte is more than 9, or than 0 for a dash. */
// @ts-ignore: decorator
@inline function dateBytes(span: u64): v128 {
  return v128.xor(v128.load(<usize>(span & 0xffffffff)), i64x2(0x2d30302d30303030, 0x3030));
}

/** The eight digits of two dates as pairs: centuries, years in them, months, days. */
// @ts-ignore: decorator
@inline function datePairs(a: v128, b: v128): v128 {
  return pairsOf(v128.shuffle<i8>(a, b, 0, 1, 2, 3, 5, 6, 8, 9, 16, 17, 18, 19, 21, 22, 24, 25));
}

/** Four dates at once; false, for null, the 29th of February and what is no date, leaves them to be read one by one. */
// @ts-ignore: decorator
@inline function fourDates(span: usize, stride: usize, to: usize): bool {
  const a = load<u64>(span), b = load<u64>(span + stride), c = load<u64>(span + 2 * stride);
  const d = load<u64>(span + 3 * stride);
  if (((lengthOf(a) ^ 10) | (lengthOf(b) ^ 10) | (lengthOf(c) ^ 10) | (lengthOf(d) ^ 10)) != 0) return false;
  const w = dateBytes(a), x = dateBytes(b), y = dateBytes(c), z = dateBytes(d);
  const most = i8x16(9, 9, 9, 9, 0, 9, 9, 0, 9, 9, -1, -1, -1, -1, -1, -1);
  const wrong = v128.or(v128.or(i8x16.gt_u(w, most), i8x16.gt_u(x, most)), v128.or(i8x16.gt_u(y, most), i8x16.gt_u(z, most)));
  const wholeYears = i16x8(100, 1, 0, 0, 100, 1, 0, 0), first = datePairs(w, x), second = datePairs(y, z);
  const years = v128.shuffle<i32>(i32x4.dot_i16x8_s(first, wholeYears), i32x4.dot_i16x8_s(second, wholeYears), 0, 2, 4, 6);
  const rest = v128.shuffle<i32>(first, second, 1, 3, 5, 7), day = i32x4.shr_u(rest, 16);
  const month = v128.and(rest, i32x4.splat(0xffff));
  const days = i8x16.swizzle(i8x16(0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0, 0, 0), month);
  const isLate = v128.and(i32x4.eq(month, i32x4.splat(2)), i32x4.eq(day, i32x4.splat(29)));
  const isOut = i32x4.ge_u(i32x4.sub(day, i32x4.splat(1)), days);
  if (v128.any_true(v128.or(wrong, v128.or(isLate, isOut)))) return false;
  // Years begin in March, so that the leap day comes last; 400 years more, so that none is negative.
  const isEarly = i32x4.lt_s(month, i32x4.splat(3));
  const m = i32x4.add(month, v128.and(isEarly, i32x4.splat(12))), n = i32x4.add(i32x4.add(years, i32x4.splat(400)), isEarly);
  const hundreds = i32x4.shr_u(i32x4.mul(n, i32x4.splat(5243)), 19);
  const leapDays = i32x4.add(i32x4.sub(i32x4.shr_u(n, 2), hundreds), i32x4.shr_u(hundreds, 2));
  const before = i32x4.shr_s(i32x4.sub(i32x4.mul(m, i32x4.splat(979)), i32x4.splat(2919)), 5);
  const inYear = i32x4.add(before, i32x4.sub(day, i32x4.splat(865566)));
  v128.store(to, i32x4.add(i32x4.add(i32x4.mul(n, i32x4.splat(365)), leapDays), inYear));
  return true;
}

/** Days since 1970 of `YYYY-MM-DD`. */
export function parseDates(
  spans: usize, stride: i32, from: i32, count: i32, emptyNull: i32, to: usize, validity: usize,
): i32 {
  let span = spans + <usize>from * <usize>stride;
  let row = from;
  while (row < count) {
    if (row + 4 <= count && fourDates(span, <usize>stride, to + (<usize>row << 2))) {
      row += 4;
      span += 4 * <usize>stride;
      continue;
    }
    for (const stop = min(row + 4, count); row < stop; row++, span += <usize>stride) {
      const at = <usize>load<u32>(span);
      const end = <usize>load<u32>(span, 4);
      let days = 0;
      if (isNull(at, end, emptyNull)) clear(validity, row);
      else {
        if (end - at != 10) return row;
        // Digits become 0 to 9 and dashes 0; what is added sets the high bit of any other byte.
        const head = load<u64>(at) ^ 0x2d30302d30303030;
        const tail = <u32>load<u16>(at, 8) ^ 0x3030;
        if ((((head + 0x7f76767f76767676) | head) & HIGH_BITS) != 0) return row;
        if ((((tail + 0x7676) | tail) & 0x8080) != 0) return row;
        const pairs = head * 10 + (head >> 8), century = <u32>pairs & 0xff, ofCentury = <u32>(pairs >> 16) & 0xff;
        const month = min<u32>(<u32>(pairs >> 40) & 0xff, 15), day = (tail & 0xff) * 10 + (tail >> 8);
        if (day - 1 >= <u32>load<u8>(MONTH_DAYS + month)) return row;
        if (month == 2 && day == 29 && ((ofCentury != 0 ? ofCentury : century) & 3) != 0) return row;
        // Years begin in March, so that the leap day comes last; 400 years more, so that none is negative.
        const year = century * 100 + ofCentury + 400 - <u32>(month <= 2), hundreds = year / 100;
        days = <i32>(year * 365 + (year >> 2) - hundreds + (hundreds >> 2) + day);
        days += <i32>load<u16>(DAYS_BEFORE + (month << 1)) - 865566;
      }
      store<i32>(to + (<usize>row << 2), days);
    }
  }
  return count;
}

/** Views of texts that stay where they are; the result is the first row that is not UTF-8. With `ascii`, all text is. */
export function parseViews(
  spans: usize, stride: i32, from: i32, count: i32, emptyNull: i32, ascii: i32, to: usize, validity: usize,
): i32 {
  let span = spans + <usize>from * <usize>stride;
  for (let row = from; row < count; row++, span += <usize>stride) {
    const start = <usize>load<u32>(span);
    const end = <usize>load<u32>(span, 4);
    const view = to + (<usize>row << 4);
    if (isNull(start, end, emptyNull)) {
      clear(validity, row);
      store<u64>(view, 0);
      store<u64>(view, 0, 8);
      continue;
    }
    if (ascii == 0 && utf8Length(start, end) != <u32>(end - start)) return row;
    writeView(view, start, <u32>(end - start));
  }
  return count;
}

/** 1 when all bytes are ASCII. */
export function isAscii(begin: usize, end: usize): i32 {
  let at = begin;
  for (; at + 64 <= end; at += 64) {
    const low = v128.or(v128.load(at), v128.load(at, 16)), high = v128.or(v128.load(at, 32), v128.load(at, 48));
    if (i8x16.bitmask(v128.or(low, high)) != 0) return 0;
  }
  for (; at < end; at++) if (load<u8>(at) > 127) return 0;
  return 1;
}

/** Bytes of valid UTF-8 from the start. */
function utf8Length(start: usize, end: usize): u32 {
  let at = start;
  while (at < end) {
    const high = i8x16.bitmask(v128.load(at));
    const ascii = high == 0 ? 16 : ctz(high);
    at += ascii;
    if (at >= end) return <u32>(end - start);
    if (ascii == 16) continue;
    const length = sequenceLength(at, end);
    if (length == 0) return <u32>(at - start);
    at += length;
  }
  return <u32>(end - start);
}

// @ts-ignore: decorator
@inline function follows(at: usize): bool {
  return (load<u8>(at) & 0xc0) == 0x80;
}

/** Bytes of one character that is not ASCII; 0 when it is none: overlong, a surrogate, beyond U+10FFFF, or cut off. */
// @ts-ignore: decorator
@inline function sequenceLength(at: usize, end: usize): usize {
  const first = <u32>load<u8>(at);
  const left = end - at;
  if (first >= 0xc2 && first < 0xe0) return left >= 2 && follows(at + 1) ? 2 : 0;
  const second = left >= 2 ? <u32>load<u8>(at, 1) : 0;
  if (first >= 0xe0 && first < 0xf0) {
    if (left < 3 || !follows(at + 1) || !follows(at + 2)) return 0;
    return (first == 0xe0 && second < 0xa0) || (first == 0xed && second >= 0xa0) ? 0 : 3;
  }
  if (first >= 0xf0 && first < 0xf5) {
    if (left < 4 || !follows(at + 1) || !follows(at + 2) || !follows(at + 3)) return 0;
    return (first == 0xf0 && second < 0x90) || (first == 0xf4 && second >= 0x90) ? 0 : 4;
  }
  return 0;
}
