/**
 * `regr_intercept(expression_y, expression_x)`: Where the line through the pairs meets the y axis. Pairs with a NULL are left out.
 *
 * Example: `SELECT regr_intercept(y, x) FROM (VALUES (1.0, 2.0), (2.0, 5.0)) t(y, x)`.
 */
import type { AggregateUDF } from '@datafusion-ts/expr';
import { regressionFunction } from '../support/regression.js';

/** Where the line through the pairs meets the y axis. */
export const regrIntercept: AggregateUDF = regressionFunction(
  'regr_intercept',
  'Computes the y-intercept of the linear regression line. For the equation (y = kx + b), this function returns b.',
  (p) => (p.count <= 1 || p.varianceX === 0 ? undefined : p.meanY - (p.covariance / p.varianceX) * p.meanX),
);
