import type { ScalarUDF } from '@datafusion-ts/expr';

/** Spark's hash functions. */
export function hashFunctions(): readonly ScalarUDF[] {
  return [];
}
