import type { ScalarUDF } from '@datafusion-ts/expr';

/** Spark's conditional functions. */
export function conditionalFunctions(): readonly ScalarUDF[] {
  return [];
}
