import type { ScalarUDF } from '@datafusion-ts/expr';
import { arraySignature } from '../support/arguments.js';
import { ARRAY_ARG, arrayDoc } from '../support/documentation.js';
import { elementOfList, extremeElement } from '../support/extreme-element.js';

/** `array_max(array)`: the greatest element that is not NULL; NULL for empty arrays. */
export const arrayMax: ScalarUDF = {
  name: 'array_max',
  aliases: ['list_max'],
  signature: arraySignature('Array'),
  returnType: ([array]) => elementOfList('array_max', array!),
  invoke: (call) => extremeElement(call, (order) => order > 0),
  documentation: arrayDoc(
    'Gives the greatest element of an array.',
    'array_max(array)',
    'SELECT array_max([3, 1, 4, 2])',
    ARRAY_ARG,
  ),
};
