/**
 * `regr_avgx(expression_y, expression_x)`: The mean of x. Pairs with a NULL are left out.
 *
 * Example: `SELECT regr_avgx(y, x) FROM (VALUES (1.0, 2.0), (2.0, 5.0)) t(y, x)`.
 */
import type { AggregateUDF } from '@datafusion-ts/expr';
import { regressionFunction } from '../support/regression.js';

/** The mean of x. */
export const regrAvgx: AggregateUDF = regressionFunction(
  'regr_avgx',
  'Computes the average of the independent variable (input) expression_x for the non-null paired data points.',
  (p) => (p.count < 1 ? undefined : p.meanX),
);
