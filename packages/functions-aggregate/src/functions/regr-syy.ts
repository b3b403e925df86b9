/**
 * `regr_syy(expression_y, expression_x)`: The sum of squares of y around its mean. Pairs with a NULL are left out.
 *
 * Example: `SELECT regr_syy(y, x) FROM (VALUES (1.0, 2.0), (2.0, 5.0)) t(y, x)`.
 */
import type { AggregateUDF } from '@datafusion-ts/expr';
import { regressionFunction } from '../support/regression.js';

/** The sum of squares of y around its mean. */
export const regrSyy: AggregateUDF = regressionFunction(
  'regr_syy',
  'Computes the sum of squares of the dependent variable.',
  (p) => (p.count < 1 ? undefined : p.m2Y),
);
