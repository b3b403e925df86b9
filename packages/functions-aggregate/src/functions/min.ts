/**
 * `min(expression)`: the minimum value; NULL when there is none. Works on every type with an order, lists and structs
 * included; NaN is above all numbers.
 *
 * Example: `SELECT min(x) FROM (VALUES (3), (1), (NULL)) t(x)`.
 */
import type { AggregateUDF } from '@datafusion-ts/expr';
import { minMaxFunction } from '../support/min-max-function.js';

/** The minimum. */
export const min: AggregateUDF = minMaxFunction('min', false, {
  section: 'General Functions',
  description: 'Returns the minimum value in the specified column.',
  syntax: 'min(expression)',
  sqlExample: 'SELECT min(price) FROM orders;',
  args: [{ name: 'expression', description: 'What to compare: a constant, column or function.' }],
});
