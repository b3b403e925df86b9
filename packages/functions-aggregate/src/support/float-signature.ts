import { DataTypes } from '@datafusion-ts/common';
import { Signature } from '@datafusion-ts/expr-common';

/** One double. */
export const oneFloat = (): Signature => Signature.exact([DataTypes.Float64], 'Immutable');

/** Two doubles. */
export const twoFloats = (): Signature => Signature.exact([DataTypes.Float64, DataTypes.Float64], 'Immutable');
