import type { ScalarUDF } from '@datafusion-ts/expr';

/** Spark's functions of dates and times. */
export function datetimeFunctions(): readonly ScalarUDF[] {
  return [];
}
