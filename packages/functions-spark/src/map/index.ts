import type { ScalarUDF } from '@datafusion-ts/expr';

/** Spark's functions of maps. */
export function mapFunctions(): readonly ScalarUDF[] {
  return [];
}
