import { DataTypes, ExecutionError } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { arraySignatures, integerReader } from '../support/arguments.js';
import { ARRAY_ARG, arrayDoc } from '../support/documentation.js';
import { listsOf } from '../support/lists.js';
import { dimensionReader } from '../support/dimensions.js';
import { UInt64Result } from '../support/results.js';

/**
 * `array_length(array[, dimension])`: the number of elements, in the first dimension or, following first elements, in a
 * deeper one. NULL for dimensions that the array does not have.
 *
 * Example: `SELECT array_length([[1, 2, 3], [4]], 2)` is 3.
 */
export const arrayLength: ScalarUDF = {
  name: 'array_length',
  aliases: ['list_length'],
  signature: arraySignatures(['Array'], ['Array', 'Index']),
  returnType: () => DataTypes.UInt64,
  invoke({ args: [array, dimension], rowCount, arena }) {
    if (array!.type.kind === 'Null') throw new ExecutionError("array_length does not support type 'Null'");
    const result = new UInt64Result(rowCount, arena);
    if (dimension === undefined) {
      const lists = listsOf(array!, arena);
      for (let row = 0; row < rowCount; row++) {
        if (lists.isNull(row)) result.setNull(row);
        else result.set(row, lists.end(row) - lists.start(row));
      }
      return result.finish();
    }
    const dimensions = dimensionReader(array!, arena);
    const wanted = integerReader(dimension, arena);
    for (let row = 0; row < rowCount; row++) {
      const at = wanted(row);
      const length = at === undefined || at < 1 ? undefined : dimensions(row)?.[at - 1];
      if (length === undefined) result.setNull(row);
      else result.set(row, length);
    }
    return result.finish();
  },
  documentation: arrayDoc(
    'Gives the number of elements of an array, in one of its dimensions.',
    'array_length(array, dimension)',
    'SELECT array_length([1, 2, 3, 4, 5], 1)',
    ARRAY_ARG,
    ['dimension', 'Dimension to measure; 1 when left out.'],
  ),
};
