/**
 * Twins of assembly/rows.ts: row encoding column by column. `cursors` holds the u32 address where each row goes on;
 * every kernel writes its part and moves the cursors. Markers: 1 is a value; nulls are `nullMarker` (0 or 2) and carry
 * zeros where the width is fixed. `invert` is 0xff for descending columns, else 0.
 */
import { mem } from '../memory/engine-memory.js';
import { isNull } from './validity.js';

/** Value classes of `rowFixed`: bytes as they are, or big-endian so that they compare bytewise. */
export const ROW_RAW = 0;
export const ROW_UNSIGNED = 1;
export const ROW_SIGNED = 2;
export const ROW_FLOAT = 3;

/** Values of one width. */
export function rowFixed(
  values: number,
  width: number,
  validity: number,
  count: number,
  cursors: number,
  kind: number,
  invert: number,
  nullMarker: number,
): void {
  const { u8, u32 } = mem;
  for (let i = 0; i < count; i++) {
    const to = u32[(cursors >>> 2) + i]!;
    u32[(cursors >>> 2) + i] = to + 1 + width;
    if (isNull(validity, i)) {
      u8[to] = nullMarker;
      u8.fill(0, to + 1, to + 1 + width);
      continue;
    }
    u8[to] = 1;
    const from = values + i * width;
    if (kind === ROW_RAW) {
      for (let j = 0; j < width; j++) u8[to + 1 + j] = u8[from + j]! ^ invert;
      continue;
    }
    const negative = (u8[from + width - 1]! & 0x80) !== 0;
    const rest = kind === ROW_FLOAT && negative ? 0xff ^ invert : invert;
    const first = kind === ROW_UNSIGNED ? invert : rest === (0xff ^ invert) ? rest : 0x80 ^ invert;
    u8[to + 1] = u8[from + width - 1]! ^ first;
    for (let j = 1; j < width; j++) u8[to + 1 + j] = u8[from + width - 1 - j]! ^ rest;
  }
}

/** Bits, as one byte each. */
export function rowBits(
  bits: number,
  validity: number,
  count: number,
  cursors: number,
  invert: number,
  nullMarker: number,
): void {
  const { u8, u32 } = mem;
  for (let i = 0; i < count; i++) {
    const to = u32[(cursors >>> 2) + i]!;
    u32[(cursors >>> 2) + i] = to + 2;
    const isValid = !isNull(validity, i);
    u8[to] = isValid ? 1 : nullMarker;
    u8[to + 1] = isValid ? ((u8[bits + (i >>> 3)]! >>> (i & 7)) & 1) ^ invert : 0;
  }
}

/** Adds to `lengths` what `rowTextOrdered` will write: marker, bytes with zeros doubled, two bytes of end. */
export function rowTextOrderedLengths(views: number, validity: number, count: number, lengths: number): void {
  const { u8, u32 } = mem;
  for (let i = 0; i < count; i++) {
    if (isNull(validity, i)) {
      u32[(lengths >>> 2) + i]! += 1;
      continue;
    }
    const view = views + i * 16;
    const length = u32[view >>> 2]!;
    const from = length <= 12 ? view + 4 : u32[(view >>> 2) + 2]!;
    let zeros = 0;
    for (let j = 0; j < length; j++) if (u8[from + j] === 0) zeros++;
    u32[(lengths >>> 2) + i]! += 3 + length + zeros;
  }
}

/** Byte strings that compare bytewise: a zero byte becomes 00 FF, 00 00 is the end. Nulls are their marker alone. */
export function rowTextOrdered(
  views: number,
  validity: number,
  count: number,
  cursors: number,
  invert: number,
  nullMarker: number,
): void {
  const { u8, u32 } = mem;
  for (let i = 0; i < count; i++) {
    let to = u32[(cursors >>> 2) + i]!;
    if (isNull(validity, i)) {
      u8[to] = nullMarker;
      u32[(cursors >>> 2) + i] = to + 1;
      continue;
    }
    u8[to++] = 1;
    const view = views + i * 16;
    const length = u32[view >>> 2]!;
    const from = length <= 12 ? view + 4 : u32[(view >>> 2) + 2]!;
    for (let j = 0; j < length; j++) {
      const byte = u8[from + j]!;
      u8[to++] = byte ^ invert;
      if (byte === 0) u8[to++] = 0xff ^ invert;
    }
    u8[to++] = invert;
    u8[to++] = invert;
    u32[(cursors >>> 2) + i] = to;
  }
}

/** Adds to `lengths` what `rowTextEqual` will write. */
export function rowTextEqualLengths(views: number, validity: number, count: number, lengths: number): void {
  const u32 = mem.u32;
  for (let i = 0; i < count; i++) {
    const length = isNull(validity, i) ? 0 : u32[(views >>> 2) + i * 4]!;
    u32[(lengths >>> 2) + i]! += length < 254 ? 1 + length : 5 + length;
  }
}

/** Byte strings for equality: length + 1 in one byte (0: null), or 255 and the length in four, then the bytes. */
export function rowTextEqual(views: number, validity: number, count: number, cursors: number): void {
  const { u8, u32 } = mem;
  for (let i = 0; i < count; i++) {
    let to = u32[(cursors >>> 2) + i]!;
    if (isNull(validity, i)) {
      u8[to] = 0;
      u32[(cursors >>> 2) + i] = to + 1;
      continue;
    }
    const view = views + i * 16;
    const length = u32[view >>> 2]!;
    if (length < 254) {
      u8[to++] = length + 1;
    } else {
      u8[to] = 255;
      for (let j = 0; j < 4; j++) u8[to + 1 + j] = length >>> (8 * j);
      to += 5;
    }
    const from = length <= 12 ? view + 4 : u32[(view >>> 2) + 2]!;
    for (let j = 0; j < length; j++) u8[to + j] = u8[from + j]!;
    u32[(cursors >>> 2) + i] = to + length;
  }
}

/** Lengths to offsets in place of `offsets[1…]`: `offsets` has count + 1 u32; returns the sum. */
export function prefixSum(lengths: number, count: number, offsets: number): number {
  const u32 = mem.u32;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const length = u32[(lengths >>> 2) + i]!;
    u32[(offsets >>> 2) + i] = sum;
    sum += length;
  }
  u32[(offsets >>> 2) + count] = sum;
  return sum;
}

/** Adds a number to u32 values: offsets become addresses. */
export function addU32(values: number, count: number, summand: number, to: number): void {
  const u32 = mem.u32;
  for (let i = 0; i < count; i++) u32[(to >>> 2) + i] = u32[(values >>> 2) + i]! + summand;
}

/** Order of two byte strings: negative, 0 or positive. */
export function compareBytes(a: number, aLength: number, b: number, bLength: number): number {
  const u8 = mem.u8;
  const common = Math.min(aLength, bLength);
  for (let i = 0; i < common; i++) {
    const difference = u8[a + i]! - u8[b + i]!;
    if (difference !== 0) return difference;
  }
  return aLength - bLength;
}
