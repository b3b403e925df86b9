import { DataTypes } from '@datafusion-ts/common';
import { flatten, isNull, listRange } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, numberRows } from '@datafusion-ts/functions';
import { neverNull } from '../support/result-fields.js';

/**
 * `size(x)`: the number of elements of an array or of entries of a map; -1, not NULL, when there is none.
 *
 * Example: `SELECT size([1, 2, 3])` is 3.
 */
export const size: ScalarUDF = {
  name: 'size',
  signature: Signature.oneOf(
    [
      { kind: 'ArraySignature', signature: { kind: 'Array', arguments: ['Array'], fixedSizeListToList: false } },
      { kind: 'ArraySignature', signature: { kind: 'MapArray' } },
    ],
    'Immutable',
  ),
  returnField: neverNull('size', () => DataTypes.Int32),
  invoke: (call) =>
    numberRows(
      call,
      ([value], arena) => {
        const flat = flatten(value!, arena);
        return (row) => {
          if (isNull(flat, row)) return -1;
          const { start, end } = listRange(flat, row);
          return end - start;
        };
      },
      'values',
    ),
  documentation: doc(
    'Array Functions',
    'Gives the number of elements of an array or entries of a map, -1 for NULL.',
    'size(expr)',
    'SELECT size([1, 2, 3])',
    [['expr', 'An array or a map.']],
  ),
};
