/**
 * `covar_pop(expression1, expression2)`: the population covariance of pairs of numbers; pairs with a NULL are left out.
 *
 * Example: `SELECT covar_pop(x, y) FROM (VALUES (1.0, 2.0), (2.0, 5.0)) t(x, y)`.
 */
import type { AggregateUDF } from '@datafusion-ts/expr';
import { covarianceFunction } from '../support/covariance-function.js';

/** The population covariance. */
export const covarPop: AggregateUDF = covarianceFunction('covar_pop', [], 'Population', {
  section: 'Statistical Functions',
  description: 'Returns the sample covariance of a set of number pairs.',
  syntax: 'covar_samp(expression1, expression2)',
  sqlExample: 'SELECT covar_pop(price, quantity) FROM orders;',
  args: [
    { name: 'expression1', description: 'First number of the pairs.' },
    { name: 'expression2', description: 'Second number of the pairs.' },
  ],
});
