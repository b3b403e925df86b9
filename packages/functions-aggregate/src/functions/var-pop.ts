/**
 * `var_pop(expression)`: the variance of a population, 0 for one value; NULL values are left out.
 *
 * Example: `SELECT var_pop(x) FROM (VALUES (1.0), (2.0), (4.0)) t(x)`.
 */
import type { AggregateUDF } from '@datafusion-ts/expr';
import { varianceFunction } from '../support/variance-function.js';

/** The statistical population variance. */
export const varPop: AggregateUDF = varianceFunction({
  name: 'var_pop',
  aliases: ['var_population'],
  type: 'Population',
  documentation: {
    section: 'General Functions',
    description: 'Returns the statistical population variance of a set of numbers.',
    syntax: 'var_pop(expression)',
    sqlExample: 'SELECT var_pop(price) FROM orders;',
    args: [{ name: 'expression', description: 'What to measure: a constant, column or function.' }],
  },
});
