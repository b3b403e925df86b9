/**
 * `max(expression)`: the maximum value; NULL when there is none. Works on every type with an order, lists and structs
 * included; NaN is above all numbers.
 *
 * Example: `SELECT max(x) FROM (VALUES (3), (1), (NULL)) t(x)`.
 */
import type { AggregateUDF } from '@datafusion-ts/expr';
import { minMaxFunction } from '../support/min-max-function.js';

/** The maximum. */
export const max: AggregateUDF = minMaxFunction('max', true, {
  section: 'General Functions',
  description: 'Returns the maximum value in the specified column.',
  syntax: 'max(expression)',
  sqlExample: 'SELECT max(price) FROM orders;',
  args: [{ name: 'expression', description: 'What to compare: a constant, column or function.' }],
});
