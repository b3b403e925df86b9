/** Twins of assembly/masks.ts: byte masks, 255 for rows that pass. */
import { mem } from '../memory/engine-memory.js';
import { getBit } from '../vector/bits.js';

function maskCodes(codes: ArrayLike<number>, base: number, count: number, table: number, mask: number): void {
  const { u8 } = mem;
  for (let i = 0; i < count; i++) u8[mask + i]! &= u8[table + codes[base + i]!]!;
}

/** Sets all bytes of a mask. */
export function maskFill(mask: number, count: number, value: number): void {
  mem.u8.fill(value, mask, mask + count);
}

/** Narrows a mask by what a table says of each code. */
export function maskCodes1(codes: number, count: number, table: number, _size: number, mask: number): void {
  maskCodes(mem.u8, codes, count, table, mask);
}

export function maskCodes2(codes: number, count: number, table: number, mask: number): void {
  maskCodes(mem.u16, codes >>> 1, count, table, mask);
}

export function maskCodes4(codes: number, count: number, table: number, mask: number): void {
  maskCodes(mem.u32, codes >>> 2, count, table, mask);
}

/** Keeps rows whose bit is set, and valid where there is a validity bitmap (0: none). */
export function maskBits(bits: number, validity: number, count: number, mask: number): void {
  for (let i = 0; i < count; i++) {
    if (!getBit(bits, i) || (validity !== 0 && !getBit(validity, i))) mem.u8[mask + i] = 0;
  }
}

/** Puts `value` where the validity bit is clear. */
export function maskNulls(validity: number, count: number, value: number, mask: number): void {
  for (let i = 0; i < count; i++) if (!getBit(validity, i)) mem.u8[mask + i] = value;
}

/** Narrows a mask by another one. */
export function maskAnd(other: number, count: number, mask: number): void {
  const { u8 } = mem;
  for (let i = 0; i < count; i++) u8[mask + i]! &= u8[other + i]!;
}

/** The rows that pass as ascending u32 numbers; gives how many. */
export function maskToRows(mask: number, count: number, rows: number): number {
  const { u8, u32 } = mem;
  let found = 0;
  for (let i = 0; i < count; i++) if (u8[mask + i] !== 0) u32[(rows >>> 2) + found++] = i;
  return found;
}

/** Number of rows that pass. */
export function maskCount(mask: number, count: number): number {
  const { u8 } = mem;
  let passing = 0;
  for (let i = 0; i < count; i++) passing += u8[mask + i]! & 1;
  return passing;
}

/** The rows whose code passes, of unpacked codes; gives how many. */
export function narrowCodes(
  codes: number,
  width: number,
  validity: number,
  nullPasses: number,
  rows: number,
  count: number,
  first: number,
  table: number,
  to: number,
): number {
  const { u8, u16, u32 } = mem;
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const row = u32[(rows >>> 2) + i]!;
    const place = row - first;
    const code =
      width === 1 ? u8[codes + place]! : width === 2 ? u16[(codes >>> 1) + place]! : u32[(codes >>> 2) + place]!;
    const isNull = validity !== 0 && ((u8[validity + (place >>> 3)]! >>> (place & 7)) & 1) === 0;
    if (isNull ? nullPasses !== 0 : u8[table + code] !== 0) u32[(to >>> 2) + kept++] = row;
  }
  return kept;
}
