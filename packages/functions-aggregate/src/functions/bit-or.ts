/**
 * `bit_or(expression)`: the bitwise OR of all integers that are not NULL; NULL when there is none.
 *
 * Example: `SELECT bit_or(x) FROM (VALUES (5), (6)) t(x)`.
 */
import type { AggregateUDF } from '@datafusion-ts/expr';
import { bitwiseFunction } from '../support/bitwise.js';

/** The bitwise OR. */
export const bitOr: AggregateUDF = bitwiseFunction('bit_or', 'or', {
  section: 'General Functions',
  description: 'Computes the bitwise OR of all non-null input values.',
  syntax: 'bit_or(expression)',
  sqlExample: 'SELECT bit_or(flags) FROM events;',
  args: [{ name: 'expression', description: 'Integers to combine: a constant, column or function.' }],
});
