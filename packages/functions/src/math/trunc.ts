import { DataTypes } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { risingIn } from '../utils/ordering.js';
import { numberReader } from '../utils/readers.js';
import { numberRows } from '../utils/rows.js';
import { floatTypeOf, mapFloats } from './float-function.js';

/** Digits behind `places` cut off. */
function cut(x: number, places: number): number {
  if (places === 0) return Math.trunc(x);
  const factor = 10 ** places;
  return Math.trunc(x * factor) / factor;
}

/** `trunc(3.14159, 2)` is 3.14. */
export const trunc: ScalarUDF = {
  name: 'trunc',
  signature: Signature.oneOf(
    [
      { kind: 'Exact', types: [DataTypes.Float32, DataTypes.Int64] },
      { kind: 'Exact', types: [DataTypes.Float64, DataTypes.Int64] },
      { kind: 'Exact', types: [DataTypes.Float64] },
      { kind: 'Exact', types: [DataTypes.Float32] },
    ],
    'Immutable',
  ),
  returnType: ([type]) => floatTypeOf(type),
  invoke: (call) => {
    if (call.args.length === 1) return mapFloats(call, Math.trunc);
    return numberRows(call, ([column, places], arena) => {
      const [read, readPlaces] = [numberReader(column!, arena), numberReader(places!, arena)];
      return (row) => {
        const [x, n] = [read(row), readPlaces(row)];
        return x === null || n === null ? null : cut(x, n);
      };
    });
  },
  outputOrdering: risingIn(0),
  documentation: doc(
    Sections.math,
    'Cuts a number off behind so many decimal places, 0 when not given.',
    'trunc(numeric_expression[, decimal_places])',
    'SELECT trunc(42.738, 2)',
    [
      ['numeric_expression', 'Number to cut.'],
      ['decimal_places', 'Places to keep; negative ones cut before the point.'],
    ],
  ),
};
