/** Arrow bitmaps in the engine memory: bit `i` of the byte string at an address, least significant first. */
import type { Arena } from '../memory/arena.js';
import { kernels } from '../kernels/registry.js';
import { fillBytes } from '../memory/bytes.js';

/** Bytes of a bitmap of that many bits. */
export const bitmapBytes = (bits: number): number => (bits + 7) >>> 3;

export { clearBit, getBit, setBit, writeBit } from './bits.js';

/** A new bitmap of equal bits. */
export function allocBitmap(bits: number, value: boolean, arena: Arena): number {
  const bytes = bitmapBytes(bits);
  const address = arena.alloc(bytes);
  fillBytes(address, bytes + 8, value ? 0xff : 0);
  return address;
}

/** Number of set bits among the first `bits`. */
export function countBits(bitmap: number, bits: number): number {
  return kernels().countBits(bitmap, bits);
}

/** Nulls that a validity bitmap marks; 0 for no bitmap. */
export function countNulls(validity: number, length: number): number {
  return validity === 0 ? 0 : length - countBits(validity, length);
}

/** Intersection of two validity bitmaps, where address 0 means all set; may return one of them. */
export function andBitmaps(a: number, b: number, bits: number, arena: Arena): number {
  if (a === 0 || a === b) return b;
  if (b === 0) return a;
  const result = arena.alloc(bitmapBytes(bits));
  kernels().andBits(a, b, bits, result);
  return result;
}

/** Union of two bitmaps, where address 0 means all set. */
export function orBitmaps(a: number, b: number, bits: number, arena: Arena): number {
  if (a === 0 || b === 0) return 0;
  if (a === b) return a;
  const result = arena.alloc(bitmapBytes(bits));
  kernels().orBits(a, b, bits, result);
  return result;
}

/** Complement of a bitmap. */
export function notBitmap(a: number, bits: number, arena: Arena): number {
  const result = arena.alloc(bitmapBytes(bits));
  kernels().notBits(a, bits, result);
  return result;
}

/** Copies a run of bits between any bit positions; the ranges must not overlap. */
export function copyBits(from: number, fromBit: number, bits: number, to: number, toBit: number): void {
  kernels().copyBits(from, fromBit, bits, to, toBit);
}

/** The bitmap that starts at bit `offset`: the same memory when aligned to a byte, else shifted into the arena. */
export function sliceBitmap(bitmap: number, offset: number, bits: number, arena: Arena): number {
  if (bitmap === 0 || (offset & 7) === 0) return bitmap === 0 ? 0 : bitmap + (offset >>> 3);
  const result = arena.alloc(bitmapBytes(bits));
  kernels().copyBits(bitmap, offset, bits, result, 0);
  return result;
}
