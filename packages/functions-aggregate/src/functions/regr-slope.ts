/**
 * `regr_slope(expression_y, expression_x)`: The slope of the line through the pairs. Pairs with a NULL are left out.
 *
 * Example: `SELECT regr_slope(y, x) FROM (VALUES (1.0, 2.0), (2.0, 5.0)) t(y, x)`.
 */
import type { AggregateUDF } from '@datafusion-ts/expr';
import { regressionFunction } from '../support/regression.js';

/** The slope of the line through the pairs. */
export const regrSlope: AggregateUDF = regressionFunction(
  'regr_slope',
  'Returns the slope of the linear regression line for non-null pairs in aggregate columns. Given input column Y and X: regr_slope(Y, X) returns the slope (k in Y = k*X + b) using minimal RSS fitting.',
  (p) => (p.count <= 1 || p.varianceX === 0 ? undefined : p.covariance / p.varianceX),
);
