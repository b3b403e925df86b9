import type { ScalarUDF } from '@datafusion-ts/expr';
import { arraySignature } from '../support/arguments.js';
import { arrayDoc } from '../support/documentation.js';
import { commonArrayType, setOperation } from '../support/set-operation.js';

/** `array_intersect(a, b)`: the values that are in both arrays, each once. */
export const arrayIntersect: ScalarUDF = {
  name: 'array_intersect',
  aliases: ['list_intersect'],
  signature: arraySignature('Array', 'Array'),
  returnType: ([a, b]) => commonArrayType(a!, b!),
  invoke: ({ args: [a, b], returnField, arena }) =>
    setOperation([a!, b!], returnField.dataType, arena, (numberOf, lists, row, push) => {
      // The values come in the order of the longer array.
      const [a, b] = lists.map((list) => list.end(row) - list.start(row));
      const [longer, shorter] = a! >= b! ? [0, 1] : [1, 0];
      const [values, others] = [lists[longer]!, lists[shorter]!];
      const wanted = new Set<number>();
      for (let at = others.start(row); at < others.end(row); at++) wanted.add(numberOf(shorter, at));
      for (let at = values.start(row); at < values.end(row); at++) {
        if (wanted.delete(numberOf(longer, at))) push(longer, at);
      }
    }),
  documentation: arrayDoc(
    'Gives the values that are in both of two arrays, each once.',
    'array_intersect(array1, array2)',
    'SELECT array_intersect([1, 2, 3, 4], [5, 6, 3, 4])',
    ['array1', 'Array: a constant, a column or any expression.'],
    ['array2', 'Another array.'],
  ),
};
