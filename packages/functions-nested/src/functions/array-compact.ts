import { nullVector } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { arraySignature } from '../support/arguments.js';
import { ARRAY_ARG, arrayDoc } from '../support/documentation.js';
import { eachList } from '../support/each-list.js';

/** `array_compact(array)`: without NULL elements. */
export const arrayCompact: ScalarUDF = {
  name: 'array_compact',
  aliases: ['list_compact'],
  signature: arraySignature('Array'),
  returnType: ([array]) => array!,
  invoke({ args: [array], rowCount, returnField: { dataType }, arena }) {
    if (dataType.kind === 'Null') return nullVector(dataType, rowCount);
    return eachList(array!, dataType, arena, (start, end, result, _, lists) => {
      for (let at = start; at < end; at++) if (!lists.isNullElement(at)) result.push(at);
    });
  },
  documentation: arrayDoc(
    'Leaves out NULL elements.',
    'array_compact(array)',
    'SELECT array_compact([1, NULL, 2, NULL, 3])',
    ARRAY_ARG,
  ),
};
