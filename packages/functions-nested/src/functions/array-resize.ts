import { ExecutionError, InternalError } from '@datafusion-ts/common';
import { NO_ROW } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { arraySignatures, elementTypeOf, integerReader } from '../support/arguments.js';
import { ARRAY_ARG, arrayDoc } from '../support/documentation.js';
import { allElements } from '../support/elements.js';
import { ListGather } from '../support/list-gather.js';
import { listsOf } from '../support/lists.js';

/**
 * `array_resize(array, size[, value])`: exactly so many elements, cut off or filled up with a value (NULL by default).
 *
 * Example: `SELECT array_resize([1, 2, 3], 5, 0)` is [1, 2, 3, 0, 0].
 */
export const arrayResize: ScalarUDF = {
  name: 'array_resize',
  aliases: ['list_resize'],
  signature: arraySignatures(['Array', 'Index'], ['Array', 'Index', 'Element']),
  returnType: ([array]) => array!,
  invoke({ args: [array, size, value], rowCount, returnField, arena }) {
    if (array!.type.kind === 'Null') throw new ExecutionError("array_resize does not support type 'Null'.");
    const type = returnField.dataType;
    const lists = listsOf(array!, arena);
    const wanted = integerReader(size!, arena);
    const parts = value === undefined ? [lists.elements] : [lists.elements, value];
    const source = allElements(parts, elementTypeOf(type), arena);
    const result = new ListGather(rowCount, lists.elements.length, arena);
    for (let row = 0; row < rowCount; row++) {
      const length = wanted(row) ?? 0;
      if (length < 0) throw new InternalError('array_resize: failed to convert size to usize');
      if (lists.isNull(row)) {
        result.closeNull();
        continue;
      }
      const start = lists.start(row);
      const kept = Math.min(length, lists.end(row) - start);
      result.pushRange(start, start + kept);
      result.pushRepeated(value === undefined ? NO_ROW : lists.elements.length + row, length - kept);
      result.close();
    }
    return result.finish(type, source);
  },
  documentation: arrayDoc(
    'Gives an array a length: cuts elements off or adds a value at the end.',
    'array_resize(array, size, value)',
    'SELECT array_resize([1, 2, 3], 5, 0)',
    ARRAY_ARG,
    ['size', 'New number of elements.'],
    ['value', 'What to add; NULL when left out.'],
  ),
};
