/** Twins of assembly/integers.ts: widths of two's complement integers (decimals). */
import { mem } from '../memory/engine-memory.js';

/** Sign-extends integers of 4, 8 or 16 bytes to 8, 16 or 32. */
export function widenInts(from: number, fromWidth: number, count: number, to: number, toWidth: number): void {
  const i32 = mem.i32;
  const fromWords = fromWidth >>> 2;
  const toWords = toWidth >>> 2;
  for (let i = 0; i < count; i++) {
    const s = (from >>> 2) + i * fromWords;
    const t = (to >>> 2) + i * toWords;
    for (let j = 0; j < fromWords; j++) i32[t + j] = i32[s + j]!;
    const sign = i32[s + fromWords - 1]! >> 31;
    for (let j = fromWords; j < toWords; j++) i32[t + j] = sign;
  }
}

/** Cuts integers of 16 or 32 bytes to 8; returns the first valid row that does not fit, or `count`. */
export function narrowInts(from: number, fromWidth: number, count: number, validity: number, to: number): number {
  const { i32, u8 } = mem;
  const words = fromWidth >>> 2;
  for (let i = 0; i < count; i++) {
    const s = (from >>> 2) + i * words;
    const t = (to >>> 2) + i * 2;
    i32[t] = i32[s]!;
    i32[t + 1] = i32[s + 1]!;
    const sign = i32[s + 1]! >> 31;
    let fits = true;
    for (let j = 2; j < words; j++) fits = fits && i32[s + j] === sign;
    if (!fits && (validity === 0 || ((u8[validity + (i >>> 3)]! >>> (i & 7)) & 1) === 1)) return i;
  }
  return count;
}

/** Integers of 16 or 32 bytes as 8 bytes; those that do not fit become the least or the largest there is. */
export function clampInts(from: number, fromWidth: number, count: number, to: number): void {
  const { i32 } = mem;
  const words = fromWidth >>> 2;
  for (let i = 0; i < count; i++) {
    const s = (from >>> 2) + i * words;
    const t = (to >>> 2) + i * 2;
    const sign = i32[s + words - 1]! >> 31;
    let fits = i32[s + 1]! >> 31 === sign;
    for (let j = 2; j < words; j++) fits = fits && i32[s + j] === sign;
    i32[t] = fits ? i32[s]! : ~sign;
    i32[t + 1] = fits ? i32[s + 1]! : sign ^ 0x7fff_ffff;
  }
}

/** Cuts u32 numbers below 2^(8 * width) to `width` bytes, 1 or 2; 0xffffffff becomes 0. */
export function packCodes(from: number, count: number, width: number, to: number): void {
  const { u32 } = mem;
  const target = width === 1 ? mem.u8 : mem.u16;
  for (let i = 0; i < count; i++) {
    const code = u32[(from >>> 2) + i]!;
    target[to / width + i] = code === 0xffff_ffff ? 0 : code;
  }
}

/** Counts i32 offsets from the first of them; gives the place of the first that is less than the one before, or `count`. */
export function rebaseOffsets(offsets: number, count: number): number {
  const { i32 } = mem;
  const start = i32[offsets >>> 2]!;
  let previous = start;
  for (let i = 0; i < count; i++) {
    const offset = i32[(offsets >>> 2) + i]!;
    if (offset < previous) return i;
    i32[(offsets >>> 2) + i] = offset - start;
    previous = offset;
  }
  return count;
}

/** The low `toWidth` bytes of wider integers; both widths are multiples of 4. */
export function cutInts(from: number, fromWidth: number, count: number, to: number, toWidth: number): void {
  const { u32 } = mem;
  for (let i = 0; i < count; i++) {
    const s = (from + i * fromWidth) >>> 2;
    const t = (to + i * toWidth) >>> 2;
    for (let j = 0; j < toWidth >>> 2; j++) u32[t + j] = u32[s + j]!;
  }
}
