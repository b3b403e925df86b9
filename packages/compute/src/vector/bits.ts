/** Single bits of bitmaps in the engine memory. */
import { mem } from '../memory/engine-memory.js';

/** The bit at a position. */
export function getBit(bitmap: number, index: number): boolean {
  return ((mem.u8[bitmap + (index >>> 3)]! >>> (index & 7)) & 1) === 1;
}

/** Sets the bit at a position. */
export function setBit(bitmap: number, index: number): void {
  mem.u8[bitmap + (index >>> 3)]! |= 1 << (index & 7);
}

/** Clears the bit at a position. */
export function clearBit(bitmap: number, index: number): void {
  mem.u8[bitmap + (index >>> 3)]! &= ~(1 << (index & 7));
}

/** Sets or clears the bit at a position. */
export function writeBit(bitmap: number, index: number, value: boolean): void {
  if (value) setBit(bitmap, index);
  else clearBit(bitmap, index);
}
