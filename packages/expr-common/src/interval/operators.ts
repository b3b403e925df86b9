import { InternalError, tryCompareScalars, type ScalarValue } from '@datafusion-ts/common';
import { operatorText, type Operator } from '../operator.js';
import { intervalAdd, intervalDivide, intervalMultiply, intervalSubtract } from './arithmetic.js';
import { Interval } from './interval.js';
import {
  intervalAnd,
  intervalEqual,
  intervalGt,
  intervalGtEq,
  intervalLt,
  intervalLtEq,
  intervalNot,
  intervalOr,
} from './logic.js';

/** The interval of `left op right`: TRUE_OR_FALSE or unbounded for operators that are not followed. */
export function applyIntervalOperator(op: Operator, left: Interval, right: Interval): Interval {
  switch (op) {
    case 'Eq':
      return intervalEqual(left, right);
    case 'NotEq':
      return intervalNot(intervalEqual(left, right));
    case 'Gt':
      return intervalGt(left, right);
    case 'GtEq':
      return intervalGtEq(left, right);
    case 'Lt':
      return intervalLt(left, right);
    case 'LtEq':
      return intervalLtEq(left, right);
    case 'And':
      return intervalAnd(left, right);
    case 'Or':
      return intervalOr(left, right);
    case 'Plus':
      return intervalAdd(left, right);
    case 'Minus':
      return intervalSubtract(left, right);
    case 'Multiply':
      return intervalMultiply(left, right);
    case 'Divide':
      return intervalDivide(left, right);
    case 'IsDistinctFrom':
    case 'IsNotDistinctFrom':
      return Interval.TRUE_OR_FALSE;
    default:
      throw new InternalError(`Interval arithmetic does not support the operator ${operatorText(op)}`);
  }
}

/** True for operators that {@link applyIntervalOperator} follows. */
export function supportsIntervals(op: Operator): boolean {
  switch (op) {
    case 'Eq':
    case 'NotEq':
    case 'Gt':
    case 'GtEq':
    case 'Lt':
    case 'LtEq':
    case 'And':
    case 'Or':
    case 'Plus':
    case 'Minus':
    case 'Multiply':
    case 'Divide':
      return true;
    default:
      return false;
  }
}

/** The part of `before` left in `after`, by number of values; 1 when either cannot be counted. */
export function cardinalityRatio(before: Interval, after: Interval): number {
  const [initial, final] = [before.cardinality(), after.cardinality()];
  return initial === undefined || final === undefined ? 1 : final / initial;
}

/**
 * Shrinks two intervals as far as `left > right` (`>=` unless strict) can still hold for all that remains; undefined when
 * it holds for nothing.
 */
export function satisfyGreater(
  left: Interval,
  right: Interval,
  strict: boolean,
): readonly [Interval, Interval] | undefined {
  const possible = strict ? intervalGt(left, right) : intervalGtEq(left, right);
  if (possible.equals(Interval.FALSE)) return undefined;
  const newLeft = Interval.of(left.lower.isNull ? right.lower : larger(left.lower, right.lower), left.upper);
  const newRight = Interval.of(right.lower, right.upper.isNull ? left.upper : smaller(right.upper, left.upper));
  return [newLeft, newRight];
}

const isBelow = (a: ScalarValue, b: ScalarValue): boolean => tryCompareScalars(a, b) < 0;
const larger = (a: ScalarValue, b: ScalarValue): ScalarValue => (b.isNull || !isBelow(a, b) ? a : b);
const smaller = (a: ScalarValue, b: ScalarValue): ScalarValue => (b.isNull || !isBelow(b, a) ? a : b);
