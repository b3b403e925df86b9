/** Twins of assembly/plain.ts. */
import { mem, viewBytes, viewLength, writeView } from '@datafusion-ts/compute';
import { u32At } from './bytes.js';

/** Views of byte arrays with 4-byte lengths before them. 0 or -1. */
export function plainViews(src: number, end: number, count: number, to: number): number {
  let s = src;
  for (let i = 0; i < count; i++) {
    if (end - s < 4) return -1;
    const length = u32At(s);
    s += 4;
    if (length > end - s) return -1;
    writeView(to + i * 16, s, length);
    s += length;
  }
  return 0;
}

/** Views of byte arrays laid end to end, by u32 lengths. 0 or -1. */
export function viewsOfLengths(lengths: number, count: number, src: number, end: number, to: number): number {
  let s = src;
  for (let i = 0; i < count; i++) {
    const length = mem.u32[(lengths >>> 2) + i]!;
    if (length > end - s) return -1;
    writeView(to + i * 16, s, length);
    s += length;
  }
  return 0;
}

/** Views of values of one width laid end to end. */
export function viewsOfFixed(src: number, width: number, count: number, to: number): void {
  for (let i = 0; i < count; i++) writeView(to + i * 16, src + i * width, width);
}

/** i32 at any address to i64. */
export function widen4(from: number, count: number, to: number): void {
  const { i32 } = mem;
  for (let i = 0; i < count; i++) {
    const value = u32At(from + i * 4) | 0;
    i32[(to >>> 2) + 2 * i] = value;
    i32[(to >>> 2) + 2 * i + 1] = value >> 31;
  }
}

/** The low bytes of i32: width 1 or 2. */
export function narrow4(from: number, count: number, width: number, to: number): void {
  const { u8 } = mem;
  for (let i = 0; i < count; i++) for (let k = 0; k < width; k++) u8[to + i * width + k] = u8[from + i * 4 + k]!;
}

function putBigEndian(from: number, length: number, width: number, to: number): boolean {
  const { u8 } = mem;
  const sign = length > 0 && u8[from]! >= 128 ? 0xff : 0;
  for (let i = 0; i < width; i++) u8[to + i] = i < length ? u8[from + length - 1 - i]! : sign;
  for (let i = 0; i < length - width; i++) if (u8[from + i] !== sign) return false;
  return length <= width || u8[to + width - 1]! >>> 7 === (sign & 1);
}

/** Big-endian numbers of `length` bytes to `width` bytes. 0, or -1 when one does not fit. */
export function bigEndian(from: number, length: number, count: number, width: number, to: number): number {
  for (let i = 0; i < count; i++) if (!putBigEndian(from + i * length, length, width, to + i * width)) return -1;
  return 0;
}

/** The same from views. */
export function bigEndianViews(views: number, count: number, width: number, to: number): number {
  for (let i = 0; i < count; i++) {
    const view = views + i * 16;
    if (!putBigEndian(viewBytes(view), viewLength(view), width, to + i * width)) return -1;
  }
  return 0;
}

/** Values of `width` bytes whose bytes are spread over `width` streams. */
export function unsplit(from: number, width: number, count: number, to: number): void {
  const { u8 } = mem;
  for (let i = 0; i < count; i++) for (let k = 0; k < width; k++) u8[to + i * width + k] = u8[from + k * count + i]!;
}
