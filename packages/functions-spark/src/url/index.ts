import type { ScalarUDF } from '@datafusion-ts/expr';

/** Spark's functions of URLs. */
export function urlFunctions(): readonly ScalarUDF[] {
  return [];
}
