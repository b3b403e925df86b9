import type { ScalarUDF } from '@datafusion-ts/expr';
import { arraySignature } from '../support/arguments.js';
import { ARRAY_ARG, arrayDoc } from '../support/documentation.js';
import { replaceElements } from '../support/replace-elements.js';

/** `array_replace_all(array, from, to)`: with another value in the place of all such elements. */
export const arrayReplaceAll: ScalarUDF = {
  name: 'array_replace_all',
  aliases: ['list_replace_all'],
  signature: arraySignature('Array', 'Element', 'Element'),
  returnType: ([array]) => array!,
  invoke: (call) => replaceElements(call, () => Infinity),
  documentation: arrayDoc(
    'Replaces all elements of a value.',
    'array_replace_all(array, from, to)',
    'SELECT array_replace_all([1, 2, 2, 3, 2, 1, 4], 2, 5)',
    ARRAY_ARG,
    ['from', 'What to replace.'],
    ['to', 'What to put in its place.'],
  ),
};
