import { DataTypes } from '@datafusion-ts/common';
import { isNull } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { arraySignature } from '../support/arguments.js';
import { ARRAY_ARG, arrayDoc } from '../support/documentation.js';
import { listDepth } from '../support/nesting.js';
import { UInt64Result } from '../support/results.js';

/** `array_ndims(array)`: the number of dimensions, which the type tells; `array_ndims([[2, 3]])` is 2. */
export const arrayNdims: ScalarUDF = {
  name: 'array_ndims',
  aliases: ['list_ndims'],
  signature: arraySignature('Array'),
  returnType: () => DataTypes.UInt64,
  invoke({ args: [array], rowCount, arena }) {
    const depth = listDepth(array!.type);
    const result = new UInt64Result(rowCount, arena);
    for (let row = 0; row < rowCount; row++) {
      if (isNull(array!, row)) result.setNull(row);
      else result.set(row, depth);
    }
    return result.finish();
  },
  documentation: arrayDoc(
    'Gives the number of dimensions of an array.',
    'array_ndims(array, element)',
    'SELECT array_ndims([[1, 2, 3], [4, 5, 6]])',
    ARRAY_ARG,
  ),
};
