import type { ScalarUDF } from '@datafusion-ts/expr';
import { jsonTuple } from './json-tuple.js';

/** Spark's functions of JSON text. */
export function jsonFunctions(): readonly ScalarUDF[] {
  return [jsonTuple];
}
