import { DataTypes, ExecutionError, listItem } from '@datafusion-ts/common';
import { ListBuilder, type BigIntBuilder } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { arraySignature } from '../support/arguments.js';
import { dimensionReader } from '../support/dimensions.js';
import { ARRAY_ARG, arrayDoc } from '../support/documentation.js';

/** `array_dims(array)`: the size of each dimension; `array_dims([[1, 2, 3], [4, 5, 6]])` is [2, 3]. */
export const arrayDims: ScalarUDF = {
  name: 'array_dims',
  aliases: ['list_dims'],
  signature: arraySignature('Array'),
  returnType: () => DataTypes.list(listItem(DataTypes.UInt64)),
  invoke({ args: [array], rowCount, returnField, arena }) {
    if (array!.type.kind === 'Null') throw new ExecutionError('array_dims does not support type Null');
    const dimensions = dimensionReader(array!, arena);
    const result = new ListBuilder(returnField.dataType, arena, rowCount);
    for (let row = 0; row < rowCount; row++) {
      const sizes = dimensions(row);
      if (sizes === undefined || sizes[0] === 0) result.appendNull();
      else {
        for (const size of sizes) (result.elements as BigIntBuilder).appendBigInt(BigInt(size));
        result.closeList();
      }
    }
    return result.finish();
  },
  documentation: arrayDoc(
    'Gives the sizes of the dimensions of an array.',
    'array_dims(array)',
    'SELECT array_dims([[1, 2, 3], [4, 5, 6]])',
    ARRAY_ARG,
  ),
};
