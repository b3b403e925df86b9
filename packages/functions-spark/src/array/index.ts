import type { ScalarUDF } from '@datafusion-ts/expr';
import { array } from './array.js';
import { arrayContains } from './array-contains.js';
import { arrayRepeat } from './array-repeat.js';
import { shuffle } from './shuffle.js';
import { slice } from './slice.js';

/** Spark's functions of arrays. */
export function arrayFunctions(): readonly ScalarUDF[] {
  return [array, arrayContains, arrayRepeat, shuffle, slice];
}
