import { DataTypes, PlanError, ScalarValue } from '@datafusion-ts/common';
import type { SortExpr, WindowFrame, WindowFrameBound, WindowFrameUnits } from '../expr/expr.js';

/**
 * The rows around the current one that a window function sees: how frames default, reverse and print, and which ORDER
 * BY they need. A bound whose value is NULL is UNBOUNDED.
 */

/** The edge at the current row. */
export const CURRENT_ROW: WindowFrameBound = Object.freeze({ kind: 'CurrentRow' });

/** The edge at the first row of the partition, typed as a row count. */
export const UNBOUNDED_PRECEDING: WindowFrameBound = Object.freeze({
  kind: 'Preceding',
  value: ScalarValue.uint64(null),
});

/** The edge at the last row of the partition, typed as a row count. */
export const UNBOUNDED_FOLLOWING: WindowFrameBound = Object.freeze({
  kind: 'Following',
  value: ScalarValue.uint64(null),
});

/**
 * The frame of an OVER clause that says none. With an ORDER BY (`strict` given) from the start to the current row: with
 * its peers (false, RANGE) or without (true, ROWS). Without an ORDER BY (undefined) the whole partition.
 */
export function newWindowFrame(strict: boolean | undefined): WindowFrame {
  if (strict === undefined) {
    return { units: 'Rows', startBound: UNBOUNDED_PRECEDING, endBound: UNBOUNDED_FOLLOWING, causal: false };
  }
  const startBound: WindowFrameBound = { kind: 'Preceding', value: ScalarValue.null() };
  return { units: strict ? 'Rows' : 'Range', startBound, endBound: CURRENT_ROW, causal: strict };
}

/** A frame between two edges; works out whether it ever looks beyond the current row. */
export function windowFrameOf(
  units: WindowFrameUnits,
  startBound: WindowFrameBound,
  endBound: WindowFrameBound,
): WindowFrame {
  return { units, startBound, endBound, causal: isCausal(units, endBound) };
}

/**
 * A frame as written in SQL; a missing end is the current row.
 * Throws a PlanError for edges no frame can have.
 */
export function checkedWindowFrame(
  units: WindowFrameUnits,
  startBound: WindowFrameBound,
  endBound: WindowFrameBound = CURRENT_ROW,
): WindowFrame {
  if (startBound.kind === 'Following' && startBound.value.isNull) {
    throw new PlanError('Invalid window frame: start bound cannot be UNBOUNDED FOLLOWING');
  }
  if (endBound.kind === 'Preceding' && endBound.value.isNull) {
    throw new PlanError('Invalid window frame: end bound cannot be UNBOUNDED PRECEDING');
  }
  return windowFrameOf(units, startBound, endBound);
}

/** ROWS frames that end at or before the current row, other frames that end strictly before it. */
function isCausal(units: WindowFrameUnits, end: WindowFrameBound): boolean {
  if (units === 'Rows') return end.kind !== 'Following' || (!end.value.isNull && isZero(end.value));
  return end.kind === 'Preceding' && (end.value.isNull || !isZero(end.value));
}

/** Text offsets (RANGE before type coercion) count as zero when they read `0`. */
function isZero(value: ScalarValue): boolean {
  const data = value.value;
  return data === 0n || data === 0 || data === '0';
}

/** True for an edge at an end of the partition. */
export function isUnbounded(bound: WindowFrameBound): boolean {
  return bound.kind !== 'CurrentRow' && bound.value.isNull;
}

/** True when the frame's last row moves with the current row. */
export function isEverExpanding(frame: WindowFrame): boolean {
  return isUnbounded(frame.startBound);
}

/** The frame that sees the same rows when the input is read backwards. */
export function reverseWindowFrame(frame: WindowFrame): WindowFrame {
  return windowFrameOf(frame.units, mirrored(frame.endBound), mirrored(frame.startBound));
}

function mirrored(bound: WindowFrameBound): WindowFrameBound {
  switch (bound.kind) {
    case 'Preceding':
      return { kind: 'Following', value: bound.value };
    case 'Following':
      return { kind: 'Preceding', value: bound.value };
    default:
      return bound;
  }
}

/** True for RANGE frames whose edges are unbounded or the current row: they work over any number of keys. */
function isFreeRange(frame: WindowFrame): boolean {
  const free = (bound: WindowFrameBound): boolean => bound.kind === 'CurrentRow' || bound.value.isNull;
  return free(frame.startBound) && free(frame.endBound);
}

/**
 * The ORDER BY the frame works over: a constant key where RANGE needs none.
 * Throws a PlanError when RANGE or GROUPS lack the keys they need. `constantKey` makes that key (`lit(1u64)` ascending).
 */
export function regularizeWindowOrderBy(
  frame: WindowFrame,
  orderBy: readonly SortExpr[],
  constantKey: () => SortExpr,
): readonly SortExpr[] {
  if (frame.units === 'Range' && isFreeRange(frame)) return orderBy.length === 0 ? [constantKey()] : orderBy;
  if (frame.units === 'Range' && orderBy.length !== 1)
    throw new PlanError('RANGE requires exactly one ORDER BY column');
  if (frame.units === 'Groups' && orderBy.length === 0) throw new PlanError('GROUPS requires an ORDER BY clause');
  return orderBy;
}

/** True when RANGE may have several keys or none. */
export function canAcceptMultiOrderBy(frame: WindowFrame): boolean {
  return frame.units !== 'Range' || isFreeRange(frame);
}

/** The type of ROWS and GROUPS offsets. */
export const ROW_OFFSET_TYPE = DataTypes.UInt64;

const UNITS: Readonly<Record<WindowFrameUnits, string>> = { Rows: 'ROWS', Range: 'RANGE', Groups: 'GROUPS' };

/** `ROWS`, `RANGE` or `GROUPS`. */
export const displayWindowFrameUnits = (units: WindowFrameUnits): string => UNITS[units];

/** `ROWS BETWEEN 1 PRECEDING AND CURRENT ROW`; `valueText` prints offsets. */
export function displayWindowFrame(frame: WindowFrame, valueText: (value: ScalarValue) => string): string {
  return `${UNITS[frame.units]} BETWEEN ${displayBound(frame.startBound, valueText)} AND ${displayBound(frame.endBound, valueText)}`;
}

function displayBound(bound: WindowFrameBound, valueText: (value: ScalarValue) => string): string {
  if (bound.kind === 'CurrentRow') return 'CURRENT ROW';
  const direction = bound.kind === 'Preceding' ? 'PRECEDING' : 'FOLLOWING';
  return `${bound.value.isNull ? 'UNBOUNDED' : valueText(bound.value)} ${direction}`;
}
