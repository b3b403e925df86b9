/**
 * `last_value(expression [ORDER BY …])`: the value of the last row in the given order, in that of the input when there is
 * none; NULL without rows. IGNORE NULLS passes over rows whose value is NULL.
 *
 * Example: `SELECT last_value(x ORDER BY y) FROM (VALUES (1, 2), (3, 1)) t(x, y)`.
 */
export { lastValue } from '../support/first-last-functions.js';
