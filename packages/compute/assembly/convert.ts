/** Conversions between numeric arrays. Checked ones give the first valid row that does not fit, or the number of rows. */
import { isValid } from './validity';

export function i32ToI64(from: usize, count: i32, to: usize): void {
  for (let i = 0; i < count; i += 2) v128.store(to + (<usize>i << 3), v128.load32x2_s(from + (<usize>i << 2)));
}

export function i32ToF64(from: usize, count: i32, to: usize): void {
  for (let i = 0; i < count; i++) store<f64>(to + (<usize>i << 3), <f64>load<i32>(from + (<usize>i << 2)));
}

// @ts-ignore: decorator
@inline
function widen<S, T>(from: usize, count: i32, to: usize): void {
  for (let i = 0; i < count; i++) store<T>(to + <usize>i * sizeof<T>(), <T>load<S>(from + <usize>i * sizeof<S>()));
}

// @ts-ignore: decorator
@inline
function widenAll<T>(from: usize, count: i32, width: i32, unsigned: i32, to: usize): void {
  if (width == 1) {
    if (unsigned) widen<u8, T>(from, count, to);
    else widen<i8, T>(from, count, to);
  } else if (width == 2) {
    if (unsigned) widen<u16, T>(from, count, to);
    else widen<i16, T>(from, count, to);
  } else if (unsigned) widen<u32, T>(from, count, to);
  else widen<i32, T>(from, count, to);
}

/** Integers of 1, 2 or 4 bytes as wider ones. */
export function intsToI32(from: usize, count: i32, width: i32, unsigned: i32, to: usize): void {
  widenAll<i32>(from, count, width, unsigned, to);
}

export function intsToI64(from: usize, count: i32, width: i32, unsigned: i32, to: usize): void {
  widenAll<i64>(from, count, width, unsigned, to);
}

export function intsToF64(from: usize, count: i32, width: i32, unsigned: i32, to: usize): void {
  widenAll<f64>(from, count, width, unsigned, to);
}

export function i64ToF64(from: usize, count: i32, to: usize): void {
  for (let i = 0; i < count; i++) store<f64>(to + (<usize>i << 3), <f64>load<i64>(from + (<usize>i << 3)));
}

/** Unscaled decimals to doubles: divided by `divisor`, a power of ten. */
export function i64ToF64Scaled(from: usize, count: i32, divisor: f64, to: usize): void {
  for (let i = 0; i < count; i++) store<f64>(to + (<usize>i << 3), <f64>load<i64>(from + (<usize>i << 3)) / divisor);
}

export function f32ToF64(from: usize, count: i32, to: usize): void {
  for (let i = 0; i < count; i++) store<f64>(to + (<usize>i << 3), <f64>load<f32>(from + (<usize>i << 2)));
}

/** Truncates towards zero; NaN and what is out of range fail. */
export function f64ToI64(from: usize, count: i32, validity: usize, to: usize): i32 {
  for (let i = 0; i < count; i++) {
    const x = load<f64>(from + (<usize>i << 3));
    if (x >= -9223372036854775808.0 && x < 9223372036854775808.0) store<i64>(to + (<usize>i << 3), <i64>x);
    else if (isValid(validity, i)) return i;
  }
  return count;
}

/** Multiplies and rounds half away from zero; NaN and what 64 bits do not hold fail. */
export function f64ToI64Rounded(from: usize, count: i32, validity: usize, factor: f64, to: usize): i32 {
  for (let i = 0; i < count; i++) {
    const x = load<f64>(from + (<usize>i << 3)) * factor;
    const magnitude = Math.abs(x);
    if (!(magnitude < 9223372036854774784.0)) {
      if (isValid(validity, i)) return i;
      continue;
    }
    const below = Math.floor(magnitude);
    const rounded = <i64>(magnitude - below >= 0.5 ? below + 1 : below);
    store<i64>(to + (<usize>i << 3), x < 0 ? -rounded : rounded);
  }
  return count;
}

export function i64ToI32(from: usize, count: i32, validity: usize, to: usize): i32 {
  for (let i = 0; i < count; i++) {
    const x = load<i64>(from + (<usize>i << 3));
    store<i32>(to + (<usize>i << 2), <i32>x);
    if (x != <i64>(<i32>x) && isValid(validity, i)) return i;
  }
  return count;
}

/** Divides by a power of ten, rounding half away from zero. */
export function rescaleDownI64(from: usize, count: i32, divisor: i64, to: usize): void {
  const half = divisor / 2;
  for (let i = 0; i < count; i++) {
    const x = load<i64>(from + (<usize>i << 3));
    let q = x / divisor;
    const r = x % divisor;
    if (r >= half) q++;
    else if (r <= -half) q--;
    store<i64>(to + (<usize>i << 3), q);
  }
}

/** First valid row outside of [-limit, limit], or the number of rows. */
export function boundI64(from: usize, count: i32, validity: usize, limit: i64): i32 {
  for (let i = 0; i < count; i++) {
    const x = load<i64>(from + (<usize>i << 3));
    if ((x > limit || x < -limit) && isValid(validity, i)) return i;
  }
  return count;
}

/** As `boundI64` for values of 128 bits; the limit comes in two halves. */
export function boundI128(from: usize, count: i32, validity: usize, limitLow: u64, limitHigh: u64): i32 {
  for (let i = 0; i < count; i++, from += 16) {
    let low = load<u64>(from);
    let high = load<u64>(from, 8);
    if (<i64>high < 0) {
      high = ~high + <u64>(low == 0);
      low = 0 - low;
    }
    if ((high > limitHigh || (high == limitHigh && low > limitLow)) && isValid(validity, i)) return i;
  }
  return count;
}

// @ts-ignore: decorator
@inline
function floorMod(x: i64, y: i64): i64 {
  const r = x % y;
  return r < 0 ? r + y : r;
}

/** The largest `origin + n * step` not above each value. */
export function floorToI64(from: usize, count: i32, step: i64, origin: i64, to: usize): void {
  for (let i = 0; i < count; i++) {
    const x = load<i64>(from + (<usize>i << 3));
    store<i64>(to + (<usize>i << 3), x - floorMod(x - origin, step));
  }
}

/** Quotients rounded down, modulo `modulus` unless that is 0, as 32-bit integers. */
export function divFloorI64(from: usize, count: i32, divisor: i64, modulus: i64, to: usize): void {
  for (let i = 0; i < count; i++) {
    const x = load<i64>(from + (<usize>i << 3));
    const q = (x - floorMod(x, divisor)) / divisor;
    store<i32>(to + (<usize>i << 2), <i32>(modulus == 0 ? q : floorMod(q, modulus)));
  }
}
