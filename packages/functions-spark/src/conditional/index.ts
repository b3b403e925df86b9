import type { ScalarUDF } from '@datafusion-ts/expr';
import { ifFunction } from './if.js';

/** Spark's conditional functions. */
export function conditionalFunctions(): readonly ScalarUDF[] {
  return [ifFunction];
}
