/**
 * `bool_or(expression)`: true when at least one of the values that are not NULL are true; NULL when there is none.
 *
 * Example: `SELECT bool_or(x) FROM (VALUES (true), (false)) t(x)`.
 */
import type { AggregateUDF } from '@datafusion-ts/expr';
import { booleanFunction } from '../support/boolean-state.js';

/** Whether at least one of the values are true. */
export const boolOr: AggregateUDF = booleanFunction('bool_or', true, {
  section: 'General Functions',
  description: 'Returns true if all non-null input values are true, otherwise false.',
  syntax: 'bool_and(expression)',
  sqlExample: 'SELECT bool_or(active) FROM users;',
  args: [{ name: 'expression', description: 'Booleans to combine: a constant, column or function.' }],
});
