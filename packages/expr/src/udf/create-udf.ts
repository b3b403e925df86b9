import { type DataType, type Field, PlanError } from '@datafusion-ts/common';
import { type Accumulator, type AccumulatorArgs, Signature, type Volatility } from '@datafusion-ts/expr-common';
import type { ColumnVector } from '@datafusion-ts/compute';
import type { AggregateUDF } from './aggregate-udf.js';
import type { ScalarFunctionArgs, ScalarUDF } from './scalar-udf.js';
import { aggregateUdfOf, type AggregateLiteral, type AnyAggregateLiteral } from './plain/aggregate-literal.js';
import { scalarUdfOf, type ScalarLiteral } from './plain/scalar-literal.js';
import type { TypeLike } from './plain/plain-type.js';
import { windowUdfOf, type AnyWindowLiteral, type WindowLiteral } from './plain/window-literal.js';
import type { PartitionEvaluator, WindowUDF } from './window-udf.js';

/**
 * Functions of users: from one literal that works on plain values, or from parts that work on columns, for argument types
 * known exactly. For more, write the interface as an object literal.
 */

/**
 * A scalar function called row by row on plain values:
 * `createUdf({ name: 'double', args: ['Int64'], returns: 'Int64', call: (x) => x * 2n })`.
 */
export function createUdf<
  const Args extends readonly TypeLike[],
  const R extends TypeLike,
  const Nulls extends boolean = false,
>(literal: ScalarLiteral<Args, R, Nulls>): ScalarUDF;
/** A scalar function that takes exactly these types, and columns of them. */
export function createUdf(
  name: string,
  inputTypes: readonly DataType[],
  returnType: DataType,
  volatility: Volatility,
  invoke: (args: ScalarFunctionArgs) => ColumnVector,
): ScalarUDF;
export function createUdf(
  given: unknown,
  inputTypes: readonly DataType[] = [],
  returnType?: DataType,
  volatility?: Volatility,
  invoke?: (args: ScalarFunctionArgs) => ColumnVector,
): ScalarUDF {
  if (typeof given === 'object') return scalarUdfOf(given as ScalarLiteral);
  return {
    name: checkedName(given as string),
    signature: Signature.exact(inputTypes, volatility!),
    returnType: () => returnType!,
    invoke: invoke!,
  };
}

/**
 * An aggregate function over a state of plain values:
 * `createUdaf({ name, args: ['Float64'], returns: 'Float64', state: { sum: 'Float64' }, init, update, merge, evaluate })`.
 */
export function createUdaf<
  const Args extends readonly TypeLike[],
  const R extends TypeLike,
  const Fields extends Readonly<Record<string, TypeLike>>,
  State extends { readonly [F in keyof Fields]: unknown },
  const Nulls extends boolean = false,
>(literal: AggregateLiteral<Args, R, Nulls, Fields, State>): AggregateUDF;
/** An aggregate function that takes exactly these types and keeps state of the given types. */
export function createUdaf(
  name: string,
  inputTypes: readonly DataType[],
  returnType: DataType,
  volatility: Volatility,
  accumulator: (args: AccumulatorArgs) => Accumulator,
  stateTypes: readonly DataType[],
): AggregateUDF;
export function createUdaf(
  given: unknown,
  inputTypes: readonly DataType[] = [],
  returnType?: DataType,
  volatility?: Volatility,
  accumulator?: (args: AccumulatorArgs) => Accumulator,
  stateTypes: readonly DataType[] = [],
): AggregateUDF {
  if (typeof given === 'object') return aggregateUdfOf(given as AnyAggregateLiteral);
  return {
    name: checkedName(given as string),
    signature: Signature.exact(inputTypes, volatility!),
    returnType: () => returnType!,
    accumulator: accumulator!,
    stateFields: (args): readonly Field[] =>
      stateTypes.map((dataType, i) => ({ name: formatStateName(args.name, String(i)), dataType, nullable: true })),
  };
}

/**
 * A window function on plain values, of a partition or of a frame:
 * `createUdwf({ name: 'spread', args: ['Int64'], returns: 'Int64', evaluateFrame: ({ columns: [values] }) => … })`.
 */
export function createUdwf<const Args extends readonly TypeLike[], const R extends TypeLike>(
  literal: WindowLiteral<Args, R>,
): WindowUDF;
/** A window function that takes exactly one argument of a type. */
export function createUdwf(
  name: string,
  inputType: DataType,
  returnType: DataType,
  volatility: Volatility,
  partitionEvaluator: () => PartitionEvaluator,
): WindowUDF;
export function createUdwf(
  given: unknown,
  inputType?: DataType,
  returnType?: DataType,
  volatility?: Volatility,
  partitionEvaluator?: () => PartitionEvaluator,
): WindowUDF {
  if (typeof given === 'object') return windowUdfOf(given as AnyWindowLiteral);
  return {
    name: checkedName(given as string),
    signature: Signature.exact([inputType!], volatility!),
    field: (args) => ({ name: args.name, dataType: returnType!, nullable: true }),
    partitionEvaluator: partitionEvaluator!,
  };
}

/** The name of a field of an aggregate's state: `sum(x)[count]`. */
export const formatStateName = (name: string, state: string): string => `${name}[${state}]`;

/** State fields an aggregate has unless it says otherwise: one, nullable, of its return type. */
export function defaultStateFields(name: string, returnField: Field): readonly Field[] {
  return [{ name: formatStateName(name, 'value'), dataType: returnField.dataType, nullable: true }];
}

function checkedName(name: string): string {
  if (name === '') throw new PlanError('The name of a function must not be empty');
  return name;
}
