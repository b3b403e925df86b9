import { kernels, mem, type Arena } from '@datafusion-ts/compute';

/** The first of the ascending row numbers `[from, to)` that is at least `row`. */
export function firstAtLeast(rows: number, from: number, to: number, row: number): number {
  const { u32 } = mem;
  const base = rows >>> 2;
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (u32[base + middle]! < row) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Row numbers counted from `first`. */
export function relativeRows(rows: number, count: number, first: number, arena: Arena): number {
  if (first === 0) return rows;
  const to = arena.alloc(count * 4);
  kernels().addU32(rows, count, -first | 0, to);
  return to;
}
