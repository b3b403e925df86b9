import type { Field, ScalarValue } from '@datafusion-ts/common';
import type { Arena, ColumnVector } from '@datafusion-ts/compute';
import type { Signature, SortOptions } from '@datafusion-ts/expr-common';
import type { DataType } from '@datafusion-ts/common';
import type { Documentation } from './documentation.js';
import type { Expr } from '../expr/expr.js';

/** Rows `start` (inclusive) to `end` (exclusive). */
export interface RowRange {
  readonly start: number;
  readonly end: number;
}

/** What a window function gets to know when its evaluator is made. */
export interface PartitionEvaluatorArgs {
  readonly inputFields: readonly Field[];
  readonly isReversed: boolean;
  readonly ignoreNulls: boolean;
  readonly literals: readonly (ScalarValue | undefined)[];
}

/** Rows of partitions that were computed before and are gone, by partition. */
export interface EarlierRows {
  /** How many. */
  readonly rows: Float64Array;
  /** The run of peers that the first row still there belongs to, counted from 0. */
  readonly peers: Float64Array;
  /** The first row of that run, counted from the first of the partition. */
  readonly peerStarts: Float64Array;
}

/** Which rows around a row its value is made from. */
export interface RowReach {
  /** Rows before it; with a frame without a beginning: rows before the frame's end. Default 0. */
  readonly behind?: number;
  /** Rows after it, for functions without frame. Default 0. */
  readonly ahead?: number;
  /** With a frame without a beginning: the value is settled as soon as the frame has so many rows. */
  readonly front?: number;
  /** Count only rows whose first argument is not NULL. */
  readonly onlyValid?: boolean;
}

/** Rows of one or more partitions, for evaluators that compute all of them in one go. */
export interface WindowRows {
  /** One vector an argument, each with `rowCount` values. */
  readonly values: readonly ColumnVector[];
  readonly rowCount: number;
  /** First row of each partition, and the row count behind the last. */
  readonly partitions: Uint32Array;
  /** First row of each run of peers, which never crosses partitions, and the row count behind the last. */
  readonly peers: Uint32Array;
  /** Frame of each row, `[starts[i], ends[i])`; for evaluators with `usesWindowFrame`. */
  readonly frames: { readonly starts: Uint32Array; readonly ends: Uint32Array } | undefined;
  /** For partitions that are computed in pieces; undefined when all their rows are here. */
  readonly earlier?: EarlierRows | undefined;
  readonly arena: Arena;
}

/** Computes one window function over one partition at a time. Which methods are called follows from the flags. */
export interface PartitionEvaluator {
  readonly usesWindowFrame: boolean;
  readonly supportsBoundedExecution: boolean;
  readonly includeRank: boolean;
  readonly isCausal?: boolean;
  /** All rows of a partition at once (no frame). */
  evaluateAll?(values: readonly ColumnVector[], rowCount: number, arena: Arena): ColumnVector;
  /** All rows, given the ranges of peers. */
  evaluateAllWithRank?(rowCount: number, peers: readonly RowRange[], arena: Arena): ColumnVector;
  /** One row's value, given its frame (with `usesWindowFrame`) or its position as `range` (bounded execution). */
  evaluate?(values: readonly ColumnVector[], range: RowRange): ScalarValue;
  /** Range of rows that `evaluate` needs for row `index` (bounded execution without frame). */
  getRange?(index: number, rowCount: number): RowRange;
  memoize?(state: unknown): void;
  /** All rows of many partitions; preferred to the other methods where present. */
  evaluatePartitions?(rows: WindowRows): ColumnVector;
  /**
   * For `evaluatePartitions` with bounded execution: what has to be there for a row's value, so that partitions can be
   * computed in pieces. With a frame that has a beginning it is the frame, whatever this says. Default: the partition.
   */
  readonly reach?: RowReach;
}

/** A window function that is not an aggregate. */
export interface WindowUDF {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly signature: Signature;
  field(args: { readonly name: string; readonly inputFields: readonly Field[] }): Field;
  coerceTypes?(argTypes: readonly DataType[]): readonly DataType[];
  partitionEvaluator(args: PartitionEvaluatorArgs): PartitionEvaluator;
  /** Which physical argument expressions to evaluate; default all. */
  expressions?(args: readonly Expr[]): readonly Expr[];
  sortOptions?: SortOptions;
  reverseExpr?(): 'Identical' | 'NotSupported' | WindowUDF;
  simplify?(args: readonly Expr[]): Expr | undefined;
  /** True for row_number: within a partition no two rows get the same value, so it determines the row. */
  readonly numbersRows?: boolean;
  /**
   * True for row_number and rank: the value is greater than the number of rows whose ordering keys are smaller, and rows
   * behind have no part in it. Under a filter on the value such rows need not be there at all.
   */
  readonly countsRowsBefore?: boolean;
  /**
   * Rows behind the current one that its value depends on beyond the frame, given literal arguments: a limit above needs
   * so many rows more. Default: may depend on all.
   */
  rowsAhead?(args: readonly (ScalarValue | undefined)[]): number | undefined;
  readonly documentation?: Documentation;
}
