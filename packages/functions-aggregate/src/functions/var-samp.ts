/**
 * `var(expression)`: the variance of a sample, NULL for fewer than two values; NULL values are left out.
 *
 * Example: `SELECT var(x) FROM (VALUES (1.0), (2.0), (4.0)) t(x)`.
 */
import type { AggregateUDF } from '@datafusion-ts/expr';
import { varianceFunction } from '../support/variance-function.js';

/** The statistical sample variance. */
export const varSamp: AggregateUDF = varianceFunction({
  name: 'var',
  aliases: ['var_sample', 'var_samp'],
  type: 'Sample',
  documentation: {
    section: 'General Functions',
    description: 'Returns the statistical sample variance of a set of numbers.',
    syntax: 'var(expression)',
    sqlExample: 'SELECT var(price) FROM orders;',
    args: [{ name: 'expression', description: 'What to measure: a constant, column or function.' }],
  },
});
