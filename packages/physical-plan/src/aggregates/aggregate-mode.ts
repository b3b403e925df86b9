/**
 * The stage of an aggregation that an `AggregateExec` does.
 *
 * | mode | reads | gives | input |
 * |---|---|---|---|
 * | Partial | rows | states | any partitions |
 * | PartialReduce | states | states | any partitions |
 * | Final | states | results | one partition |
 * | FinalPartitioned | states | results | partitioned by the group keys |
 * | Single | rows | results | one partition |
 * | SinglePartitioned | rows | results | partitioned by the group keys |
 */
export type AggregateMode = 'Partial' | 'PartialReduce' | 'Final' | 'FinalPartitioned' | 'Single' | 'SinglePartitioned';

/** True when the input is rows and not states of an earlier stage. */
export const readsRows = (mode: AggregateMode): boolean =>
  mode === 'Partial' || mode === 'Single' || mode === 'SinglePartitioned';

/** True when the output is states for a later stage and not results. */
export const givesStates = (mode: AggregateMode): boolean => mode === 'Partial' || mode === 'PartialReduce';

/** How far the order of the input brings rows of a group together. */
export type InputOrderMode =
  | { readonly kind: 'Linear' }
  /** Ordered by the group keys at these positions. */
  | { readonly kind: 'PartiallySorted'; readonly indices: readonly number[] }
  | { readonly kind: 'Sorted' };

/** `Linear`, `PartiallySorted([0])` or `Sorted`. */
export const formatInputOrderMode = (mode: InputOrderMode): string =>
  mode.kind === 'PartiallySorted' ? `PartiallySorted([${mode.indices.join(', ')}])` : mode.kind;

/** How many groups are wanted: any, or those of the best aggregate value (`descending` given). */
export interface LimitOptions {
  readonly limit: number;
  readonly descending?: boolean;
}
