import type { ScalarUDF } from '@datafusion-ts/expr';

/** Spark's functions of arrays. */
export function arrayFunctions(): readonly ScalarUDF[] {
  return [];
}
