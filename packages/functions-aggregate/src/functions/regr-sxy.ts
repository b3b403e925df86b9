/**
 * `regr_sxy(expression_y, expression_x)`: The sum of products of x and y around their means. Pairs with a NULL are left out.
 *
 * Example: `SELECT regr_sxy(y, x) FROM (VALUES (1.0, 2.0), (2.0, 5.0)) t(y, x)`.
 */
import type { AggregateUDF } from '@datafusion-ts/expr';
import { regressionFunction } from '../support/regression.js';

/** The sum of products of x and y around their means. */
export const regrSxy: AggregateUDF = regressionFunction(
  'regr_sxy',
  'Computes the sum of products of paired data points.',
  (p) => (p.count < 1 ? undefined : p.constant),
);
