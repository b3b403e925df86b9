import { PlanError } from '@datafusion-ts/common';
import { mem, NO_ROW, takeVectorOrNull } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { arraySignature } from '../support/arguments.js';
import { ARRAY_ARG, arrayDoc } from '../support/documentation.js';
import { isListType, listsOf } from '../support/lists.js';

/** `array_any_value(array)`: the first element that is not NULL. */
export const arrayAnyValue: ScalarUDF = {
  name: 'array_any_value',
  aliases: ['list_any_value'],
  signature: arraySignature('Array'),
  returnType([array]) {
    if (isListType(array!)) return array.field.dataType;
    throw new PlanError('array_any_value can only accept List, LargeList or FixedSizeList as the argument');
  },
  invoke({ args: [array], rowCount, arena }) {
    const lists = listsOf(array!, arena);
    const rows = arena.alloc(rowCount * 4);
    for (let row = 0; row < rowCount; row++) {
      let element = lists.start(row);
      const end = lists.isNull(row) ? element : lists.end(row);
      while (element < end && lists.isNullElement(element)) element++;
      mem.u32[(rows >>> 2) + row] = element < end ? element : NO_ROW;
    }
    return takeVectorOrNull(lists.elements, rows, rowCount, arena);
  },
  documentation: arrayDoc(
    'Gives the first element that is not NULL.',
    'array_any_value(array)',
    'SELECT array_any_value([NULL, 1, 2, 3])',
    ARRAY_ARG,
  ),
};
