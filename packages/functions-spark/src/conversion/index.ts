import type { ScalarUDF } from '@datafusion-ts/expr';
import { sparkCast } from './spark-cast.js';

/** Spark's conversions between types. */
export function conversionFunctions(): readonly ScalarUDF[] {
  return [sparkCast];
}
