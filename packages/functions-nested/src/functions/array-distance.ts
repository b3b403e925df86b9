import { DataTypes, displayType, ExecutionError, PlanError } from '@datafusion-ts/common';
import { mem } from '@datafusion-ts/compute';
import { Signature } from '@datafusion-ts/expr-common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { arrayDoc } from '../support/documentation.js';
import { isListType, type Lists, listsOf } from '../support/lists.js';
import { Float64Result } from '../support/results.js';
import { asFloats, hasNullElement } from '../support/vector-math.js';

/**
 * `array_distance(a, b)`: the Euclidean distance of two points. Of nested arrays the first elements count.
 *
 * Example: `SELECT array_distance([1, 2], [1, 4])` is 2.0.
 */
export const arrayDistance: ScalarUDF = {
  name: 'array_distance',
  aliases: ['list_distance'],
  signature: Signature.userDefined('Immutable'),
  coerceTypes(types) {
    if (types.length !== 2)
      throw new ExecutionError(`array_distance function requires 2 arguments, got ${types.length}`);
    return types.map((type) => {
      if (type.kind === 'Null') return DataTypes.Float64;
      if (!isListType(type)) throw new PlanError(`array_distance does not support type ${displayType(type)}`);
      return asFloats('array_distance', type);
    });
  },
  returnType: () => DataTypes.Float64,
  invoke({ args: [a, b], rowCount, arena }) {
    const [left, right] = [levelsOf(listsOf(a!, arena)), levelsOf(listsOf(b!, arena))];
    const result = new Float64Result(rowCount, arena);
    function levelsOf(lists: Lists): readonly Lists[] {
      return isListType(lists.elements.type) ? [lists, ...levelsOf(listsOf(lists.elements, arena))] : [lists];
    }
    for (let row = 0; row < rowCount; row++) {
      const value = distance(left, right, row);
      if (value === undefined) result.setNull(row);
      else result.set(row, value);
    }
    return result.finish();
  },
  documentation: arrayDoc(
    'Gives the Euclidean distance of two arrays of numbers.',
    'array_distance(array1, array2)',
    'SELECT array_distance([1, 2], [1, 4])',
    ['array1', 'Array of numbers.'],
    ['array2', 'Another one of the same length.'],
  ),
};

function distance(left: readonly Lists[], right: readonly Lists[], row: number): number | undefined {
  const [x, y] = [innermost(left, row), innermost(right, row)];
  if (x === undefined || y === undefined) return undefined;
  const length = x.lists.end(x.row) - x.lists.start(x.row);
  if (length !== y.lists.end(y.row) - y.lists.start(y.row))
    throw new ExecutionError('Both arrays must have the same length');
  if (hasNullElement(x.lists, x.row) || hasNullElement(y.lists, y.row)) return undefined;
  const from = (x.lists.elements.values >>> 3) + x.lists.start(x.row);
  const to = (y.lists.elements.values >>> 3) + y.lists.start(y.row);
  let sum = -0;
  for (let i = 0; i < length; i++) sum += (mem.f64[from + i]! - mem.f64[to + i]!) ** 2;
  return Math.sqrt(sum);
}

/** The first innermost list of a row; undefined when a list on the way is NULL. */
function innermost(levels: readonly Lists[], row: number): { readonly lists: Lists; readonly row: number } | undefined {
  let at = row;
  for (let depth = 0; depth < levels.length; depth++) {
    const lists = levels[depth]!;
    if (lists.isNull(at)) return undefined;
    if (depth === levels.length - 1) return { lists, row: at };
    at = lists.start(at);
  }
  return undefined;
}
