/** Twins of assembly/gather.ts: values at u32 row numbers, codes to row numbers. */
import { mem } from '../memory/engine-memory.js';

/** One-byte values at `rows`. */
export function gather1(from: number, rows: number, count: number, to: number): void {
  const { u8, u32 } = mem;
  const start = rows >>> 2;
  for (let i = 0; i < count; i++) u8[to + i] = u8[from + u32[start + i]!]!;
}

/** Two-byte values at `rows`; addresses may be unaligned. */
export function gather2(from: number, rows: number, count: number, to: number): void {
  gatherBytes(from, 2, rows, count, to);
}

/** Four-byte values at `rows`; slices keep four-byte alignment. */
export function gather4(from: number, rows: number, count: number, to: number): void {
  const u32 = mem.u32;
  const start = rows >>> 2;
  const source = from >>> 2;
  const target = to >>> 2;
  for (let i = 0; i < count; i++) u32[target + i] = u32[source + u32[start + i]!]!;
}

/** Eight-byte values at `rows`; by halves, since a float load could quieten a NaN pattern. */
export function gather8(from: number, rows: number, count: number, to: number): void {
  const u32 = mem.u32;
  const start = rows >>> 2;
  const source = from >>> 2;
  const target = to >>> 2;
  for (let i = 0; i < count; i++) {
    const s = source + u32[start + i]! * 2;
    u32[target + 2 * i] = u32[s]!;
    u32[target + 2 * i + 1] = u32[s + 1]!;
  }
}

/** Sixteen-byte values at `rows`. */
export function gather16(from: number, rows: number, count: number, to: number): void {
  const u32 = mem.u32;
  const start = rows >>> 2;
  const source = from >>> 2;
  const target = to >>> 2;
  for (let i = 0; i < count; i++) {
    const s = source + u32[start + i]! * 4;
    const t = target + i * 4;
    u32[t] = u32[s]!;
    u32[t + 1] = u32[s + 1]!;
    u32[t + 2] = u32[s + 2]!;
    u32[t + 3] = u32[s + 3]!;
  }
}

/** Values of any width at `rows`. */
export function gatherBytes(from: number, width: number, rows: number, count: number, to: number): void {
  const { u8, u32 } = mem;
  const start = rows >>> 2;
  for (let i = 0; i < count; i++) {
    const s = from + u32[start + i]! * width;
    const t = to + i * width;
    for (let j = 0; j < width; j++) u8[t + j] = u8[s + j]!;
  }
}

/** Values of 1, 2, 4 or 8 bytes at ascending `rows`, each of which is there once: made for few gaps. */
export function gatherRuns(from: number, width: number, rows: number, count: number, to: number): void {
  gatherBytes(from, width, rows, count, to);
}

/** Entries of 4 or 8 bytes that codes of 1 or 2 bytes stand for. */
export function lookUpCodes(
  codes: number,
  codeWidth: number,
  entries: number,
  width: number,
  count: number,
  to: number,
): void {
  const { u8, u16, u32 } = mem;
  const words = width >>> 2;
  for (let i = 0; i < count; i++) {
    const code = codeWidth === 1 ? u8[codes + i]! : u16[(codes >>> 1) + i]!;
    for (let j = 0; j < words; j++) u32[(to >>> 2) + i * words + j] = u32[(entries >>> 2) + code * words + j]!;
  }
}

/** Codes of 1, 2 or 4 bytes as u32 row numbers. */
export function widenCodes(codes: number, width: number, count: number, to: number): void {
  const target = to >>> 2;
  const u32 = mem.u32;
  if (width === 1) {
    const u8 = mem.u8;
    for (let i = 0; i < count; i++) u32[target + i] = u8[codes + i]!;
  } else if (width === 2) {
    const u16 = mem.u16;
    for (let i = 0; i < count; i++) u32[target + i] = u16[(codes >>> 1) + i]!;
  } else {
    u32.copyWithin(target, codes >>> 2, (codes >>> 2) + count);
  }
}

/** Writes u32 values to their places, which are u32 positions in `to`. */
export function scatter4(values: number, places: number, count: number, to: number): void {
  const { u32 } = mem;
  for (let i = 0; i < count; i++) u32[(to >>> 2) + u32[(places >>> 2) + i]!] = u32[(values >>> 2) + i]!;
}

/** Writes u32 values to rows of their own, ascending, among `length`; the rows between get `other`. */
export function spread4(values: number, rows: number, count: number, length: number, other: number, to: number): void {
  mem.u32.fill(other, to >>> 2, (to >>> 2) + length);
  scatter4(values, rows, count, to);
}

/** `first, first + 1, …` as u32. */
export function iota(to: number, count: number, first: number): void {
  const u32 = mem.u32;
  const target = to >>> 2;
  for (let i = 0; i < count; i++) u32[target + i] = first + i;
}

/** Writes `first, first + step, …` to the places `rows` of `to`. */
export function scatterRows(rows: number, count: number, first: number, step: number, to: number): void {
  const { u32 } = mem;
  for (let i = 0; i < count; i++) u32[(to >>> 2) + u32[(rows >>> 2) + i]!] = first + i * step;
}

/** Writes `first + row` to the place of each row of `rows` in `to`. */
export function scatterOwn(rows: number, count: number, first: number, to: number): void {
  const { u32 } = mem;
  for (let i = 0; i < count; i++) {
    const row = u32[(rows >>> 2) + i]!;
    u32[(to >>> 2) + row] = first + row;
  }
}

/** The place of the first of the ascending row numbers `[from, to)` that is at least `row`, or `to`. */
export function firstRowAtLeast(rows: number, from: number, to: number, row: number): number {
  const { u32 } = mem;
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (u32[(rows >>> 2) + middle]! < row) low = middle + 1;
    else high = middle;
  }
  return low;
}
