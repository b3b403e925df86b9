import type { ScalarUDF } from '@datafusion-ts/expr';
import { arraySignature } from '../support/arguments.js';
import { arrayDoc } from '../support/documentation.js';
import { commonArrayType, setOperation } from '../support/set-operation.js';

/** `array_union(a, b)`: the values that are in either array, each once. */
export const arrayUnion: ScalarUDF = {
  name: 'array_union',
  aliases: ['list_union'],
  signature: arraySignature('Array', 'Array'),
  returnType: ([a, b]) => commonArrayType(a!, b!),
  invoke: ({ args: [a, b], returnField, arena }) =>
    setOperation([a!, b!], returnField.dataType, arena, (numberOf, lists, row, push) => {
      const seen = new Set<number>();
      for (let array = 0; array < 2; array++) {
        for (let at = lists[array]!.start(row); at < lists[array]!.end(row); at++) {
          const number = numberOf(array, at);
          if (!seen.has(number)) push(array, at);
          seen.add(number);
        }
      }
    }),
  documentation: arrayDoc(
    'Gives the values that are in either of two arrays, each once.',
    'array_union(array1, array2)',
    'SELECT array_union([1, 2, 3, 4], [5, 6, 3, 4])',
    ['array1', 'Array: a constant, a column or any expression.'],
    ['array2', 'Another array.'],
  ),
};
