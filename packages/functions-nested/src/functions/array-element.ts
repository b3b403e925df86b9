import { DataTypes } from '@datafusion-ts/common';
import { mem, NO_ROW, takeVectorOrNull } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { arraySignature, checkPlace, elementTypeOf, integerReader } from '../support/arguments.js';
import { ARRAY_ARG, arrayDoc } from '../support/documentation.js';
import { listsOf } from '../support/lists.js';
import { subscriptName } from '../support/subscript-name.js';

/**
 * `array_element(array, index)`, also `array[index]`: the element at a place, from 1 or, for negative places, from the
 * end. NULL where the array has no such place.
 *
 * Example: `SELECT [10, 20, 30][2], [10, 20, 30][-1]` is 20 and 30.
 */
export const arrayElement: ScalarUDF = {
  name: 'array_element',
  aliases: ['array_extract', 'list_element', 'list_extract'],
  signature: arraySignature('Array', 'Index'),
  returnType: ([array]) => (array!.kind === 'Null' ? DataTypes.Null : elementTypeOf(array!)),
  invoke({ args: [array, index], rowCount, arena }) {
    const lists = listsOf(array!, arena);
    const place = integerReader(index!, arena);
    const rows = arena.alloc(rowCount * 4);
    const { u32 } = mem;
    for (let row = 0; row < rowCount; row++) {
      const at = place(row);
      let element = NO_ROW;
      if (!lists.isNull(row)) checkPlace('array_element', array!.type, at, index!, row, arena);
      if (at !== undefined && at !== 0 && !lists.isNull(row)) {
        const [start, end] = [lists.start(row), lists.end(row)];
        const found = at > 0 ? start + at - 1 : end + at;
        if (found >= start && found < end) element = found;
      }
      u32[(rows >>> 2) + row] = element;
    }
    return takeVectorOrNull(lists.elements, rows, rowCount, arena);
  },
  schemaName: (args) => subscriptName('array_element', args),
  documentation: arrayDoc(
    'Gives the element of an array at a place.',
    'array_element(array, index)',
    'SELECT array_element([1, 2, 3, 4], 3)',
    ARRAY_ARG,
    ['index', 'Place of the element; the first is 1, the last -1.'],
  ),
};
