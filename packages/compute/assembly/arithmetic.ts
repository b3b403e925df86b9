/**
 * Arithmetic on arrays. An operand is an address and a step: 1 for an array, 0 for one value that all rows share. Kernels that
 * can fail give the first valid row that fails, or the number of rows; what they leave in failing rows is unspecified.
 */
import { isValid } from './validity';

// @ts-ignore: decorator
@inline
function at<T>(address: usize, step: i32, row: i32): T {
  return load<T>(address + ((<usize>(row * step)) * sizeof<T>()));
}

// @ts-ignore: decorator
@inline
function vector<T>(address: usize, step: i32, row: i32): v128 {
  return step == 0 ? v128.splat<T>(load<T>(address)) : v128.load(address + <usize>row * sizeof<T>());
}

// @ts-ignore: decorator
@inline
function add<T>(a: usize, sa: i32, b: usize, sb: i32, count: i32, to: usize): void {
  const lanes = <i32>(16 / sizeof<T>());
  for (let i = 0; i < count; i += lanes) {
    v128.store(to + <usize>i * sizeof<T>(), v128.add<T>(vector<T>(a, sa, i), vector<T>(b, sb, i)));
  }
}

// @ts-ignore: decorator
@inline
function sub<T>(a: usize, sa: i32, b: usize, sb: i32, count: i32, to: usize): void {
  const lanes = <i32>(16 / sizeof<T>());
  for (let i = 0; i < count; i += lanes) {
    v128.store(to + <usize>i * sizeof<T>(), v128.sub<T>(vector<T>(a, sa, i), vector<T>(b, sb, i)));
  }
}

// @ts-ignore: decorator
@inline
function mul<T>(a: usize, sa: i32, b: usize, sb: i32, count: i32, to: usize): void {
  const lanes = <i32>(16 / sizeof<T>());
  for (let i = 0; i < count; i += lanes) {
    v128.store(to + <usize>i * sizeof<T>(), v128.mul<T>(vector<T>(a, sa, i), vector<T>(b, sb, i)));
  }
}

// @ts-ignore: decorator
@inline
function div<T>(a: usize, sa: i32, b: usize, sb: i32, count: i32, to: usize): void {
  const lanes = <i32>(16 / sizeof<T>());
  for (let i = 0; i < count; i += lanes) {
    v128.store(to + <usize>i * sizeof<T>(), v128.div<T>(vector<T>(a, sa, i), vector<T>(b, sb, i)));
  }
}

export function addI32(a: usize, sa: i32, b: usize, sb: i32, count: i32, to: usize): void {
  add<i32>(a, sa, b, sb, count, to);
}
export function subI32(a: usize, sa: i32, b: usize, sb: i32, count: i32, to: usize): void {
  sub<i32>(a, sa, b, sb, count, to);
}
export function mulI32(a: usize, sa: i32, b: usize, sb: i32, count: i32, to: usize): void {
  mul<i32>(a, sa, b, sb, count, to);
}
export function addI64(a: usize, sa: i32, b: usize, sb: i32, count: i32, to: usize): void {
  add<i64>(a, sa, b, sb, count, to);
}
export function subI64(a: usize, sa: i32, b: usize, sb: i32, count: i32, to: usize): void {
  sub<i64>(a, sa, b, sb, count, to);
}
export function mulI64(a: usize, sa: i32, b: usize, sb: i32, count: i32, to: usize): void {
  mul<i64>(a, sa, b, sb, count, to);
}
export function addF32(a: usize, sa: i32, b: usize, sb: i32, count: i32, to: usize): void {
  add<f32>(a, sa, b, sb, count, to);
}
export function subF32(a: usize, sa: i32, b: usize, sb: i32, count: i32, to: usize): void {
  sub<f32>(a, sa, b, sb, count, to);
}
export function mulF32(a: usize, sa: i32, b: usize, sb: i32, count: i32, to: usize): void {
  mul<f32>(a, sa, b, sb, count, to);
}
export function divF32(a: usize, sa: i32, b: usize, sb: i32, count: i32, to: usize): void {
  div<f32>(a, sa, b, sb, count, to);
}
export function addF64(a: usize, sa: i32, b: usize, sb: i32, count: i32, to: usize): void {
  add<f64>(a, sa, b, sb, count, to);
}
export function subF64(a: usize, sa: i32, b: usize, sb: i32, count: i32, to: usize): void {
  sub<f64>(a, sa, b, sb, count, to);
}
export function mulF64(a: usize, sa: i32, b: usize, sb: i32, count: i32, to: usize): void {
  mul<f64>(a, sa, b, sb, count, to);
}
export function divF64(a: usize, sa: i32, b: usize, sb: i32, count: i32, to: usize): void {
  div<f64>(a, sa, b, sb, count, to);
}

/** Truncated quotients; fails on a zero divisor and on the one quotient that overflows. */
// @ts-ignore: decorator
@inline
function quotient<T>(a: usize, sa: i32, b: usize, sb: i32, count: i32, validity: usize, to: usize): i32 {
  for (let i = 0; i < count; i++) {
    const x = at<T>(a, sa, i);
    const y = at<T>(b, sb, i);
    let bad = y == 0;
    if (isSigned<T>()) bad = bad || (y == <T>-1 && x == (<T>1 << (sizeof<T>() * 8 - 1)));
    if (bad) {
      if (isValid(validity, i)) return i;
      continue;
    }
    store<T>(to + <usize>i * sizeof<T>(), <T>(x / y));
  }
  return count;
}

/** Remainders with the sign of the dividend; fails on a zero divisor. */
// @ts-ignore: decorator
@inline
function remainder<T>(a: usize, sa: i32, b: usize, sb: i32, count: i32, validity: usize, to: usize): i32 {
  for (let i = 0; i < count; i++) {
    const y = at<T>(b, sb, i);
    if (y == 0) {
      if (isValid(validity, i)) return i;
      continue;
    }
    const x = at<T>(a, sa, i);
    store<T>(to + <usize>i * sizeof<T>(), isSigned<T>() && y == <T>-1 ? <T>0 : <T>(x % y));
  }
  return count;
}

export function divI32(a: usize, sa: i32, b: usize, sb: i32, count: i32, validity: usize, to: usize): i32 {
  return quotient<i32>(a, sa, b, sb, count, validity, to);
}
export function modI32(a: usize, sa: i32, b: usize, sb: i32, count: i32, validity: usize, to: usize): i32 {
  return remainder<i32>(a, sa, b, sb, count, validity, to);
}
export function divI64(a: usize, sa: i32, b: usize, sb: i32, count: i32, validity: usize, to: usize): i32 {
  return quotient<i64>(a, sa, b, sb, count, validity, to);
}
export function modI64(a: usize, sa: i32, b: usize, sb: i32, count: i32, validity: usize, to: usize): i32 {
  return remainder<i64>(a, sa, b, sb, count, validity, to);
}
export function divU64(a: usize, sa: i32, b: usize, sb: i32, count: i32, validity: usize, to: usize): i32 {
  return quotient<u64>(a, sa, b, sb, count, validity, to);
}
export function modU64(a: usize, sa: i32, b: usize, sb: i32, count: i32, validity: usize, to: usize): i32 {
  return remainder<u64>(a, sa, b, sb, count, validity, to);
}
