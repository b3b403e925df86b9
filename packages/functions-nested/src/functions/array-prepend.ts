import { DataTypes, listItem } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { arraySignature } from '../support/arguments.js';
import { ARRAY_ARG, arrayDoc } from '../support/documentation.js';
import { withElement } from '../support/with-element.js';

/**
 * `array_prepend(element, array)`: the array with one more element in front; a NULL array counts as empty.
 *
 * Example: `SELECT array_prepend(1, [2, 3])` is [1, 2, 3].
 */
export const arrayPrepend: ScalarUDF = {
  name: 'array_prepend',
  aliases: ['list_prepend', 'array_push_front', 'list_push_front'],
  signature: arraySignature('Element', 'Array'),
  returnType: ([element, array]) => (array!.kind === 'Null' ? DataTypes.list(listItem(element!)) : array!),
  invoke: ({ args: [element, array], returnField, arena }) =>
    withElement(array!, element!, 'first', returnField.dataType, arena),
  documentation: arrayDoc(
    'Adds an element at the front of an array.',
    'array_prepend(element, array)',
    'SELECT array_prepend(1, [2, 3, 4])',
    ['element', 'What to add.'],
    ARRAY_ARG,
  ),
};
