import type { AggregateUDF, ScalarUDF } from '@datafusion-ts/expr';
import { aggregateFunctions } from './aggregate/index.js';
import { arrayFunctions } from './array/index.js';
import { bitmapFunctions } from './bitmap/index.js';
import { bitwiseFunctions } from './bitwise/index.js';
import { collectionFunctions } from './collection/index.js';
import { conditionalFunctions } from './conditional/index.js';
import { conversionFunctions } from './conversion/index.js';
import { datetimeFunctions } from './datetime/index.js';
import { hashFunctions } from './hash/index.js';
import { jsonFunctions } from './json/index.js';
import { mapFunctions } from './map/index.js';
import { mathFunctions } from './math/index.js';
import { stringFunctions } from './string/index.js';
import { urlFunctions } from './url/index.js';

/** The functions of the pack by kind. */
export interface SparkFunctions {
  readonly scalar: readonly ScalarUDF[];
  readonly aggregate: readonly AggregateUDF[];
}

/** Every function of the pack; making the list costs next to nothing. */
export function sparkFunctions(): SparkFunctions {
  return {
    scalar: [
      ...arrayFunctions(),
      ...bitmapFunctions(),
      ...bitwiseFunctions(),
      ...collectionFunctions(),
      ...conditionalFunctions(),
      ...conversionFunctions(),
      ...datetimeFunctions(),
      ...hashFunctions(),
      ...jsonFunctions(),
      ...mapFunctions(),
      ...mathFunctions(),
      ...stringFunctions(),
      ...urlFunctions(),
    ],
    aggregate: aggregateFunctions(),
  };
}
