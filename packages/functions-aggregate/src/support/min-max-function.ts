/** What `min` and `max` share: any type that has an order, and its values' type behind dictionaries. */
import { ExecutionError, isExact, precisionValue, ScalarValue, type DataType } from '@datafusion-ts/common';
import { Signature } from '@datafusion-ts/expr-common';
import type { AggregateStatisticsArgs, AggregateUDF, Documentation } from '@datafusion-ts/expr';
import { bestGroups } from './min-max-groups.js';
import { BestAccumulator, SlidingBestAccumulator } from './min-max-state.js';
import { stateField } from './state-fields.js';

/** Makes `min` or `max`. */
export function minMaxFunction(name: string, largest: boolean, documentation: Documentation): AggregateUDF {
  return {
    name,
    signature: Signature.userDefined('Immutable'),
    orderSensitivity: 'Insensitive',
    isDescending: largest,
    coerceTypes: argumentTypes,
    returnType: (types) => argumentTypes(types)[0]!,
    stateFields: (args) => [stateField(args, 'value', args.returnField.dataType)],
    accumulator: ({ returnType }) => new BestAccumulator(returnType, largest),
    slidingAccumulator: ({ returnType }) => new SlidingBestAccumulator(returnType, largest),
    groupsAccumulator: ({ returnType, charge }) => bestGroups(returnType, largest, charge),
    reverse: () => 'Identical',
    overFrames: largest ? 'max' : 'min',
    valueFromStats: (args) => extremeFromStatistics(args, largest),
    setMonotonicity: () => (largest ? 'Increasing' : 'Decreasing'),
    documentation,
  };
}

function argumentTypes(types: readonly DataType[]): readonly DataType[] {
  const [type] = types;
  if (types.length !== 1 || type === undefined) {
    throw new ExecutionError(`min/max was called with ${types.length} arguments. It requires only 1.`);
  }
  return [type.kind === 'Dictionary' ? type.valueType : type];
}

/** The bound the statistics of a column give, when it is exact. */
function extremeFromStatistics(
  { statistics, args, returnType }: AggregateStatisticsArgs,
  largest: boolean,
): ScalarValue | undefined {
  const [arg] = args;
  if (isExact(statistics.numRows) !== true) return undefined;
  if (precisionValue(statistics.numRows) === 0) return new ScalarValue(returnType, null);
  if (args.length !== 1 || arg === undefined || !('column' in arg)) return undefined;
  const column = statistics.columnStatistics[arg.column];
  const bound = largest ? column?.maxValue : column?.minValue;
  if (bound === undefined || isExact(bound) !== true) return undefined;
  const value = precisionValue(bound);
  return value === undefined || value.isNull ? undefined : value;
}
