import type { ScalarUDF } from '@datafusion-ts/expr';
import { arraySignature, integerReader } from '../support/arguments.js';
import { ARRAY_ARG, arrayDoc } from '../support/documentation.js';
import { removeElements } from '../support/remove-elements.js';

/** `array_remove_n(array, element, max)`: without the first `max` such elements. */
export const arrayRemoveN: ScalarUDF = {
  name: 'array_remove_n',
  aliases: ['list_remove_n'],
  signature: arraySignature('Array', 'Element', 'Index'),
  returnType: ([array]) => array!,
  invoke(call) {
    const max = integerReader(call.args[2]!, call.arena);
    return removeElements(call, (row) => max(row) ?? 0);
  },
  documentation: arrayDoc(
    'Takes some elements of a value out of an array, from the front.',
    'array_remove_n(array, element, max)',
    'SELECT array_remove_n([1, 2, 2, 3, 2, 1, 4], 2, 2)',
    ARRAY_ARG,
    ['element', 'What to take out.'],
    ['max', 'How many at most.'],
  ),
};
