/**
 * `approx_percentile_cont(percentile [, centroids]) WITHIN GROUP (ORDER BY expression)`: an estimate of the percentile by
 * a t-digest of at most `centroids` (default 100) centroids. Also written `approx_percentile_cont(expression, percentile)`.
 *
 * Example: `SELECT approx_percentile_cont(0.75) WITHIN GROUP (ORDER BY x) FROM t`.
 */
import { PlanError } from '@datafusion-ts/common';
import {
  coerceImplicit,
  isInteger,
  NativeTypes,
  Signature,
  TypeClasses,
  type Coercion,
} from '@datafusion-ts/expr-common';
import type { AggregateUDF } from '@datafusion-ts/expr';
import { maxSizeAt, percentileAt } from '../support/percentile-argument.js';
import { DigestAccumulator, digestFields } from '../support/t-digest-state.js';

const { float, numeric, integer, native } = TypeClasses;

/** A number, as a float. */
export const floatArgument: Coercion = coerceImplicit(float, [numeric], NativeTypes.Float64);
/** A percentile. */
export const percentileArgument: Coercion = coerceImplicit(native(NativeTypes.Float64), [numeric], NativeTypes.Float64);
/** A number of centroids. */
export const sizeArgument: Coercion = coerceImplicit(integer, [numeric], NativeTypes.Int64);

/** The estimated percentile. */
export const approxPercentileCont: AggregateUDF = {
  name: 'approx_percentile_cont',
  signature: Signature.oneOf(
    [
      { kind: 'Coercible', coercions: [floatArgument, percentileArgument] },
      { kind: 'Coercible', coercions: [floatArgument, percentileArgument, sizeArgument] },
    ],
    'Immutable',
  ),
  orderSensitivity: 'Insensitive',
  isOrderedSet: true,
  supportsWithinGroup: true,
  supportsNullHandling: false,
  returnType: ([type, , size]) => {
    if (size !== undefined && !isInteger(size))
      throw new PlanError('approx_percentile_cont requires integer centroids input types');
    return type!;
  },
  stateFields: digestFields,
  accumulator: (args) =>
    new DigestAccumulator(percentileAt(args, 1, 'APPROX_PERCENTILE_CONT'), maxSizeAt(args, 2), args.returnType),
  documentation: {
    section: 'Approximate Functions',
    description: 'Returns the approximate percentile of input values using the t-digest algorithm.',
    syntax: 'approx_percentile_cont(percentile [, centroids]) WITHIN GROUP (ORDER BY expression)',
    sqlExample: 'SELECT approx_percentile_cont(0.75, 100) WITHIN GROUP (ORDER BY price) FROM orders;',
    args: [
      { name: 'expression', description: 'Numbers to look at: a constant, column or function.' },
      { name: 'percentile', description: 'Which percentile: a literal between 0 and 1, inclusive.' },
      { name: 'centroids', description: 'How many centroids the digest may have; default 100.' },
    ],
  },
};
