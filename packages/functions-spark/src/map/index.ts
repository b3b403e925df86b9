import type { ScalarUDF } from '@datafusion-ts/expr';
import { mapFromArrays } from './map-from-arrays.js';
import { mapFromEntries } from './map-from-entries.js';
import { strToMap } from './str-to-map.js';

/** Spark's functions of maps. */
export function mapFunctions(): readonly ScalarUDF[] {
  return [mapFromArrays, mapFromEntries, strToMap];
}
