import type { ScalarUDF } from '@datafusion-ts/expr';
import { size } from './size.js';

/** Spark's functions of arrays and maps alike. */
export function collectionFunctions(): readonly ScalarUDF[] {
  return [size];
}
