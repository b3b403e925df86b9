import { DataTypes } from '@datafusion-ts/common';
import { Signature } from '@datafusion-ts/expr-common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { arrayDoc } from '../support/documentation.js';
import { coerceToFloats, dotProduct, eachPair } from '../support/vector-math.js';

/** `inner_product(a, b)`: the sum of the products of elements at equal places. */
export const innerProduct: ScalarUDF = {
  name: 'inner_product',
  aliases: ['dot_product'],
  signature: Signature.userDefined('Immutable'),
  coerceTypes: (types) => coerceToFloats('inner_product', types, 2),
  returnType: () => DataTypes.Float64,
  invoke: (call) => eachPair('inner_product', call, dotProduct),
  documentation: arrayDoc(
    'Gives the inner product of two arrays of numbers.',
    'inner_product(array1, array2)',
    'SELECT inner_product([1.0, 2.0, 3.0], [4.0, 5.0, 6.0])',
    ['array1', 'Array of numbers.'],
    ['array2', 'Another one of the same length.'],
  ),
};
