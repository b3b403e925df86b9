import type { ScalarUDF } from '@datafusion-ts/expr';

/** Spark's functions of the bits of integers. */
export function bitwiseFunctions(): readonly ScalarUDF[] {
  return [];
}
