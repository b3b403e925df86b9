import type { ScalarUDF } from '@datafusion-ts/expr';

/** Spark's functions of bitmaps: positions of integers in them, and how many bits are set. */
export function bitmapFunctions(): readonly ScalarUDF[] {
  return [];
}
