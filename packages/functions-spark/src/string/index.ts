import type { ScalarUDF } from '@datafusion-ts/expr';

/** Spark's functions of text. */
export function stringFunctions(): readonly ScalarUDF[] {
  return [];
}
