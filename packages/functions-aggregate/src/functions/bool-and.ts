/**
 * `bool_and(expression)`: true when all of the values that are not NULL are true; NULL when there is none.
 *
 * Example: `SELECT bool_and(x) FROM (VALUES (true), (false)) t(x)`.
 */
import type { AggregateUDF } from '@datafusion-ts/expr';
import { booleanFunction } from '../support/boolean-state.js';

/** Whether all of the values are true. */
export const boolAnd: AggregateUDF = booleanFunction('bool_and', false, {
  section: 'General Functions',
  description: 'Returns true if all non-null input values are true, otherwise false.',
  syntax: 'bool_and(expression)',
  sqlExample: 'SELECT bool_and(active) FROM users;',
  args: [{ name: 'expression', description: 'Booleans to combine: a constant, column or function.' }],
});
