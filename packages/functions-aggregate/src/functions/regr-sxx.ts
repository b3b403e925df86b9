/**
 * `regr_sxx(expression_y, expression_x)`: The sum of squares of x around its mean. Pairs with a NULL are left out.
 *
 * Example: `SELECT regr_sxx(y, x) FROM (VALUES (1.0, 2.0), (2.0, 5.0)) t(y, x)`.
 */
import type { AggregateUDF } from '@datafusion-ts/expr';
import { regressionFunction } from '../support/regression.js';

/** The sum of squares of x around its mean. */
export const regrSxx: AggregateUDF = regressionFunction(
  'regr_sxx',
  'Computes the sum of squares of the independent variable.',
  (p) => (p.count < 1 ? undefined : p.m2X),
);
