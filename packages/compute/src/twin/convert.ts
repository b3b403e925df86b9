/** Twins of assembly/convert.ts: conversions between numeric arrays. */
import { mem } from '../memory/engine-memory.js';
import { validBit } from './valid-bit.js';
import { readWide } from '../vector/numbers.js';

export function i32ToI64(from: number, count: number, to: number): void {
  const { i32 } = mem;
  for (let i = 0; i < count; i++) {
    const value = i32[(from >>> 2) + i]!;
    i32[(to >>> 2) + i * 2] = value;
    i32[(to >>> 2) + i * 2 + 1] = value >> 31;
  }
}

export function i32ToF64(from: number, count: number, to: number): void {
  const { i32, f64 } = mem;
  for (let i = 0; i < count; i++) f64[(to >>> 3) + i] = i32[(from >>> 2) + i]!;
}

/** Integers of 1, 2 or 4 bytes one after the other. */
function intsAt(from: number, width: number, unsigned: number): (i: number) => number {
  const { i8, u8, i16, u16, i32, u32 } = mem;
  const base = width === 1 ? from : width === 2 ? from >>> 1 : from >>> 2;
  const view = width === 1 ? [i8, u8] : width === 2 ? [i16, u16] : [i32, u32];
  const values = view[unsigned]!;
  return (i) => values[base + i]!;
}

/** Integers of 1, 2 or 4 bytes as wider ones. */
export function intsToI32(from: number, count: number, width: number, unsigned: number, to: number): void {
  const read = intsAt(from, width, unsigned);
  for (let i = 0; i < count; i++) mem.i32[(to >>> 2) + i] = read(i);
}

export function intsToI64(from: number, count: number, width: number, unsigned: number, to: number): void {
  const read = intsAt(from, width, unsigned);
  for (let i = 0; i < count; i++) {
    const value = read(i);
    mem.i32[(to >>> 2) + i * 2] = value;
    mem.i32[(to >>> 2) + i * 2 + 1] = value < 0 ? -1 : 0;
  }
}

export function intsToF64(from: number, count: number, width: number, unsigned: number, to: number): void {
  const read = intsAt(from, width, unsigned);
  for (let i = 0; i < count; i++) mem.f64[(to >>> 3) + i] = read(i);
}

export function i64ToF64(from: number, count: number, to: number): void {
  const { i64, f64 } = mem;
  for (let i = 0; i < count; i++) f64[(to >>> 3) + i] = Number(i64[(from >>> 3) + i]!);
}

export function i64ToF64Scaled(from: number, count: number, divisor: number, to: number): void {
  const { i64, f64 } = mem;
  for (let i = 0; i < count; i++) f64[(to >>> 3) + i] = Number(i64[(from >>> 3) + i]!) / divisor;
}

export function f32ToF64(from: number, count: number, to: number): void {
  const { f32, f64 } = mem;
  for (let i = 0; i < count; i++) f64[(to >>> 3) + i] = f32[(from >>> 2) + i]!;
}

const LIMIT = 2 ** 63;

export function f64ToI64(from: number, count: number, validity: number, to: number): number {
  const { f64, i64, u8 } = mem;
  for (let i = 0; i < count; i++) {
    const x = f64[(from >>> 3) + i]!;
    if (x >= -LIMIT && x < LIMIT) i64[(to >>> 3) + i] = BigInt(Math.trunc(x));
    else if (validBit(u8, validity, i)) return i;
  }
  return count;
}

export function f64ToI64Rounded(from: number, count: number, validity: number, factor: number, to: number): number {
  const { f64, i64, u8 } = mem;
  for (let i = 0; i < count; i++) {
    const x = f64[(from >>> 3) + i]! * factor;
    if (Math.abs(x) < 2 ** 63 - 1024) i64[(to >>> 3) + i] = BigInt(Math.sign(x) * Math.round(Math.abs(x)));
    else if (validBit(u8, validity, i)) return i;
  }
  return count;
}

export function i64ToI32(from: number, count: number, validity: number, to: number): number {
  const { i32, u8 } = mem;
  for (let i = 0; i < count; i++) {
    const low = i32[(from >>> 2) + i * 2]!;
    i32[(to >>> 2) + i] = low;
    if (i32[(from >>> 2) + i * 2 + 1] !== low >> 31 && validBit(u8, validity, i)) return i;
  }
  return count;
}

export function rescaleDownI64(from: number, count: number, divisor: bigint, to: number): void {
  const { i64 } = mem;
  const half = divisor / 2n;
  for (let i = 0; i < count; i++) {
    const x = i64[(from >>> 3) + i]!;
    const rest = x % divisor;
    i64[(to >>> 3) + i] = x / divisor + (rest >= half ? 1n : rest <= -half ? -1n : 0n);
  }
}

export function boundI64(from: number, count: number, validity: number, limit: bigint): number {
  const { i64, u8 } = mem;
  for (let i = 0; i < count; i++) {
    const x = i64[(from >>> 3) + i]!;
    if ((x > limit || x < -limit) && validBit(u8, validity, i)) return i;
  }
  return count;
}

export function boundI128(from: number, count: number, validity: number, limitLow: bigint, limitHigh: bigint): number {
  const { u8 } = mem;
  const limit = (BigInt.asUintN(64, limitHigh) << 64n) | BigInt.asUintN(64, limitLow);
  for (let i = 0; i < count; i++) {
    const x = readWide(from + i * 16, 16);
    if ((x > limit || x < -limit) && validBit(u8, validity, i)) return i;
  }
  return count;
}

const floorMod = (x: bigint, y: bigint): bigint => {
  const rest = x % y;
  return rest < 0n ? rest + y : rest;
};

export function floorToI64(from: number, count: number, step: bigint, origin: bigint, to: number): void {
  const { i64 } = mem;
  for (let i = 0; i < count; i++) {
    const x = i64[(from >>> 3) + i]!;
    // Differences wrap as in the kernel.
    i64[(to >>> 3) + i] = x - floorMod(BigInt.asIntN(64, x - origin), step);
  }
}

export function divFloorI64(from: number, count: number, divisor: bigint, modulus: bigint, to: number): void {
  const { i64, i32 } = mem;
  for (let i = 0; i < count; i++) {
    const x = i64[(from >>> 3) + i]!;
    const q = BigInt.asIntN(64, x - floorMod(x, divisor)) / divisor;
    i32[(to >>> 2) + i] = Number(BigInt.asIntN(32, modulus === 0n ? q : floorMod(q, modulus)));
  }
}
