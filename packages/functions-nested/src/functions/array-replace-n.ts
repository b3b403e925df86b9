import type { ScalarUDF } from '@datafusion-ts/expr';
import { arraySignature, integerReader } from '../support/arguments.js';
import { ARRAY_ARG, arrayDoc } from '../support/documentation.js';
import { replaceElements } from '../support/replace-elements.js';

/** `array_replace_n(array, from, to, max)`: with another value in the place of the first `max` such elements. */
export const arrayReplaceN: ScalarUDF = {
  name: 'array_replace_n',
  aliases: ['list_replace_n'],
  signature: arraySignature('Array', 'Element', 'Element', 'Index'),
  returnType: ([array]) => array!,
  invoke(call) {
    const max = integerReader(call.args[3]!, call.arena);
    return replaceElements(call, (row) => max(row) ?? 0);
  },
  documentation: arrayDoc(
    'Replaces some elements of a value, from the front.',
    'array_replace_n(array, from, to, max)',
    'SELECT array_replace_n([1, 2, 2, 3, 2, 1, 4], 2, 5, 2)',
    ARRAY_ARG,
    ['from', 'What to replace.'],
    ['to', 'What to put in its place.'],
    ['max', 'How many at most.'],
  ),
};
