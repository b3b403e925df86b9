import type { ScalarUDF } from '@datafusion-ts/expr';
import { arraySignature } from '../support/arguments.js';
import { ARRAY_ARG, arrayDoc } from '../support/documentation.js';
import { removeElements } from '../support/remove-elements.js';

/** `array_remove_all(array, element)`: without all such elements; `array_remove_all([1, 2, 1], 1)` is [2]. */
export const arrayRemoveAll: ScalarUDF = {
  name: 'array_remove_all',
  aliases: ['list_remove_all'],
  signature: arraySignature('Array', 'Element'),
  returnType: ([array]) => array!,
  invoke: (call) => removeElements(call, () => Infinity),
  documentation: arrayDoc(
    'Takes all elements of a value out of an array.',
    'array_remove_all(array, element)',
    'SELECT array_remove_all([1, 2, 2, 3, 2, 1, 4], 2)',
    ARRAY_ARG,
    ['element', 'What to take out.'],
  ),
};
