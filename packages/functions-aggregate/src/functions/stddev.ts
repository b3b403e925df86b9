/**
 * `stddev(expression)`: the standard deviation of a sample, NULL for fewer than two values; NULL values are left out.
 *
 * Example: `SELECT stddev(x) FROM (VALUES (1.0), (2.0), (4.0)) t(x)`.
 */
import type { AggregateUDF } from '@datafusion-ts/expr';
import { varianceFunction } from '../support/variance-function.js';

/** The standard deviation. */
export const stddev: AggregateUDF = varianceFunction({
  name: 'stddev',
  aliases: ['stddev_samp'],
  type: 'Sample',
  result: Math.sqrt,
  documentation: {
    section: 'Statistical Functions',
    description: 'Returns the standard deviation of a set of numbers.',
    syntax: 'stddev(expression)',
    sqlExample: 'SELECT stddev(price) FROM orders;',
    args: [{ name: 'expression', description: 'What to measure: a constant, column or function.' }],
  },
});
