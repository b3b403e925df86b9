import { DataTypes, ExecutionError } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { arraySignatures, integerReader } from '../support/arguments.js';
import { ARRAY_ARG, arrayDoc } from '../support/documentation.js';
import { matcher } from '../support/elements.js';
import { listsOf } from '../support/lists.js';
import { UInt64Result } from '../support/results.js';

/**
 * `array_position(array, element[, index])`: the first place of an element, from a place on. NULL is found too; the result
 * is NULL when there is no such element.
 *
 * Example: `SELECT array_position([1, 2, 2, 3], 2)` is 2.
 */
export const arrayPosition: ScalarUDF = {
  name: 'array_position',
  aliases: ['list_position', 'array_indexof', 'list_indexof'],
  signature: arraySignatures(['Array', 'Element'], ['Array', 'Element', 'Index']),
  returnType: () => DataTypes.UInt64,
  invoke({ args: [array, element, index], rowCount, arena }) {
    if (array!.type.kind === 'Null') throw new ExecutionError("array_position does not support type 'Null'");
    const lists = listsOf(array!, arena);
    const equals = matcher(lists, element!, arena);
    const from = index === undefined ? undefined : integerReader(index, arena);
    const result = new UInt64Result(rowCount, arena);
    for (let row = 0; row < rowCount; row++) {
      const first = from === undefined ? 1 : startAt(from(row), lists.isNull(row), lists.end(row) - lists.start(row));
      if (lists.isNull(row)) {
        result.setNull(row);
        continue;
      }
      const [start, end] = [lists.start(row), lists.end(row)];
      let at = start + first - 1;
      while (at < end && !equals(at)) at++;
      if (at < end) result.set(row, at - start + 1);
      else result.setNull(row);
    }
    return result.finish();
  },
  documentation: arrayDoc(
    'Gives the first place of an element in an array.',
    'array_position(array, element)\narray_position(array, element, index)',
    'SELECT array_position([1, 2, 2, 3, 1, 4], 2)',
    ARRAY_ARG,
    ['element', 'What to look for.'],
    ['index', 'Place to start at; 1 when left out.'],
  ),
};

/** Checks where to start: inside the array or right behind it. */
function startAt(from: number | undefined, isNull: boolean, length: number): number {
  if (from === undefined) throw new ExecutionError('array_position expected Int64 for start_from, got NULL');
  if (!isNull && (from < 1 || from > length + 1)) throw new ExecutionError(`start_from out of bounds: ${from}`);
  return from;
}
