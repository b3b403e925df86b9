/**
 * Estimates of join sizes, as DataFusion makes them: the rule JoinSelection chooses build sides by them.
 *
 * Inner join: rows of both sides multiplied, divided by the larger number of distinct keys (the last key pair with known
 * figures counts). Ranges of keys that do not meet give none. Outer joins have at least the rows they keep.
 */
import {
  ABSENT,
  compareScalars,
  exact,
  inexact,
  precisionValue,
  UNKNOWN_COLUMN,
  unknownStatistics,
  type ColumnStatistics,
  type JoinType,
  type Precision,
  type Schema,
  type Statistics,
} from '@datafusion-ts/common';
import { Interval } from '@datafusion-ts/expr-common';
import { Column } from '@datafusion-ts/physical-expr';
import type { JoinOn } from './join-parts.js';

/** Statistics of the output of a join on equal keys. */
export function estimateJoinStatistics(
  left: Statistics,
  right: Statistics,
  on: JoinOn,
  joinType: JoinType,
  schema: Schema,
): Statistics {
  const estimate = estimateRows(left, right, on, joinType);
  if (estimate === undefined) return unknownStatistics(schema);
  return { numRows: inexact(estimate.rows), totalByteSize: ABSENT, columnStatistics: estimate.columns };
}

interface Estimate {
  readonly rows: number;
  readonly columns: readonly ColumnStatistics[];
}

/** Statistics of the key columns of one side; keys that are no columns are unknown. */
interface KeySide {
  readonly numRows: Precision<number>;
  readonly keys: readonly ColumnStatistics[];
}

function estimateRows(left: Statistics, right: Statistics, on: JoinOn, joinType: JoinType): Estimate | undefined {
  const plain = on.map(([l, r]) => l instanceof Column && r instanceof Column);
  const side = (statistics: Statistics, which: 0 | 1): KeySide => ({
    numRows: statistics.numRows,
    keys: on.map((pair, i) => {
      const key = pair[which];
      return plain[i] === true && key instanceof Column
        ? (statistics.columnStatistics[key.index] ?? UNKNOWN_COLUMN)
        : UNKNOWN_COLUMN;
    }),
  });
  const [l, r] = [side(left, 0), side(right, 1)];
  const both = [...left.columnStatistics, ...right.columnStatistics];
  switch (joinType) {
    case 'Inner':
    case 'Left':
    case 'Right':
    case 'Full': {
      const inner = innerRows(l, r);
      const rows = inner === undefined ? undefined : outerRows(inner, joinType, l, r);
      return rows === undefined ? undefined : { rows, columns: both };
    }
    case 'LeftSemi':
      return semiEstimate(left, right, l, r);
    case 'RightSemi':
      return semiEstimate(right, left, r, l);
    case 'LeftAnti':
      return antiEstimate(left, right, l, r);
    case 'RightAnti':
      return antiEstimate(right, left, r, l);
    case 'LeftMark':
      return keptRows({ ...left, columnStatistics: [...left.columnStatistics, UNKNOWN_COLUMN] });
    case 'RightMark':
      return keptRows({ ...right, columnStatistics: [...right.columnStatistics, UNKNOWN_COLUMN] });
  }
}

function keptRows(outer: Statistics): Estimate | undefined {
  const rows = precisionValue(outer.numRows);
  return rows === undefined ? undefined : { rows, columns: outer.columnStatistics };
}

function semiEstimate(outer: Statistics, inner: Statistics, keys: KeySide, others: KeySide): Estimate | undefined {
  const rows = semiRows(outer, inner, keys, others);
  return rows === undefined ? undefined : { rows, columns: outer.columnStatistics };
}

function antiEstimate(outer: Statistics, inner: Statistics, keys: KeySide, others: KeySide): Estimate | undefined {
  const all = precisionValue(outer.numRows);
  if (all === undefined) return undefined;
  // Without figures on the keys all rows may match, or none: then none is taken to.
  const share = matchedShare(outer, inner, keys, others) ?? 0;
  return { rows: Math.max(0, all - Math.ceil(all * share)), columns: outer.columnStatistics };
}

function semiRows(outer: Statistics, inner: Statistics, keys: KeySide, others: KeySide): number | undefined {
  const all = precisionValue(outer.numRows);
  return all === undefined ? undefined : Math.ceil(all * (matchedShare(outer, inner, keys, others) ?? 1));
}

/**
 * Share of the rows of one side that have a partner: for every key pair the share of values the other side can have, times
 * the share of rows that are not null; undefined when no pair says anything. Whether ranges meet is asked of all columns of
 * both sides by position, as DataFusion does.
 */
function matchedShare(outer: Statistics, inner: Statistics, keys: KeySide, others: KeySide): number | undefined {
  if (areDisjoint(outer.columnStatistics, inner.columnStatistics) !== undefined) return 0;
  const all = precisionValue(outer.numRows) ?? 0;
  let share: number | undefined;
  keys.keys.forEach((key, i) => {
    const other = others.keys[i]!;
    if (!hasRange(key) || !hasRange(other)) return;
    const own = precisionValue(maxDistinctCount(keys.numRows, key));
    const wanted = precisionValue(maxDistinctCount(others.numRows, other));
    if (own === undefined || wanted === undefined || own === 0) return;
    const nulls = precisionValue(key.nullCount) ?? 0;
    share = (share ?? 1) * (Math.min(own, wanted) / own) * (all === 0 ? 1 : 1 - nulls / all);
  });
  return share;
}

