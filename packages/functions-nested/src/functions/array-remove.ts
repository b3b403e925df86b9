import type { ScalarUDF } from '@datafusion-ts/expr';
import { arraySignature } from '../support/arguments.js';
import { ARRAY_ARG, arrayDoc } from '../support/documentation.js';
import { removeElements } from '../support/remove-elements.js';

/** `array_remove(array, element)`: without the first such element; `array_remove([1, 2, 1], 1)` is [2, 1]. */
export const arrayRemove: ScalarUDF = {
  name: 'array_remove',
  aliases: ['list_remove'],
  signature: arraySignature('Array', 'Element'),
  returnType: ([array]) => array!,
  invoke: (call) => removeElements(call, () => 1),
  documentation: arrayDoc(
    'Takes the first element of a value out of an array.',
    'array_remove(array, element)',
    'SELECT array_remove([1, 2, 2, 3, 2, 1, 4], 2)',
    ARRAY_ARG,
    ['element', 'What to take out.'],
  ),
};
