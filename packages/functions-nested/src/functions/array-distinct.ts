import { nullVector } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { arraySignature } from '../support/arguments.js';
import { ARRAY_ARG, arrayDoc } from '../support/documentation.js';
import { setOperation } from '../support/set-operation.js';

/** `array_distinct(array)`: every value once, in order of appearance; `array_distinct([1, 3, 1])` is [1, 3]. */
export const arrayDistinct: ScalarUDF = {
  name: 'array_distinct',
  aliases: ['list_distinct'],
  signature: arraySignature('Array'),
  returnType: ([array]) => array!,
  invoke({ args: [array], rowCount, returnField: { dataType }, arena }) {
    if (dataType.kind === 'Null') return nullVector(dataType, rowCount);
    return setOperation([array!], dataType, arena, (numbers, [lists], row, result) => {
      const seen = new Set<number>();
      for (let at = lists!.start(row); at < lists!.end(row); at++) {
        const number = numbers(0, at);
        if (!seen.has(number)) result(0, at);
        seen.add(number);
      }
    });
  },
  documentation: arrayDoc(
    'Leaves out elements that came before.',
    'array_distinct(array)',
    'SELECT array_distinct([1, 3, 2, 3, 1, 2, 4])',
    ARRAY_ARG,
  ),
};