/** True when something is known of the values themselves. */
const hasRange = ({ distinctCount, minValue, maxValue }: ColumnStatistics): boolean =>
  distinctCount.kind !== 'Absent' || (minValue.kind !== 'Absent' && maxValue.kind !== 'Absent');

function outerRows(inner: number, joinType: JoinType, left: KeySide, right: KeySide): number | undefined {
  const atLeast = (rows: Precision<number>): number | undefined => {
    const known = precisionValue(rows);
    return known === undefined ? undefined : Math.max(inner, known);
  };
  if (joinType === 'Left') return atLeast(left.numRows);
  if (joinType === 'Right') return atLeast(right.numRows);
  if (joinType === 'Inner') return inner;
  const [l, r] = [atLeast(left.numRows), atLeast(right.numRows)];
  return l === undefined || r === undefined ? undefined : l + r - inner;
}

/** Rows of the inner join; undefined when the figures do not suffice. */
function innerRows(left: KeySide, right: KeySide): number | undefined {
  if (disjoint(left, right) !== undefined) return 0;
  let selectivity: Precision<number> = ABSENT;
  left.keys.forEach((key, i) => {
    const l = maxDistinctCount(left.numRows, key);
    const r = maxDistinctCount(right.numRows, right.keys[i]!);
    const most = maxKnown(l, r);
    if (most.kind !== 'Absent') selectivity = most;
  });
  const divisor = precisionValue<number>(selectivity);
  const [l, r] = [precisionValue(left.numRows), precisionValue(right.numRows)];
  if (l === undefined || r === undefined || divisor === undefined || divisor === 0) return undefined;
  return Math.floor((l * r) / divisor);
}

const maxKnown = (a: Precision<number>, b: Precision<number>): Precision<number> => {
  if (a.kind === 'Absent' || b.kind === 'Absent') return ABSENT;
  const value = Math.max(a.value, b.value);
  return a.kind === 'Exact' && b.kind === 'Exact' ? exact(value) : inexact(value);
};

/** Defined when some key's ranges on both sides do not overlap; whether that is certain. */
const disjoint = (left: KeySide, right: KeySide): 'Exact' | 'Inexact' | undefined => areDisjoint(left.keys, right.keys);

function areDisjoint(
  left: readonly ColumnStatistics[],
  right: readonly ColumnStatistics[],
): 'Exact' | 'Inexact' | undefined {
  for (const [i, l] of left.entries()) {
    const r = right[i];
    if (r === undefined) return undefined;
    const certainty = beyond(l, r) ?? beyond(r, l);
    if (certainty !== undefined) return certainty;
  }
  return undefined;
}

/** Whether all of `a` is greater than all of `b`. */
function beyond(a: ColumnStatistics, b: ColumnStatistics): 'Exact' | 'Inexact' | undefined {
  if (a.minValue.kind === 'Absent' || b.maxValue.kind === 'Absent') return undefined;
  const order = compareScalars(a.minValue.value, b.maxValue.value);
  if (order === undefined || order <= 0) return undefined;
  return a.minValue.kind === 'Exact' && b.maxValue.kind === 'Exact' ? 'Exact' : 'Inexact';
}

/** The most distinct values a column can have: what is known, rows without nulls, or values between the bounds. */
export function maxDistinctCount(numRows: Precision<number>, column: ColumnStatistics): Precision<number> {
  if (column.distinctCount.kind !== 'Absent') return column.distinctCount;
  const rows = nonNullRows(numRows, column.nullCount);
  const [low, high] = [column.minValue, column.maxValue];
  if (low.kind === 'Absent' || high.kind === 'Absent') return rows;
  const values = valuesBetween(low.value, high.value);
  if (values === undefined || (rows.kind !== 'Absent' && values >= rows.value)) return rows;
  return low.kind === 'Exact' && high.kind === 'Exact' ? exact(values) : inexact(values);
}

function valuesBetween(
  low: Parameters<typeof compareScalars>[0],
  high: Parameters<typeof compareScalars>[0],
): number | undefined {
  if (low.isNull || high.isNull || (compareScalars(low, high) ?? 1) > 0) return undefined;
  return Interval.of(low, high).cardinality();
}

function nonNullRows(numRows: Precision<number>, nulls: Precision<number>): Precision<number> {
  if (numRows.kind === 'Absent') return ABSENT;
  const rows = Math.max(0, numRows.value - (precisionValue(nulls) ?? 0));
  return numRows.kind === 'Exact' && nulls.kind === 'Exact' ? exact(rows) : inexact(rows);
}

/** Statistics of all pairs of rows; nulls multiply, values and bounds stay. */
export function crossJoinStatistics(left: Statistics, right: Statistics): Statistics {
  const times = (a: Precision<number>, b: Precision<number>, factor = 1): Precision<number> => {
    if (a.kind === 'Absent' || b.kind === 'Absent') return ABSENT;
    const value = a.value * b.value * factor;
    return a.kind === 'Exact' && b.kind === 'Exact' ? exact(value) : inexact(value);
  };
  const repeated = (columns: readonly ColumnStatistics[], rows: Precision<number>): readonly ColumnStatistics[] =>
    columns.map((column) => ({
      ...UNKNOWN_COLUMN,
      nullCount: times(column.nullCount, rows),
      minValue: column.minValue,
      maxValue: column.maxValue,
      distinctCount: column.distinctCount,
    }));
  return {
    numRows: times(left.numRows, right.numRows),
    totalByteSize: times(left.totalByteSize, right.totalByteSize, 2),
    columnStatistics: [
      ...repeated(left.columnStatistics, right.numRows),
      ...repeated(right.columnStatistics, left.numRows),
    ],
  };
}
