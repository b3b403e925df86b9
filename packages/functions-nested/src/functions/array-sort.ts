import { DataTypes, ExecutionError } from '@datafusion-ts/common';
import {
  type ColumnVector,
  flatVector,
  getScalar,
  isNull,
  nullVector,
  sortIndices,
  takeVector,
} from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { arraySignatures } from '../support/arguments.js';
import { compactElements } from '../support/compact.js';
import { ARRAY_ARG, arrayDoc } from '../support/documentation.js';
import { listsOf, listVector } from '../support/lists.js';

/**
 * `array_sort(array[, order[, nulls]])`: the elements in order, NULLs first unless said otherwise. All lists are sorted at
 * once, by row and then by element. Order and place of NULLs are the same for all rows: those of the first.
 *
 * Example: `SELECT array_sort([3, 1, 2], 'DESC')` is [3, 2, 1].
 */
export const arraySort: ScalarUDF = {
  name: 'array_sort',
  aliases: ['list_sort'],
  signature: arraySignatures(['Array'], ['Array', 'String'], ['Array', 'String', 'String']),
  returnType: ([array]) => array!,
  invoke({ args: [array, order, nulls], rowCount, returnField: { dataType }, arena }) {
    if (dataType.kind === 'Null' || rowCount === 0) return nullVector(dataType, rowCount);
    if ([order, nulls].some((arg) => arg !== undefined && isNull(arg, 0))) return nullVector(dataType, rowCount);
    const options = {
      descending: choice(order, 'ASC', 'DESC', 'the second parameter of array_sort expects DESC or ASC'),
      nullsFirst: !choice(
        nulls,
        'NULLS FIRST',
        'NULLS LAST',
        'the third parameter of array_sort expects NULLS FIRST or NULLS LAST',
      ),
    };
    const lists = listsOf(array!, arena);
    const { offsets, elements, rows, total } = compactElements(lists, arena);
    const line = flatVector(DataTypes.UInt32, total, { values: rows, width: 4 });
    const sorted = sortIndices([line, elements], [{ descending: false, nullsFirst: true }, options], undefined, arena);
    return listVector(dataType, rowCount, offsets, takeVector(elements, sorted, total, arena), lists);
  },
  documentation: arrayDoc(
    'Sorts the elements of an array.',
    'array_sort(array, desc, nulls_first)',
    'SELECT array_sort([3, 1, 2])',
    ARRAY_ARG,
    ['desc', 'Direction: `ASC` or `DESC`.'],
    ['nulls_first', 'Place of NULLs: `NULLS FIRST` or `NULLS LAST`.'],
  ),
};

/** False for the first word (also when nothing is given), true for the second. */
function choice(arg: ColumnVector | undefined, no: string, yes: string, message: string): boolean {
  if (arg === undefined) return false;
  const word = String(getScalar(arg, 0).value).toUpperCase();
  if (word !== no && word !== yes) throw new ExecutionError(message);
  return word === yes;
}
