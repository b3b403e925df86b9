import { kernels, type Arena } from '@datafusion-ts/compute';

/** The first of the ascending row numbers `[from, to)` that is at least `row`. */
export function firstAtLeast(rows: number, from: number, to: number, row: number): number {
  return kernels().firstRowAtLeast(rows, from, to, row);
}

/** Row numbers counted from `first`. */
export function relativeRows(rows: number, count: number, first: number, arena: Arena): number {
  if (first === 0) return rows;
  const to = arena.alloc(count * 4);
  kernels().addU32(rows, count, -first | 0, to);
  return to;
}
