import { DataTypes } from '@datafusion-ts/common';
import { BooleanBuilder, isNull, nullVector } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { doc } from '@datafusion-ts/functions';
import { arraySignature, type Lists, listsOf, matcher } from '@datafusion-ts/functions-nested';

/** Whether a range of elements has the wanted one; null when only a NULL might be it. */
function contains(lists: Lists, row: number, equals: (element: number) => boolean): boolean | null {
  let unknown = false;
  for (let at = lists.start(row), end = lists.end(row); at < end; at++) {
    if (equals(at)) return true;
    unknown ||= lists.isNullElement(at);
  }
  return unknown ? null : false;
}

/** `array_contains(array, element)`: as `array_has`, but NULL when the element was not found and the array has NULLs. */
export const arrayContains: ScalarUDF = {
  name: 'array_contains',
  signature: arraySignature('Array', 'Element'),
  returnType: () => DataTypes.Boolean,
  invoke({ args: [array, element], rowCount, arena }) {
    if (array!.type.kind === 'Null') return nullVector(DataTypes.Boolean, rowCount);
    const lists = listsOf(array!, arena);
    const equals = matcher(lists, element!, arena);
    const result = new BooleanBuilder(arena, rowCount);
    for (let row = 0; row < rowCount; row++) {
      const found = lists.isNull(row) || isNull(element!, row) ? null : contains(lists, row, equals);
      if (found === null) result.appendNull();
      else result.appendBoolean(found);
    }
    return result.finish();
  },
  documentation: doc(
    'Array Functions',
    'Tells whether an array has an element; NULL when it was not found but the array has NULLs.',
    'array_contains(array, element)',
    'SELECT array_contains(array(1, 2, 3), 2), array_contains(array(1, NULL), 2)',
    [
      ['array', 'An array.'],
      ['element', 'What to look for.'],
    ],
  ),
};
