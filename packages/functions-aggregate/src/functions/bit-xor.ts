/**
 * `bit_xor(expression)`: the bitwise exclusive OR of all integers that are not NULL; NULL when there is none.
 *
 * Example: `SELECT bit_xor(x) FROM (VALUES (5), (6)) t(x)`.
 */
import type { AggregateUDF } from '@datafusion-ts/expr';
import { bitwiseFunction } from '../support/bitwise.js';

/** The bitwise exclusive OR. */
export const bitXor: AggregateUDF = bitwiseFunction('bit_xor', 'xor', {
  section: 'General Functions',
  description: 'Computes the bitwise exclusive OR of all non-null input values.',
  syntax: 'bit_xor(expression)',
  sqlExample: 'SELECT bit_xor(flags) FROM events;',
  args: [{ name: 'expression', description: 'Integers to combine: a constant, column or function.' }],
});
