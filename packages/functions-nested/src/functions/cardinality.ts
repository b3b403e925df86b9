import { DataTypes } from '@datafusion-ts/common';
import { nullVector } from '@datafusion-ts/compute';
import { Signature } from '@datafusion-ts/expr-common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { dimensionReader } from '../support/dimensions.js';
import { ARRAY_ARG, arrayDoc } from '../support/documentation.js';
import { UInt64Result } from '../support/results.js';

/**
 * `cardinality(array)`: the number of elements in all dimensions, which is the product of their sizes (each measured on
 * the first element, as if the array had no gaps); of a map the number of entries.
 *
 * Example: `SELECT cardinality([[1, 2], [3, 4]])` is 4.
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
    const sizesOf = dimensionReader(array!, arena);
    const result = new UInt64Result(rowCount, arena);
    for (let row = 0; row < rowCount; row++) {
      const sizes = sizesOf(row);
      if (sizes === undefined) result.setNull(row);
      else
        result.set(
          row,
          sizes.reduce((product, size) => product * size, 1),
        );
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
