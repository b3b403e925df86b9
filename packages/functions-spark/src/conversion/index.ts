import type { ScalarUDF } from '@datafusion-ts/expr';

/** Spark's conversions between types. */
export function conversionFunctions(): readonly ScalarUDF[] {
  return [];
}
