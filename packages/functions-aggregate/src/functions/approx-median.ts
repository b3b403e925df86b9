/**
 * `approx_median(expression)`: an estimate of the median, `approx_percentile_cont(0.5)`.
 *
 * Example: `SELECT approx_median(x) FROM (VALUES (1), (2), (3), (4)) t(x)` is 2.5.
 */
import { NotImplementedError } from '@datafusion-ts/common';
import { Signature } from '@datafusion-ts/expr-common';
import type { AggregateUDF } from '@datafusion-ts/expr';
import { DEFAULT_MAX_SIZE } from '../support/t-digest.js';
import { DigestAccumulator, digestFields } from '../support/t-digest-state.js';
import { floatArgument } from './approx-percentile-cont.js';

/** The estimated median. */
export const approxMedian: AggregateUDF = {
  name: 'approx_median',
  signature: Signature.oneOf([{ kind: 'Coercible', coercions: [floatArgument] }], 'Immutable'),
  orderSensitivity: 'Insensitive',
  returnType: ([type]) => type!,
  stateFields: digestFields,
  accumulator: (args) => {
    if (args.isDistinct) throw new NotImplementedError('APPROX_MEDIAN(DISTINCT) aggregations are not available');
    return new DigestAccumulator(0.5, DEFAULT_MAX_SIZE, args.returnType);
  },
  documentation: {
    section: 'Approximate Functions',
    description:
      'Returns the approximate median (50th percentile) of input values. It is an alias of `approx_percentile_cont(0.5) WITHIN GROUP (ORDER BY x)`.',
    syntax: 'approx_median(expression)',
    sqlExample: 'SELECT approx_median(price) FROM orders;',
    args: [{ name: 'expression', description: 'Numbers to look at: a constant, column or function.' }],
  },
};
