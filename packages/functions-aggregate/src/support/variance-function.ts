/** What `var`, `var_pop`, `stddev` and `stddev_pop` share. */
import { DataTypes, NotImplementedError } from '@datafusion-ts/common';
import type { Accumulator, AccumulatorArgs } from '@datafusion-ts/expr-common';
import type { AggregateUDF, Documentation } from '@datafusion-ts/expr';
import { oneFloat } from './float-signature.js';
import { listField, stateField } from './state-fields.js';
import {
  DistinctVarianceAccumulator,
  VarianceAccumulator,
  VarianceGroups,
  type StatsType,
  type VarianceResult,
} from './variance-state.js';

/** How one of the functions differs from the others. */
export interface VarianceFunctionParts {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly type: StatsType;
  /** Default: the variance itself, for which DISTINCT is supported. */
  readonly result?: VarianceResult;
  readonly documentation: Documentation;
}

const itself: VarianceResult = (variance) => variance;

/** Makes one of the functions. */
export function varianceFunction({ name, aliases, type, result, documentation }: VarianceFunctionParts): AggregateUDF {
  const isVariance = result === undefined;
  const turn = result ?? itself;
  const make = (args: AccumulatorArgs): Accumulator => {
    if (!args.isDistinct) return new VarianceAccumulator(type, turn);
    if (isVariance) return new DistinctVarianceAccumulator(type);
    throw new NotImplementedError('STDDEV_POP(DISTINCT) aggregations are not available');
  };
  return {
    name,
    aliases,
    signature: oneFloat(),
    orderSensitivity: 'Insensitive',
    returnType: () => DataTypes.Float64,
    stateFields: (args) =>
      args.isDistinct && isVariance
        ? [listField(args, 'distinct_var', DataTypes.Float64)]
        : [
            stateField(args, 'count', DataTypes.UInt64),
            stateField(args, 'mean', DataTypes.Float64),
            stateField(args, 'm2', DataTypes.Float64),
          ],
    accumulator: make,
    groupsAccumulator: (args) => (args.isDistinct ? undefined : new VarianceGroups(type, turn, args.charge)),
    documentation,
  };
}
