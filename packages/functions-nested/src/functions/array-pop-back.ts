import { ExecutionError } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { arraySignature } from '../support/arguments.js';
import { ARRAY_ARG, arrayDoc } from '../support/documentation.js';
import { eachList } from '../support/each-list.js';

/** `array_pop_back(array)`: without the last element. */
export const arrayPopBack: ScalarUDF = {
  name: 'array_pop_back',
  aliases: ['list_pop_back'],
  signature: arraySignature('Array'),
  returnType: ([array]) => array!,
  invoke({ args: [array], returnField, arena }) {
    if (array!.type.kind === 'Null') throw new ExecutionError('array_pop_back does not support type: Null');
    return eachList(array!, returnField.dataType, arena, (start, end, result) => {
      result.pushRange(start, end - 1);
    });
  },
  documentation: arrayDoc(
    'Gives an array without its last element.',
    'array_pop_back(array)',
    'SELECT array_pop_back([1, 2, 3])',
    ARRAY_ARG,
  ),
};
