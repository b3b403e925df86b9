/**
 * `regr_avgy(expression_y, expression_x)`: The mean of y. Pairs with a NULL are left out.
 *
 * Example: `SELECT regr_avgy(y, x) FROM (VALUES (1.0, 2.0), (2.0, 5.0)) t(y, x)`.
 */
import type { AggregateUDF } from '@datafusion-ts/expr';
import { regressionFunction } from '../support/regression.js';

/** The mean of y. */
export const regrAvgy: AggregateUDF = regressionFunction(
  'regr_avgy',
  'Computes the average of the dependent variable (output) expression_y for the non-null paired data points.',
  (p) => (p.count < 1 ? undefined : p.meanY),
);
