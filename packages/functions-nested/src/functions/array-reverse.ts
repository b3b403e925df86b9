import { nullVector } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { arraySignature } from '../support/arguments.js';
import { ARRAY_ARG, arrayDoc } from '../support/documentation.js';
import { eachList } from '../support/each-list.js';

/** `array_reverse(array)`: the elements from the last to the first. */
export const arrayReverse: ScalarUDF = {
  name: 'array_reverse',
  aliases: ['list_reverse'],
  signature: arraySignature('Array'),
  returnType: ([array]) => array!,
  invoke({ args: [array], rowCount, returnField: { dataType }, arena }) {
    if (dataType.kind === 'Null') return nullVector(dataType, rowCount);
    return eachList(array!, dataType, arena, (start, end, result) => {
      for (let at = end - 1; at >= start; at--) result.push(at);
    });
  },
  documentation: arrayDoc(
    'Gives the elements from the last to the first.',
    'array_reverse(array)',
    'SELECT array_reverse([1, 2, 3, 4])',
    ARRAY_ARG,
  ),
};
