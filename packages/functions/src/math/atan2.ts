import { DataTypes } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { numberReader } from '../utils/readers.js';
import { numberRows } from '../utils/rows.js';
import { floatTypeOf } from './float-function.js';

/** `atan2(y, x)`: the angle of the point (x, y). */
export const atan2: ScalarUDF = {
  name: 'atan2',
  signature: Signature.oneOf(
    [
      { kind: 'Exact', types: [DataTypes.Float32, DataTypes.Float32] },
      { kind: 'Exact', types: [DataTypes.Float64, DataTypes.Float64] },
    ],
    'Immutable',
  ),
  returnType: ([type]) => floatTypeOf(type),
  invoke: (call) =>
    numberRows(call, ([y, x], arena) => {
      const [readY, readX] = [numberReader(y!, arena), numberReader(x!, arena)];
      return (row) => {
        const [a, b] = [readY(row), readX(row)];
        return a === null || b === null ? null : Math.atan2(a, b);
      };
    }),
  documentation: doc(
    Sections.math,
    'Gives the arc tangent of y / x in the quadrant of the point (x, y).',
    'atan2(expression_y, expression_x)',
    'SELECT atan2(1, 1)',
    [
      ['expression_y', 'A number.'],
      ['expression_x', 'A number.'],
    ],
  ),
};
