import { DataTypes, ScalarValue } from '@datafusion-ts/common';
import { BooleanBuilder, isNull, nullVector } from '@datafusion-ts/compute';
import { type Expr, inList, lit, type ScalarUDF } from '@datafusion-ts/expr';
import { arraySignature } from '../support/arguments.js';
import { ARRAY_ARG, arrayDoc } from '../support/documentation.js';
import { matcher } from '../support/elements.js';
import { makeArray } from './make-array.js';
import { listsOf } from '../support/lists.js';

/**
 * `array_has(array, element)`: whether the element is in the array; NULL for a NULL array or element.
 *
 * Example: `SELECT array_has([1, 2, 3], 2)` is true.
 */
export const arrayHas: ScalarUDF = {
  name: 'array_has',
  aliases: ['list_has', 'array_contains', 'list_contains'],
  signature: arraySignature('Array', 'Element'),
  returnType: () => DataTypes.Boolean,
  invoke({ args: [array, element], rowCount, arena }) {
    if (array!.type.kind === 'Null') return nullVector(DataTypes.Boolean, rowCount);
    const lists = listsOf(array!, arena);
    const equals = matcher(lists, element!, arena);
    const result = new BooleanBuilder(arena, rowCount);
    for (let row = 0; row < rowCount; row++) {
      if (lists.isNull(row) || isNull(element!, row)) {
        result.appendNull();
        continue;
      }
      const end = lists.end(row);
      let at = lists.start(row);
      while (at < end && !equals(at)) at++;
      result.appendBoolean(at < end);
    }
    return result.finish();
  },
  simplify: ([array, element]) => asInList(array!, element!),
  documentation: arrayDoc(
    'Tells whether an array has an element.',
    'array_has(array, element)',
    'SELECT array_has([1, 2, 3], 2)',
    ARRAY_ARG,
    ['element', 'What to look for.'],
  ),
};

/** An array that is the same for all rows, or written as a list of expressions, is searched faster by IN. */
function asInList(array: Expr, element: Expr): Expr | undefined {
  if (array.kind === 'ScalarFunction' && array.func === makeArray) return inList(element, array.args, false);
  if (array.kind !== 'Literal') return undefined;
  const { value, dataType } = array.value;
  if (value === null) return lit(ScalarValue.boolean(null));
  if (dataType.kind !== 'List' && dataType.kind !== 'LargeList') return undefined;
  const elements = value as readonly ScalarValue[];
  return inList(
    element,
    elements.map((item) => lit(item)),
    false,
  );
}
