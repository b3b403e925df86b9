/**
 * `percentile_cont(percentile) WITHIN GROUP (ORDER BY expression)`: the exact percentile, interpolated between the two
 * values next to it (to a millionth of their distance); NULL when there is no value. Also written
 * `percentile_cont(expression, percentile)`. The ends of the range are `min` and `max`.
 *
 * Example: `SELECT percentile_cont(0.75) WITHIN GROUP (ORDER BY x) FROM t`.
 */
import type { DataType } from '@datafusion-ts/common';
import {
  coerceImplicit,
  NativeTypes,
  Signature,
  TypeClasses,
  type Accumulator,
  type AccumulatorArgs,
} from '@datafusion-ts/expr-common';
import { aggregateFunction, type AggregateFunction, type AggregateUDF, type Expr } from '@datafusion-ts/expr';
import { DataTypes } from '@datafusion-ts/common';
import { DistinctPercentileAccumulator, PercentileAccumulator, type Picker } from '../support/exact-percentile.js';
import { percentileAt } from '../support/percentile-argument.js';
import { makePercentileGroups } from '../support/make-percentile-groups.js';
import { listField } from '../support/state-fields.js';
import { max } from './max.js';
import { min } from './min.js';
import { percentileArgument } from './approx-percentile-cont.js';

/** Parts into which the distance of two neighbours is divided. */
const STEPS = 1_000_000;

/** The exact percentile. */
export const percentileCont: AggregateUDF = {
  name: 'percentile_cont',
  aliases: ['quantile_cont'],
  signature: Signature.coercible(
    [coerceImplicit(TypeClasses.float, [TypeClasses.numeric], NativeTypes.Float64), percentileArgument],
    'Immutable',
  ).withParameterNames(['expr', 'percentile']),
  orderSensitivity: 'Insensitive',
  isOrderedSet: true,
  supportsWithinGroup: true,
  supportsNullHandling: false,
  returnType: ([type]) => (type!.kind === 'Null' ? DataTypes.Float64 : type!),
  stateFields: (args) => [
    listField(args, args.isDistinct ? 'distinct_percentile_cont' : 'percentile_cont', args.inputFields[0]!.dataType),
  ],
  accumulator: makePercentile,
  slidingAccumulator: makePercentile,
  keepsRows: true,
  groupsAccumulator: (args) => {
    if (args.isDistinct) return undefined;
    const type = args.inputTypes[0]!;
    return makePercentileGroups(type, interpolate(percentileAt(args, 1, 'PERCENTILE_CONT'), type), args.charge);
  },
  simplify: endsToMinMax,
  documentation: {
    section: 'General Functions',
    description: 'Returns the exact percentile of input values, interpolating between values if needed.',
    syntax: 'percentile_cont(percentile) WITHIN GROUP (ORDER BY expression)',
    sqlExample: 'SELECT percentile_cont(0.75) WITHIN GROUP (ORDER BY price) FROM orders;',
    args: [
      { name: 'expression', description: 'Numbers to look at: a constant, column or function.' },
      { name: 'percentile', description: 'Which percentile: a literal between 0 and 1, inclusive.' },
    ],
  },
};

function makePercentile(args: AccumulatorArgs): Accumulator {
  const percentile = percentileAt(args, 1, 'PERCENTILE_CONT');
  const type = args.inputTypes[0]!;
  const pick = interpolate(percentile, type);
  return args.isDistinct ? new DistinctPercentileAccumulator(type, pick) : new PercentileAccumulator(type, pick);
}

const interpolate =
  (percentile: number, type: DataType): Picker =>
  (count, at) => {
    const index = percentile * (count - 1);
    const below = Math.floor(index);
    const lower = at(below) as number;
    if (Math.ceil(index) === below) return lower;
    const upper = at(below + 1) as number;
    const steps = Math.trunc((index - below) * STEPS);
    const round = type.kind === 'Float32' ? Math.fround : (value: number): number => value;
    return round(lower + round(round(round(upper - lower) * steps) / STEPS));
  };

/** The 0th and 100th percentile are the smallest and the largest value. */
function endsToMinMax(call: AggregateFunction): Expr | undefined {
  const [value, percentile] = call.args;
  if (value === undefined || percentile?.kind !== 'Literal') return undefined;
  const data = percentile.value.value;
  if (data !== 0 && data !== 1) return undefined;
  const largest = (data === 1) !== (call.orderBy[0]?.asc === false);
  const func = largest ? max : min;
  return aggregateFunction(func, [value], {
    distinct: call.distinct,
    ...(call.filter === undefined ? {} : { filter: call.filter }),
    ...(call.nullTreatment === undefined ? {} : { nullTreatment: call.nullTreatment }),
  });
}
