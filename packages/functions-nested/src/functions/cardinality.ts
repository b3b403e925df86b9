import { DataTypes, type DataType } from '@datafusion-ts/common';
import { type Arena, type ColumnVector, flatten, nullVector } from '@datafusion-ts/compute';
import { Signature } from '@datafusion-ts/expr-common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { ARRAY_ARG, arrayDoc } from '../support/documentation.js';
import { isListType, type Lists, listsOf } from '../support/lists.js';
import { UInt64Result } from '../support/results.js';

/**
 * `cardinality(array)`: the number of elements in all dimensions; of a map the number of entries.
 *
 * Example: `SELECT cardinality([[1, 2], [3]])` is 3.
 */
export const cardinality: ScalarUDF = {
  name: 'cardinality',
  signature: Signature.oneOf(
    [
      { kind: 'ArraySignature', signature: { kind: 'Array', arguments: ['Array'], fixedSizeListToList: true } },
      { kind: 'ArraySignature', signature: { kind: 'MapArray' } },
    ],
    'Immutable',
  ),
  returnType: () => DataTypes.UInt64,
  invoke({ args: [array], rowCount, arena }) {
    if (array!.type.kind === 'Null') return nullVector(DataTypes.UInt64, rowCount);
    const levels = levelsOf(array!, arena);
    const result = new UInt64Result(rowCount, arena);
    const [first] = levels;
    for (let row = 0; row < rowCount; row++) {
      if (first!.isNull(row)) result.setNull(row);
      else result.set(row, countAt(levels, 0, row));
    }
    return result.finish();
  },
  documentation: arrayDoc(
    'Gives the number of elements of an array, counted through all dimensions.',
    'cardinality(array)',
    'SELECT cardinality([[1, 2, 3, 4], [5, 6, 7, 8]])',
    ARRAY_ARG,
  ),
};

/** The lists of all dimensions; a map has one. */
function levelsOf(array: ColumnVector, arena: Arena): readonly Lists[] {
  const levels: Lists[] = [];
  let column: ColumnVector = flatten(array, arena);
  const isLevel = (type: DataType): boolean => isListType(type) || (type.kind === 'Map' && levels.length === 0);
  while (isLevel(column.type)) {
    const lists = listsOf(column, arena);
    levels.push(lists);
    column = lists.elements;
  }
  return levels;
}

function countAt(levels: readonly Lists[], depth: number, row: number): number {
  const level = levels[depth]!;
  if (level.isNull(row)) return 0;
  if (depth === levels.length - 1) return level.end(row) - level.start(row);
  let total = 0;
  for (let element = level.start(row); element < level.end(row); element++) total += countAt(levels, depth + 1, element);
  return total;
}
