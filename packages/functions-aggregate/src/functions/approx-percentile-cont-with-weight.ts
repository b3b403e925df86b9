/**
 * `approx_percentile_cont_with_weight(weight, percentile [, centroids]) WITHIN GROUP (ORDER BY expression)`: like
 * `approx_percentile_cont`, with every value counting as often as its weight says.
 *
 * Example: `SELECT approx_percentile_cont_with_weight(quantity, 0.5) WITHIN GROUP (ORDER BY price) FROM orders`.
 */
import { NotImplementedError, PlanError } from '@datafusion-ts/common';
import { isInteger, Signature } from '@datafusion-ts/expr-common';
import type { AggregateUDF } from '@datafusion-ts/expr';
import { maxSizeAt, percentileAt } from '../support/percentile-argument.js';
import { digestFields, WeightedDigestAccumulator } from '../support/t-digest-state.js';
import { floatArgument, percentileArgument, sizeArgument } from './approx-percentile-cont.js';

/** The estimated percentile of weighted values. */
export const approxPercentileContWithWeight: AggregateUDF = {
  name: 'approx_percentile_cont_with_weight',
  signature: Signature.oneOf(
    [
      { kind: 'Coercible', coercions: [floatArgument, floatArgument, percentileArgument] },
      { kind: 'Coercible', coercions: [floatArgument, floatArgument, percentileArgument, sizeArgument] },
    ],
    'Immutable',
  ),
  orderSensitivity: 'Insensitive',
  isOrderedSet: true,
  supportsWithinGroup: true,
  supportsNullHandling: false,
  returnType: ([type, , percentile, size]) => {
    const requires = (what: string): PlanError =>
      new PlanError(`approx_percentile_cont_with_weight requires ${what} input types`);
    if (percentile!.kind !== 'Float64') throw requires('float64 percentile');
    if (size !== undefined && !isInteger(size)) throw requires('integer centroids');
    return type!;
  },
  stateFields: digestFields,
  accumulator: (args) => {
    if (args.isDistinct) {
      throw new NotImplementedError('approx_percentile_cont_with_weight(DISTINCT) aggregations are not available');
    }
    return new WeightedDigestAccumulator(
      percentileAt(args, 2, 'APPROX_PERCENTILE_CONT'),
      maxSizeAt(args, 3),
      args.returnType,
    );
  },
  documentation: {
    section: 'Approximate Functions',
    description: 'Returns the weighted approximate percentile of input values using the t-digest algorithm.',
    syntax: 'approx_percentile_cont_with_weight(weight, percentile [, centroids]) WITHIN GROUP (ORDER BY expression)',
    sqlExample: 'SELECT approx_percentile_cont_with_weight(quantity, 0.9) WITHIN GROUP (ORDER BY price) FROM orders;',
    args: [
      { name: 'expression', description: 'Numbers to look at: a constant, column or function.' },
      { name: 'weight', description: 'How much each number counts: a constant, column or function.' },
      { name: 'percentile', description: 'Which percentile: a literal between 0 and 1, inclusive.' },
      { name: 'centroids', description: 'How many centroids the digest may have; default 100.' },
    ],
  },
};
