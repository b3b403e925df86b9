import { DataTypes, ExecutionError } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { arraySignature } from '../support/arguments.js';
import { ARRAY_ARG, arrayDoc } from '../support/documentation.js';
import { hasElementsOf } from '../support/membership.js';

/** `array_has_all(array, sub_array)`, also `array @> sub_array`: whether every element of the second is in the first. */
export const arrayHasAll: ScalarUDF = {
  name: 'array_has_all',
  aliases: ['list_has_all'],
  signature: arraySignature('Array', 'Array'),
  returnType: () => DataTypes.Boolean,
  invoke({ args: [array, wanted], arena }) {
    if (array!.type.kind === 'Null' || wanted!.type.kind === 'Null')
      throw new ExecutionError("array_has does not support type 'Null'.");
    return hasElementsOf(array!, wanted!, 'all', arena);
  },
  documentation: arrayDoc(
    'Tells whether all elements of one array are in another.',
    'array_has_all(array, sub-array)',
    'SELECT array_has_all([1, 2, 3, 4], [2, 3])',
    ARRAY_ARG,
    ['sub-array', 'Elements to look for.'],
  ),
};
