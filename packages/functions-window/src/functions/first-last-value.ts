/**
 * `first_value(expression)` and `last_value(expression)`: the value at the first or last row of the frame, NULL when the
 * frame is empty. IGNORE NULLS takes the first or last row with a value.
 *
 * They are in one file because each is the other over reversed input.
 */
import type { WindowUDF } from '@datafusion-ts/expr';
import { frameRowField, upToAny } from '../support/frame-field.js';
import { nthRowEvaluator } from '../support/nth-row.js';

/** The value at the first row of the frame. */
export const firstValue: WindowUDF = {
  name: 'first_value',
  signature: upToAny(1),
  field: ({ name, inputFields }) => frameRowField(name, inputFields),
  rowsAhead: () => 0,
  partitionEvaluator: ({ ignoreNulls }) => nthRowEvaluator(1, ignoreNulls),
  reverseExpr: () => lastValue,
  documentation: {
    section: 'Analytical Functions',
    description: 'Returns value evaluated at the row that is the first row of the window frame.',
    syntax: 'first_value(expression)',
    args: [{ name: 'expression', description: 'The value to give.' }],
    sqlExample: 'SELECT day, price / first_value(price) OVER (ORDER BY day) AS growth FROM prices;',
  },
};

/** The value at the last row of the frame. */
export const lastValue: WindowUDF = {
  name: 'last_value',
  signature: upToAny(1),
  field: ({ name, inputFields }) => frameRowField(name, inputFields),
  rowsAhead: () => 0,
  partitionEvaluator: ({ ignoreNulls }) => nthRowEvaluator(-1, ignoreNulls),
  reverseExpr: () => firstValue,
  documentation: {
    section: 'Analytical Functions',
    description: 'Returns value evaluated at the row that is the last row of the window frame.',
    syntax: 'last_value(expression)',
    args: [{ name: 'expression', description: 'The value to give.' }],
    sqlExample:
      'SELECT day, last_value(price) OVER (ORDER BY day ROWS BETWEEN CURRENT ROW AND 6 FOLLOWING) FROM prices;',
  },
};
