/**
 * `bit_and(expression)`: the bitwise AND of all integers that are not NULL; NULL when there is none.
 *
 * Example: `SELECT bit_and(x) FROM (VALUES (5), (6)) t(x)`.
 */
import type { AggregateUDF } from '@datafusion-ts/expr';
import { bitwiseFunction } from '../support/bitwise.js';

/** The bitwise AND. */
export const bitAnd: AggregateUDF = bitwiseFunction('bit_and', 'and', {
  section: 'General Functions',
  description: 'Computes the bitwise AND of all non-null input values.',
  syntax: 'bit_and(expression)',
  sqlExample: 'SELECT bit_and(flags) FROM events;',
  args: [{ name: 'expression', description: 'Integers to combine: a constant, column or function.' }],
});
