import type { ScalarUDF } from '@datafusion-ts/expr';
import { arraySignature } from '../support/arguments.js';
import { ARRAY_ARG, arrayDoc } from '../support/documentation.js';
import { replaceElements } from '../support/replace-elements.js';

/** `array_replace(array, from, to)`: with another value in the place of the first such element. */
export const arrayReplace: ScalarUDF = {
  name: 'array_replace',
  aliases: ['list_replace'],
  signature: arraySignature('Array', 'Element', 'Element'),
  returnType: ([array]) => array!,
  invoke: (call) => replaceElements(call, () => 1),
  documentation: arrayDoc(
    'Replaces the first element of a value.',
    'array_replace(array, from, to)',
    'SELECT array_replace([1, 2, 2, 3, 2, 1, 4], 2, 5)',
    ARRAY_ARG,
    ['from', 'What to replace.'],
    ['to', 'What to put in its place.'],
  ),
};
