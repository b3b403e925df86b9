/** States of statistics: one row of a count and doubles. */
import { ScalarValue } from '@datafusion-ts/common';
import { getScalar, type ColumnVector } from '@datafusion-ts/compute';
import { toNumber } from './read-values.js';

/** Numbers of a row of state columns; NULLs are 0. */
export function stateRow(states: readonly ColumnVector[], row: number): readonly number[] {
  return states.map((column) => {
    const { value } = getScalar(column, row);
    return value === null ? 0 : toNumber(value);
  });
}

/** A count and doubles as state scalars. */
export const stateScalars = (count: number, floats: readonly number[]): readonly ScalarValue[] => [
  ScalarValue.uint64(BigInt(count)),
  ...floats.map((value) => ScalarValue.float64(value)),
];
