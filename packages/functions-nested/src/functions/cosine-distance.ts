import { DataTypes } from '@datafusion-ts/common';
import { Signature } from '@datafusion-ts/expr-common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { arrayDoc } from '../support/documentation.js';
import { coerceToFloats, dotProduct, eachPair } from '../support/vector-math.js';

/** `cosine_distance(a, b)`: 1 minus the cosine of the angle between two vectors; NULL when one has no direction. */
export const cosineDistance: ScalarUDF = {
  name: 'cosine_distance',
  signature: Signature.userDefined('Immutable'),
  coerceTypes: (types) => coerceToFloats('cosine_distance', types, 2),
  returnType: () => DataTypes.Float64,
  invoke: (call) =>
    eachPair('cosine_distance', call, (x, y, length) => {
      const [a, b] = [dotProduct(x, x, length), dotProduct(y, y, length)];
      return a === 0 || b === 0 ? undefined : 1 - dotProduct(x, y, length) / (Math.sqrt(a) * Math.sqrt(b));
    }),
  documentation: arrayDoc(
    'Gives the cosine distance of two arrays of numbers.',
    'cosine_distance(array1, array2)',
    'SELECT cosine_distance([1.0, 0.0], [0.0, 1.0])',
    ['array1', 'Array of numbers.'],
    ['array2', 'Another one of the same length.'],
  ),
};
