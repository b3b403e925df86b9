import type { ScalarUDF } from '@datafusion-ts/expr';

/** Spark's functions of arrays and maps alike. */
export function collectionFunctions(): readonly ScalarUDF[] {
  return [];
}
