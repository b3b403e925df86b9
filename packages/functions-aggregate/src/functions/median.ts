/**
 * `median(expression)`: the middle one of the sorted values, or the mean of the two in the middle (cut off for
 * decimals); NULL when there is none.
 *
 * Example: `SELECT median(x) FROM (VALUES (1), (4), (2)) t(x)` is 2.0.
 */
import { NotImplementedError, displayType, type DataType } from '@datafusion-ts/common';
import {
  coerceExact,
  coerceImplicit,
  isDecimal,
  isFloating,
  NativeTypes,
  Signature,
  TypeClasses,
  type Accumulator,
  type AccumulatorArgs,
} from '@datafusion-ts/expr-common';
import type { AggregateUDF } from '@datafusion-ts/expr';
import { DistinctPercentileAccumulator, PercentileAccumulator, type Picker } from '../support/exact-percentile.js';
import { makePercentileGroups } from '../support/make-percentile-groups.js';
import { listField } from '../support/state-fields.js';

const { decimal, float, integer, native } = TypeClasses;

/** The median. */
export const median: AggregateUDF = {
  name: 'median',
  signature: Signature.oneOf(
    [
      { kind: 'Coercible', coercions: [coerceExact(decimal)] },
      { kind: 'Coercible', coercions: [coerceExact(float)] },
      { kind: 'Coercible', coercions: [coerceImplicit(native(NativeTypes.Float64), [integer], NativeTypes.Float64)] },
    ],
    'Immutable',
  ),
  orderSensitivity: 'Insensitive',
  returnType: ([type]) => type!,
  stateFields: (args) => [
    listField(args, args.isDistinct ? 'distinct_median' : 'median', args.inputFields[0]!.dataType),
  ],
  accumulator: makeMedian,
  slidingAccumulator: makeMedian,
  keepsRows: true,
  groupsAccumulator: (args) => {
    const type = args.inputTypes[0]!;
    if (args.isDistinct || !(isDecimal(type) || isFloating(type))) return undefined;
    return makePercentileGroups(type, middle(type), args.charge);
  },
  documentation: {
    section: 'General Functions',
    description: 'Returns the median value in the specified column.',
    syntax: 'median(expression)',
    sqlExample: 'SELECT median(price) FROM orders;',
    args: [{ name: 'expression', description: 'Numbers to look at: a constant, column or function.' }],
  },
};

function makeMedian(args: AccumulatorArgs): Accumulator {
  const type = args.inputTypes[0]!;
  if (!isDecimal(type) && !isFloating(type)) {
    throw new NotImplementedError(`MedianAccumulator not supported for ${args.name} with ${displayType(type)}`);
  }
  const pick = middle(type);
  return args.isDistinct ? new DistinctPercentileAccumulator(type, pick) : new PercentileAccumulator(type, pick);
}

/** Floats of less than 64 bits are rounded after every step. */
const middle =
  (type: DataType): Picker =>
  (count, at) => {
    const half = count >>> 1;
    const upper = at(half);
    if (count % 2 === 1) return upper;
    const lower = at(half - 1);
    if (typeof upper === 'bigint') return ((lower as bigint) + upper) / 2n;
    const sum = (lower as number) + upper;
    return type.kind === 'Float32' ? Math.fround(Math.fround(sum) / 2) : sum / 2;
  };
