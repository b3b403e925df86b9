/**
 * `regr_count(expression_y, expression_x)`: The number of pairs. Pairs with a NULL are left out.
 *
 * Example: `SELECT regr_count(y, x) FROM (VALUES (1.0, 2.0), (2.0, 5.0)) t(y, x)`.
 */
import { DataTypes } from '@datafusion-ts/common';
import type { AggregateUDF } from '@datafusion-ts/expr';
import { regressionFunction } from '../support/regression.js';

/** The number of pairs. */
export const regrCount: AggregateUDF = regressionFunction(
  'regr_count',
  'Counts the number of non-null paired data points.',
  (p) => p.count,
  DataTypes.UInt64,
);
