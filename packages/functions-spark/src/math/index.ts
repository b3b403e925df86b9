import type { ScalarUDF } from '@datafusion-ts/expr';

/** Spark's functions of numbers. */
export function mathFunctions(): readonly ScalarUDF[] {
  return [];
}
