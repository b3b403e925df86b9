import type { ScalarUDF } from '@datafusion-ts/expr';
import { arraySignature } from '../support/arguments.js';
import { arrayDoc } from '../support/documentation.js';
import { commonArrayType, setOperation } from '../support/set-operation.js';

/** `array_except(a, b)`: the values of the first array that are not in the second, each once. */
export const arrayExcept: ScalarUDF = {
  name: 'array_except',
  aliases: ['list_except'],
  signature: arraySignature('Array', 'Array'),
  returnType: ([a, b]) => commonArrayType(a!, b!),
  invoke: ({ args: [a, b], returnField, arena }) =>
    setOperation([a!, b!], returnField.dataType, arena, (numberOf, lists, row, push) => {
      const [left, right] = [lists[0]!, lists[1]!];
      const others = new Set<number>();
      for (let at = right.start(row); at < right.end(row); at++) others.add(numberOf(1, at));
      const seen = new Set<number>();
      for (let at = left.start(row); at < left.end(row); at++) {
        const number = numberOf(0, at);
        if (!others.has(number) && !seen.has(number)) push(0, at);
        seen.add(number);
      }
    }),
  documentation: arrayDoc(
    'Gives the values of one array that are not in another, each once.',
    'array_except(array1, array2)',
    'SELECT array_except([1, 2, 3, 4], [5, 6, 3, 4])',
    ['array1', 'Array: a constant, a column or any expression.'],
    ['array2', 'Another array.'],
  ),
};
