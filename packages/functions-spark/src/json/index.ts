import type { ScalarUDF } from '@datafusion-ts/expr';

/** Spark's functions of JSON text. */
export function jsonFunctions(): readonly ScalarUDF[] {
  return [];
}
