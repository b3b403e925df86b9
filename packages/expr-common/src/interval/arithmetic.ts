/** Arithmetic on intervals of one type; bounds that overflow are dropped. */
import {
  ArrowError,
  compareScalars,
  negateScalar,
  scalarArithmetic,
  ScalarValue,
  zeroOf,
  type DataType,
} from '@datafusion-ts/common';
import { roundOutwards } from './float-rounding.js';
import { Interval } from './interval.js';

type Op = '+' | '-' | '*' | '/';

/** One bound of the result: NULL when an operand has none or the result overflows. */
function bound(a: ScalarValue, op: Op, b: ScalarValue, direction: 1 | -1): ScalarValue | undefined {
  if (a.isNull || b.isNull) return undefined;
  try {
    const result = scalarArithmetic(a, op, b);
    const { kind } = result.dataType;
    if (kind !== 'Float64' && kind !== 'Float32') return result;
    const value = roundOutwards(
      a.value as number,
      op,
      b.value as number,
      result.value as number,
      direction,
      kind === 'Float64' ? 64 : 32,
    );
    return new ScalarValue(result.dataType, value);
  } catch (error) {
    if (error instanceof ArrowError && error.kind !== 'Invalid argument error') return undefined;
    throw error;
  }
}

function resultType(a: Interval, op: Op, b: Interval): DataType {
  return scalarArithmetic(ScalarValue.null(a.dataType), op, ScalarValue.null(b.dataType)).dataType;
}

function ofBounds(type: DataType, lower: ScalarValue | undefined, upper: ScalarValue | undefined): Interval {
  return Interval.of(lower ?? ScalarValue.null(type), upper ?? ScalarValue.null(type));
}

/** `a + b`. */
export function intervalAdd(a: Interval, b: Interval): Interval {
  return ofBounds(resultType(a, '+', b), bound(a.lower, '+', b.lower, -1), bound(a.upper, '+', b.upper, 1));
}

/** `a - b`. */
export function intervalSubtract(a: Interval, b: Interval): Interval {
  return ofBounds(resultType(a, '-', b), bound(a.lower, '-', b.upper, -1), bound(a.upper, '-', b.lower, 1));
}

/** `a * b`: the extremes are among the products of the bounds; a missing bound leaves the side it could reach open. */
export function intervalMultiply(a: Interval, b: Interval): Interval {
  const type = resultType(a, '*', b);
  if (isZero(a) || isZero(b)) return Interval.singleton(zeroOf(type));
  if ([a, b].some((interval) => interval.lower.isNull || interval.upper.isNull)) return multiplyOpen(a, b, type);
  return extremes(a, '*', b, type);
}

const isZero = (interval: Interval): boolean => {
  const value = interval.singleValue?.value;
  return value === 0 || value === 0n;
};

/** Products of half-open ranges are bounded only when both keep their sign. */
function multiplyOpen(a: Interval, b: Interval, type: DataType): Interval {
  const [signA, signB] = [signOf(a), signOf(b)];
  if (signA === 0 || signB === 0) return Interval.unbounded(type);
  const [nearA, farA] = signA > 0 ? [a.lower, a.upper] : [a.upper, a.lower];
  const [nearB, farB] = signB > 0 ? [b.lower, b.upper] : [b.upper, b.lower];
  return signA === signB
    ? ofBounds(type, bound(nearA, '*', nearB, -1), bound(farA, '*', farB, 1))
    : ofBounds(type, bound(farA, '*', farB, -1), bound(nearA, '*', nearB, 1));
}

/** 1 when no value is negative, -1 when none is positive, 0 when either may be. */
function signOf(interval: Interval): 1 | 0 | -1 {
  const zero = zeroOf(interval.dataType);
  if (!interval.lower.isNull && compareScalars(interval.lower, zero)! >= 0) return 1;
  return !interval.upper.isNull && compareScalars(interval.upper, zero)! <= 0 ? -1 : 0;
}

function extremes(a: Interval, op: '*' | '/', b: Interval, type: DataType): Interval {
  const pairs = [a.lower, a.upper].flatMap((x) => [b.lower, b.upper].map((y) => [x, y] as const));
  const pick = (direction: 1 | -1): ScalarValue | undefined => {
    const found = pairs.map(([x, y]) => bound(x, op, y, direction));
    if (found.includes(undefined)) return undefined;
    return (found as ScalarValue[]).reduce((best, next) => (compareScalars(next, best)! * direction > 0 ? next : best));
  };
  return ofBounds(type, pick(-1), pick(1));
}

/** `a / b`: unbounded when the divisor may be zero or has no bounds. */
export function intervalDivide(a: Interval, b: Interval): Interval {
  const type = resultType(a, '/', b);
  const open = [a, b].some((interval) => interval.lower.isNull || interval.upper.isNull);
  if (open || b.containsValue(zeroOf(b.dataType))) return Interval.unbounded(type);
  return extremes(a, '/', b, type);
}

/** `-a`. */
export function intervalNegate(interval: Interval): Interval {
  const negated = (value: ScalarValue): ScalarValue | undefined => {
    try {
      return value.isNull ? undefined : negateScalar(value);
    } catch (error) {
      if (error instanceof ArrowError) return undefined;
      throw error;
    }
  };
  return ofBounds(interval.dataType, negated(interval.upper), negated(interval.lower));
}
