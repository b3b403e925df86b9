import { ExecutionError } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { arraySignature } from '../support/arguments.js';
import { ARRAY_ARG, arrayDoc } from '../support/documentation.js';
import { eachList } from '../support/each-list.js';

/** `array_pop_front(array)`: without the first element. */
export const arrayPopFront: ScalarUDF = {
  name: 'array_pop_front',
  aliases: ['list_pop_front'],
  signature: arraySignature('Array'),
  returnType: ([array]) => array!,
  invoke({ args: [array], returnField, arena }) {
    if (array!.type.kind === 'Null') throw new ExecutionError('array_pop_front does not support type: Null');
    return eachList(array!, returnField.dataType, arena, (start, end, result) => {
      result.pushRange(start + 1, end);
    });
  },
  documentation: arrayDoc(
    'Gives an array without its first element.',
    'array_pop_front(array)',
    'SELECT array_pop_front([1, 2, 3])',
    ARRAY_ARG,
  ),
};
