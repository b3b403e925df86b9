import { DataTypes } from '@datafusion-ts/common';
import type { AggregateUDF, Documentation } from '@datafusion-ts/expr';
import { CovarianceAccumulator } from './covariance-state.js';
import { twoFloats } from './float-signature.js';
import { stateField } from './state-fields.js';
import type { StatsType } from './variance-state.js';

/** Makes `covar_samp` or `covar_pop`. */
export function covarianceFunction(
  name: string,
  aliases: readonly string[],
  type: StatsType,
  documentation: Documentation,
): AggregateUDF {
  return {
    name,
    aliases,
    signature: twoFloats(),
    orderSensitivity: 'Insensitive',
    returnType: () => DataTypes.Float64,
    stateFields: (args) => [
      stateField(args, 'count', DataTypes.UInt64),
      stateField(args, 'mean1', DataTypes.Float64),
      stateField(args, 'mean2', DataTypes.Float64),
      stateField(args, 'algo_const', DataTypes.Float64),
    ],
    accumulator: () => new CovarianceAccumulator(type),
    documentation,
  };
}
