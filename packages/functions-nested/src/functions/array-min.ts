import type { ScalarUDF } from '@datafusion-ts/expr';
import { arraySignature } from '../support/arguments.js';
import { ARRAY_ARG, arrayDoc } from '../support/documentation.js';
import { elementOfList, extremeElement } from '../support/extreme-element.js';

/** `array_min(array)`: the least element that is not NULL; NULL for empty arrays. */
export const arrayMin: ScalarUDF = {
  name: 'array_min',
  signature: arraySignature('Array'),
  returnType: ([array]) => elementOfList('array_min', array!),
  invoke: (call) => extremeElement(call, (order) => order < 0),
  documentation: arrayDoc(
    'Gives the least element of an array.',
    'array_min(array)',
    'SELECT array_min([3, 1, 4, 2])',
    ARRAY_ARG,
  ),
};
