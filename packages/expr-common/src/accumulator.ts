import type { DataType, ScalarValue } from '@datafusion-ts/common';
import type { Arena, ColumnVector, MemoryCharge, Values } from '@datafusion-ts/compute';
import type { GroupShare } from './group-share.js';

/** State of one aggregate over one group (or one window frame). */
export interface Accumulator {
  /** Folds the rows of the argument columns in, which may have any encoding (`flatten` gives plain values). */
  updateBatch(values: readonly ColumnVector[]): void;
  /** Folds states of other accumulators in, one column per state field. */
  mergeBatch(states: readonly ColumnVector[]): void;
  state(): readonly ScalarValue[];
  evaluate(): ScalarValue;
  /**
   * False when rows whose value is one of these dictionary entries, or NULL, cannot change the state: they may be given as
   * NULL then. Entries may be values that no row has. Default: any row may change it.
   */
  isChangedBy?(entries: Values): boolean;
  /** Takes rows out again (sliding windows); present only when `supportsRetract` is true. */
  retractBatch?(values: readonly ColumnVector[]): void;
  readonly supportsRetract?: boolean;
  /** Approximate bytes held outside the charge it was made with. */
  size(): number;
  /** Gives engine memory back, for the few that hold some; may be called more than once. */
  release?(): void;
}

/** Which groups to give out: all, or the first `n`, renumbering the rest from 0. */
export type EmitTo = { readonly kind: 'All' } | { readonly kind: 'First'; readonly count: number };

/** Group numbers of the rows of a batch, u32 each, in engine memory; plus how many groups exist by now. */
export interface GroupIndices {
  readonly address: number;
  readonly rowCount: number;
  readonly totalGroups: number;
  /** True when every group that is new since the last batch has a row in this one. Default: not known. */
  readonly coversNew?: boolean;
  /** What aggregates of these rows share. Default: nothing. */
  readonly share?: GroupShare;
}

/** Groups of the rows of a batch some of which do not count. Holds fewer than 256 groups. */
export interface SpreadGroups {
  /** Group numbers of all rows, a byte each; those that do not count have the number `counted.totalGroups`. */
  readonly bytes: number;
  /** All rows. */
  readonly rowCount: number;
  /** The groups of those that count alone. */
  readonly counted: GroupIndices;
}

/**
 * State of one aggregate over all groups, in columns. Memory comes from the charge it was made with and returns by
 * `release`, which may be called at any time and more than once.
 */
export interface GroupsAccumulator {
  /** `filter` is a boolean column: only true rows count. */
  updateBatch(values: readonly ColumnVector[], groups: GroupIndices, filter: ColumnVector | undefined): void;
  /** Called before any aggregate takes the rows, unless this one has a filter: tells the share what it will be asked for. */
  announce?(values: readonly ColumnVector[], share: GroupShare): void;
  /**
   * `updateBatch` of rows some of which do not count, whatever their values are; false, with nothing changed, when only
   * rows that count can be taken.
   */
  updateSpread?(values: readonly ColumnVector[], groups: SpreadGroups): boolean;
  mergeBatch(states: readonly ColumnVector[], groups: GroupIndices): void;
  /** Final values of the groups, in memory of `arena`. */
  evaluate(emit: EmitTo, arena: Arena): ColumnVector;
  /** Intermediate state of the groups, one column per state field. */
  state(emit: EmitTo, arena: Arena): readonly ColumnVector[];
  /** Input rows as states, without grouping (partial aggregation that gives up); undefined when unsupported. */
  convertToState?(
    values: readonly ColumnVector[],
    filter: ColumnVector | undefined,
    arena: Arena,
  ): readonly ColumnVector[];
  size(): number;
  release(): void;
}

/** What an aggregate function gets to know when it makes its state. */
export interface AccumulatorArgs {
  readonly name: string;
  readonly returnType: DataType;
  readonly inputTypes: readonly DataType[];
  readonly isDistinct: boolean;
  readonly ignoreNulls: boolean;
  /** Orderings inside the call (`ORDER BY`, `WITHIN GROUP`), bound to the argument columns that follow the arguments. */
  readonly orderBy: readonly {
    readonly inputIndex: number;
    readonly descending: boolean;
    readonly nullsFirst: boolean;
  }[];
  /** The ordering keys as EXPLAIN prints them, and their types. */
  readonly orderByTexts?: readonly string[];
  readonly orderByTypes?: readonly DataType[];
  readonly isReversed: boolean;
  /** Literal arguments by position, for percentiles, separators and the like. */
  readonly literals: readonly (ScalarValue | undefined)[];
  /** Arguments as EXPLAIN prints them, for errors. */
  readonly argumentTexts?: readonly string[];
  readonly charge: MemoryCharge;
}
