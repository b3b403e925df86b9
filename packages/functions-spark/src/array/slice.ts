import { DataTypes, ExecutionError, listItem } from '@datafusion-ts/common';
import { nullVector } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { doc } from '@datafusion-ts/functions';
import { arraySignature, checkPlace, integerReader, ListGather, listsOf } from '@datafusion-ts/functions-nested';
import { nullsOfArguments } from '../support/result-fields.js';

/** `slice(array, start, length)`: so many elements from a place on, counted from 1, or from the end when negative. */
export const slice: ScalarUDF = {
  name: 'slice',
  signature: arraySignature('Array', 'Index', 'Index'),
  returnField: nullsOfArguments('slice', ([array]) =>
    array!.kind === 'Null' ? DataTypes.list(listItem(array!)) : array!,
  ),
  invoke({ args: [array, start, length], rowCount, returnField, arena }) {
    if (array!.type.kind === 'Null') return nullVector(returnField.dataType, rowCount);
    const lists = listsOf(array!, arena);
    const [readStart, readLength] = [integerReader(start!, arena), integerReader(length!, arena)];
    const result = new ListGather(rowCount, lists.elements.length, arena);
    for (let row = 0; row < rowCount; row++) {
      const [place, count] = [readStart(row), readLength(row)];
      if (lists.isNull(row) || place === undefined || count === undefined) {
        result.closeNull();
        continue;
      }
      if (place === 0) throw new ExecutionError('Start index must not be zero');
      checkPlace('array_slice', array!.type, place, start!, row, arena);
      if (count < 0) throw new ExecutionError(`Length must be non-negative, but got ${count}`);
      const end = lists.end(row);
      const from = place > 0 ? lists.start(row) + place - 1 : end + place;
      if (from >= lists.start(row)) result.pushRange(from, Math.min(from + count, end));
      result.close();
    }
    return result.finish(returnField.dataType, lists.elements);
  },
  documentation: doc(
    'Array Functions',
    'Gives so many elements of an array from a place on.',
    'slice(array, start, length)',
    'SELECT slice(array(1, 2, 3, 4), 2, 2)',
    [
      ['array', 'An array.'],
      ['start', 'Place of the first element, from 1; negative ones count from the end.'],
      ['length', 'How many elements.'],
    ],
  ),
};
