/** Comparisons and logic on intervals; results are intervals of booleans. */
import { compareScalars, InternalError, displayType, type ScalarValue } from '@datafusion-ts/common';
import { Interval } from './interval.js';

function order(a: ScalarValue, b: ScalarValue): number {
  const found = compareScalars(a, b);
  if (found !== undefined) return found;
  throw new InternalError(
    `Only intervals with the same data type are comparable, lhs:${displayType(a.dataType)}, rhs:${displayType(b.dataType)}`,
  );
}

const bounded = (a: ScalarValue, b: ScalarValue): boolean => !a.isNull && !b.isNull;

/** `a > b`. */
export function intervalGt(a: Interval, b: Interval): Interval {
  if (bounded(a.upper, b.lower) && order(a.upper, b.lower) <= 0) return Interval.FALSE;
  if (bounded(a.lower, b.upper) && order(a.lower, b.upper) > 0) return Interval.TRUE;
  return Interval.TRUE_OR_FALSE;
}

/** `a >= b`. */
export function intervalGtEq(a: Interval, b: Interval): Interval {
  if (bounded(a.upper, b.lower) && order(a.upper, b.lower) < 0) return Interval.FALSE;
  if (bounded(a.lower, b.upper) && order(a.lower, b.upper) >= 0) return Interval.TRUE;
  return Interval.TRUE_OR_FALSE;
}

/** `a < b`. */
export const intervalLt = (a: Interval, b: Interval): Interval => intervalGt(b, a);
/** `a <= b`. */
export const intervalLtEq = (a: Interval, b: Interval): Interval => intervalGtEq(b, a);

/** `a = b`. */
export function intervalEqual(a: Interval, b: Interval): Interval {
  if (a.intersect(b) === undefined) return Interval.FALSE;
  return a.singleValue !== undefined && b.singleValue !== undefined ? Interval.TRUE : Interval.TRUE_OR_FALSE;
}

const low = (interval: Interval): boolean => interval.lower.value === true;
const high = (interval: Interval): boolean => interval.upper.value !== false;

/** `a AND b` of boolean intervals. */
export const intervalAnd = (a: Interval, b: Interval): Interval =>
  Interval.boolean(low(a) && low(b), high(a) && high(b));
/** `a OR b` of boolean intervals. */
export const intervalOr = (a: Interval, b: Interval): Interval =>
  Interval.boolean(low(a) || low(b), high(a) || high(b));
/** `NOT a` of a boolean interval. */
export const intervalNot = (a: Interval): Interval => Interval.boolean(!high(a), !low(a));
