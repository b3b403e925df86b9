import type { DataType, Field, ScalarValue, Statistics } from '@datafusion-ts/common';
import type { Accumulator, AccumulatorArgs, GroupsAccumulator, Operator, Signature } from '@datafusion-ts/expr-common';
import type { Documentation } from './documentation.js';
import type { AggregateFunction, Expr } from '../expr/expr.js';
import type { SimplifyContext } from './scalar-udf.js';

/** Arguments of {@link AggregateUDF.stateFields}. */
export interface StateFieldsArgs {
  readonly name: string;
  readonly inputFields: readonly Field[];
  readonly returnField: Field;
  readonly orderingFields: readonly Field[];
  readonly isDistinct: boolean;
}

/** An aggregate function. */
export interface AggregateUDF {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly signature: Signature;
  returnType(argTypes: readonly DataType[]): DataType;
  returnField?(argFields: readonly Field[]): Field;
  coerceTypes?(argTypes: readonly DataType[]): readonly DataType[];
  /** Default: one nullable field `name[value]` of the return type. */
  stateFields?(args: StateFieldsArgs): readonly Field[];
  accumulator(args: AccumulatorArgs): Accumulator;
  /** For sliding frames; default `accumulator`. */
  slidingAccumulator?(args: AccumulatorArgs): Accumulator;
  /** Columnar state for grouping; default adapts `accumulator`, one a group. */
  groupsAccumulator?(args: AccumulatorArgs): GroupsAccumulator | undefined;
  /** True when the state is all rows, so that columns suit it better than an accumulator even without groups. */
  readonly keepsRows?: boolean;
  readonly nullable?: boolean;
  /** Value over no rows; default NULL. */
  defaultValue?(returnType: DataType): ScalarValue;
  readonly orderSensitivity?: 'Insensitive' | 'HardRequirement' | 'SoftRequirement' | 'Beneficial';
  /** The same function over the reversed input, itself (`Identical`), or unsupported. */
  reverse?(): 'Identical' | 'NotSupported' | AggregateUDF;
  readonly isOrderedSet?: boolean;
  readonly supportsNullHandling?: boolean;
  readonly supportsWithinGroup?: boolean;
  readonly isDescending?: boolean;
  simplify?(call: AggregateFunction, context: SimplifyContext): Expr | undefined;
  /**
   * Another form of the call when its argument is `arg op literal` (`literal op arg` without `argIsLeft`); asked when the
   * same plan has several such calls on the same `arg`, so that it may be made of aggregates that they share.
   */
  simplifyExprOpLiteral?(
    call: AggregateFunction,
    arg: Expr,
    op: Operator,
    literal: Expr,
    argIsLeft: boolean,
  ): Expr | undefined;
  displayName?(call: AggregateFunction): string;
  schemaName?(call: AggregateFunction): string;
  /** The result over all rows, when statistics of the input say it exactly; undefined when they do not. */
  valueFromStats?(args: AggregateStatisticsArgs): ScalarValue | undefined;
  /** How the result moves while rows are added to an ever-expanding frame. */
  setMonotonicity?(returnType: DataType): 'Increasing' | 'Decreasing' | 'NotMonotonic';
  /**
   * Says that the result is the plain sum, count … of its arguments, so that operators may come to it in ways of their own:
   * all frames of a window at once, grouping sets from finer groups, scans without rows that change no min or max.
   */
  readonly overFrames?: 'sum' | 'count' | 'avg' | 'min' | 'max';
  readonly documentation?: Documentation;
}

/** Arguments of {@link AggregateUDF.valueFromStats}. */
export interface AggregateStatisticsArgs {
  readonly statistics: Statistics;
  readonly returnType: DataType;
  readonly isDistinct: boolean;
  /** For each argument the input column it is, or its literal. */
  readonly args: readonly ({ readonly column: number } | { readonly literal: ScalarValue } | undefined)[];
}
