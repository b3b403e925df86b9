import { DataTypes, ExecutionError } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { arraySignature } from '../support/arguments.js';
import { arrayDoc } from '../support/documentation.js';
import { hasElementsOf } from '../support/membership.js';

/** `array_has_any(a, b)`: whether the arrays have an element in common. */
export const arrayHasAny: ScalarUDF = {
  name: 'array_has_any',
  aliases: ['list_has_any', 'arrays_overlap'],
  signature: arraySignature('Array', 'Array'),
  returnType: () => DataTypes.Boolean,
  invoke({ args: [array, wanted], arena }) {
    if (array!.type.kind === 'Null' || wanted!.type.kind === 'Null')
      throw new ExecutionError("array_has does not support type 'Null'.");
    return hasElementsOf(array!, wanted!, 'any', arena);
  },
  documentation: arrayDoc(
    'Tells whether two arrays have an element in common.',
    'array_has_any(array1, array2)',
    'SELECT array_has_any([1, 2, 3], [3, 4])',
    ['array1', 'Array: a constant, a column or any expression.'],
    ['array2', 'Another array.'],
  ),
};
