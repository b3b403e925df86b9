/**
 * `stddev_pop(expression)`: the standard deviation of a population, 0 for one value; NULL values are left out.
 *
 * Example: `SELECT stddev_pop(x) FROM (VALUES (1.0), (2.0), (4.0)) t(x)`.
 */
import type { AggregateUDF } from '@datafusion-ts/expr';
import { varianceFunction } from '../support/variance-function.js';

/** The population standard deviation. */
export const stddevPop: AggregateUDF = varianceFunction({
  name: 'stddev_pop',
  aliases: [],
  type: 'Population',
  result: Math.sqrt,
  documentation: {
    section: 'Statistical Functions',
    description: 'Returns the population standard deviation of a set of numbers.',
    syntax: 'stddev_pop(expression)',
    sqlExample: 'SELECT stddev_pop(price) FROM orders;',
    args: [{ name: 'expression', description: 'What to measure: a constant, column or function.' }],
  },
});
