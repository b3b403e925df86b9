/** Twins of assembly/text.ts: views and the bytes they point to. */
import { mem } from '../memory/engine-memory.js';

/** Bytes of the values that do not lie inside their views. */
export function longTextBytes(views: number, count: number): number {
  const u32 = mem.u32;
  let total = 0;
  for (let i = 0; i < count; i++) {
    const length = u32[(views >>> 2) + i * 4]!;
    if (length > 12) total += length;
  }
  return total;
}

/** Copies the bytes of long values to `to`, one after the other, and points the views there; returns bytes written. */
export function moveText(views: number, count: number, to: number): number {
  const { u8, u32 } = mem;
  let at = to;
  for (let i = 0; i < count; i++) {
    const view = (views >>> 2) + i * 4;
    const length = u32[view]!;
    if (length <= 12) continue;
    const from = u32[view + 2]!;
    u8.copyWithin(at, from, from + length);
    u32[view + 2] = at;
    at += length;
  }
  return at - to;
}

/** Views of values that lie one after the other at `data`, with count + 1 i32 `offsets` (first may be above 0). */
export function viewsFromOffsets(offsets: number, data: number, count: number, views: number): void {
  const { u8, u32 } = mem;
  const first = offsets >>> 2;
  for (let i = 0; i < count; i++) {
    const start = data + u32[first + i]!;
    const length = u32[first + i + 1]! - u32[first + i]!;
    const view = (views >>> 2) + i * 4;
    u32[view] = length;
    u32[view + 1] = 0;
    u32[view + 2] = 0;
    u32[view + 3] = 0;
    const inside = length <= 12 ? length : 4;
    for (let j = 0; j < inside; j++) u8[views + i * 16 + 4 + j] = u8[start + j]!;
    if (length > 12) u32[view + 2] = start;
  }
}

/** Offsets of values laid out one after the other; returns the bytes they take (2^32 or more do not fit). */
export function offsetsFromViews(views: number, validity: number, count: number, offsets: number): number {
  const { u8, u32 } = mem;
  let total = 0;
  for (let i = 0; i < count; i++) {
    u32[(offsets >>> 2) + i] = total;
    if (validity !== 0 && ((u8[validity + (i >>> 3)]! >>> (i & 7)) & 1) === 0) continue;
    total += u32[(views >>> 2) + i * 4]!;
  }
  u32[(offsets >>> 2) + count] = total;
  return total;
}

/** Writes the values to `data` as `offsets` says (nulls have no bytes there). */
export function textFromViews(views: number, offsets: number, count: number, data: number): void {
  const { u8, u32 } = mem;
  for (let i = 0; i < count; i++) {
    const start = u32[(offsets >>> 2) + i]!;
    const length = u32[(offsets >>> 2) + i + 1]! - start;
    const view = views + i * 16;
    const from = length <= 12 ? view + 4 : u32[(view >>> 2) + 2]!;
    for (let j = 0; j < length; j++) u8[data + start + j] = u8[from + j]!;
  }
}

/** Where the bytes of values lie. */
export function viewAddresses(views: number, count: number, to: number): void {
  const { u32 } = mem;
  for (let i = 0; i < count; i++) {
    const view = (views >>> 2) + i * 4;
    u32[(to >>> 2) + i] = u32[view]! <= 12 ? views + i * 16 + 4 : u32[view + 2]!;
  }
}

/** Bytes of the valid values that do not lie inside their views. */
export function arrowTextBytes(views: number, validity: number, count: number): number {
  const { u32 } = mem;
  let total = 0;
  for (let i = 0; i < count; i++) {
    const length = u32[(views >>> 2) + i * 4]!;
    if (length > 12 && isValid(validity, i)) total += length;
  }
  return total;
}

/** Views as Arrow has them, over one buffer, which is written to `data`: number of the buffer, offset in it. */
export function arrowViews(views: number, validity: number, count: number, data: number, to: number): void {
  const { u8, u32 } = mem;
  let at = data;
  for (let i = 0; i < count; i++) {
    const from = (views >>> 2) + i * 4;
    const target = (to >>> 2) + i * 4;
    if (!isValid(validity, i)) {
      u32.fill(0, target, target + 4);
      continue;
    }
    u32.copyWithin(target, from, from + 4);
    const length = u32[from]!;
    if (length <= 12) continue;
    const bytes = u32[from + 2]!;
    u32[target + 2] = 0;
    u32[target + 3] = at - data;
    u8.copyWithin(at, bytes, bytes + length);
    at += length;
  }
}

const isValid = (validity: number, row: number): boolean =>
  validity === 0 || ((mem.u8[validity + (row >>> 3)]! >>> (row & 7)) & 1) === 1;
