import { DataTypes, listItem } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { arraySignature } from '../support/arguments.js';
import { ARRAY_ARG, arrayDoc } from '../support/documentation.js';
import { withElement } from '../support/with-element.js';

/**
 * `array_append(array, element)`: the array with one more element at the end; a NULL array counts as empty.
 *
 * Example: `SELECT array_append([1, 2], 3)` is [1, 2, 3].
 */
export const arrayAppend: ScalarUDF = {
  name: 'array_append',
  aliases: ['list_append', 'array_push_back', 'list_push_back'],
  signature: arraySignature('Array', 'Element'),
  returnType: ([array, element]) => (array!.kind === 'Null' ? DataTypes.list(listItem(element!)) : array!),
  invoke: ({ args: [array, element], returnField, arena }) =>
    withElement(array!, element!, 'last', returnField.dataType, arena),
  documentation: arrayDoc(
    'Adds an element at the end of an array.',
    'array_append(array, element)',
    'SELECT array_append([1, 2, 3], 4)',
    ARRAY_ARG,
    ['element', 'What to add.'],
  ),
};
