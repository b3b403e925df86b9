/** Values of fixed widths at row numbers, from one place in engine memory to another. */
import { kernels, type Arena } from '@datafusion-ts/compute';

/** Copies the `width`-byte values at `count` u32 row numbers. */
export function gatherFixed(from: number, width: number, rows: number, count: number, to: number): void {
  const k = kernels();
  if (width === 4) k.gather4(from, rows, count, to);
  else if (width === 8) k.gather8(from, rows, count, to);
  else if (width === 16 && (from & 7) === 0 && (to & 7) === 0) k.gather16(from, rows, count, to);
  else if (width === 1) k.gather1(from, rows, count, to);
  else if (width === 2) k.gather2(from, rows, count, to);
  else if (width > 0) k.gatherBytes(from, width, rows, count, to);
}

/** Copies the entries that `count` codes stand for. */
export function lookUpCodes(
  entries: number,
  width: number,
  codes: number,
  codeWidth: number,
  count: number,
  to: number,
  arena: Arena,
): void {
  let rows = codes;
  if (codeWidth < 4) {
    rows = arena.alloc(count * 4);
    kernels().widenCodes(codes, codeWidth, count, rows);
  }
  gatherFixed(entries, width, rows, count, to);
}
