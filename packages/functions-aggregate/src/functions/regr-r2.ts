/**
 * `regr_r2(expression_y, expression_x)`: The square of the coefficient of correlation. Pairs with a NULL are left out.
 *
 * Example: `SELECT regr_r2(y, x) FROM (VALUES (1.0, 2.0), (2.0, 5.0)) t(y, x)`.
 */
import type { AggregateUDF } from '@datafusion-ts/expr';
import { regressionFunction } from '../support/regression.js';

/** The square of the coefficient of correlation. */
export const regrR2: AggregateUDF = regressionFunction(
  'regr_r2',
  'Computes the square of the correlation coefficient between the independent and dependent variables.',
  (p) =>
    p.count <= 1 || p.varianceX === 0 || p.varianceY === 0
      ? undefined
      : (p.covariance * p.covariance) / (p.varianceX * p.varianceY),
);
