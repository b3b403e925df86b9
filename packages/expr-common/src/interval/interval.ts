/**
 * Ranges of values: what an expression can evaluate to. Bounds are closed; NULL means no bound on that side. Operators
 * give the smallest interval that holds every result, used to estimate filters, prune data and order expressions.
 */
import {
  compareScalars,
  displayScalar,
  displayType,
  InternalError,
  sameType,
  scalarDistance,
  scalarsEqual,
  ScalarValue,
  zeroOf,
  type DataType,
} from '@datafusion-ts/common';
import { isFloating, isInteger, isUnsignedInteger } from '../coercion/type-tests.js';
import { float32Rank, float64Rank } from './float-rounding.js';

/** A closed range of values of one type. Immutable. */
export class Interval {
  /** NULL when unbounded below. */
  readonly lower: ScalarValue;
  /** NULL when unbounded above. */
  readonly upper: ScalarValue;

  private constructor(lower: ScalarValue, upper: ScalarValue) {
    this.lower = lower;
    this.upper = upper;
  }

  /**
   * From bounds of one type. Missing bounds of booleans and unsigned integers, and infinite ones of floats, take their
   * normal form. Throws an InternalError when the types differ or the bounds are the wrong way round.
   */
  static of(lower: ScalarValue, upper: ScalarValue): Interval {
    if (!sameType(lower.dataType, upper.dataType))
      throw new InternalError('Endpoints of an Interval should have the same type');
    const interval = new Interval(normalLower(lower), normalUpper(upper));
    if (!interval.lower.isNull && !interval.upper.isNull && compareScalars(interval.lower, interval.upper)! > 0) {
      throw new InternalError(
        `Interval's lower bound ${displayScalar(lower)} is greater than the upper bound ${displayScalar(upper)}`,
      );
    }
    return interval;
  }

  /** Every value of the type. */
  static unbounded(type: DataType): Interval {
    return Interval.of(ScalarValue.null(type), ScalarValue.null(type));
  }

  /** One value. */
  static singleton(value: ScalarValue): Interval {
    return Interval.of(value, value);
  }

  static boolean(lower: boolean, upper: boolean): Interval {
    return new Interval(ScalarValue.boolean(lower), ScalarValue.boolean(upper));
  }

  static readonly TRUE: Interval = Interval.boolean(true, true);
  static readonly FALSE: Interval = Interval.boolean(false, false);
  static readonly TRUE_OR_FALSE: Interval = Interval.boolean(false, true);

  get dataType(): DataType {
    return this.lower.dataType;
  }

  get isUnbounded(): boolean {
    return this.lower.isNull && this.upper.isNull;
  }

  /** The only value; undefined when there are more. */
  get singleValue(): ScalarValue | undefined {
    return !this.lower.isNull && scalarsEqual(this.lower, this.upper) ? this.lower : undefined;
  }

  equals(other: Interval): boolean {
    return scalarsEqual(this.lower, other.lower) && scalarsEqual(this.upper, other.upper);
  }

  /** Values in both; undefined when there are none. */
  intersect(other: Interval): Interval | undefined {
    if (isLess(this.upper, other.lower) || isLess(other.upper, this.lower)) return undefined;
    return new Interval(largerLower(this.lower, other.lower), smallerUpper(this.upper, other.upper));
  }

  /** The smallest interval that holds both. */
  union(other: Interval): Interval {
    const lower = this.lower.isNull || isLess(this.lower, other.lower) ? this.lower : other.lower;
    const upper = this.upper.isNull || isLess(other.upper, this.upper) ? this.upper : other.upper;
    return new Interval(lower, upper);
  }

  /** Whether all (TRUE), some (TRUE_OR_FALSE) or none (FALSE) of the other's values are in this one. */
  contains(other: Interval): Interval {
    const common = this.intersect(other);
    if (common === undefined) return Interval.FALSE;
    return common.equals(other) ? Interval.TRUE : Interval.TRUE_OR_FALSE;
  }

  containsValue(value: ScalarValue): boolean {
    if (value.isNull) return this.isUnbounded;
    return !isLess(value, this.lower) && !isLess(this.upper, value);
  }

  /** True when every value of the other is in this one; `strict` excludes equal intervals. */
  isSuperset(other: Interval, strict = false): boolean {
    return !(strict && this.equals(other)) && this.contains(other).equals(Interval.TRUE);
  }

  /**
   * How many values of the type are in the interval (at most 2^53 exactly); undefined when unbounded or of a type whose
   * values are not counted.
   */
  cardinality(): number | undefined {
    if (this.lower.isNull || this.upper.isNull) return undefined;
    const type = this.dataType;
    if (isFloating(type)) return floatCount(type, this.lower.value as number, this.upper.value as number);
    if (!isInteger(type) && type.kind !== 'Date32') return undefined;
    const distance = scalarDistance(this.upper, this.lower);
    return distance === undefined
      ? Number(BigInt(this.upper.value as bigint) - BigInt(this.lower.value as bigint)) + 1
      : distance + 1;
  }

  toString(): string {
    const bound = (value: ScalarValue, none: string): string => (value.isNull ? none : displayScalar(value));
    return `[${bound(this.lower, '-∞')}, ${bound(this.upper, '∞')}]`;
  }
}

function floatCount(type: DataType, lower: number, upper: number): number | undefined {
  if (type.kind === 'Float16') return undefined;
  const rank = type.kind === 'Float64' ? float64Rank : float32Rank;
  return Number(rank(upper) - rank(lower)) + 1;
}

function normalLower(value: ScalarValue): ScalarValue {
  const type = value.dataType;
  if (type.kind === 'Boolean') return value.isNull ? ScalarValue.boolean(false) : value;
  if (isUnsignedInteger(type) && value.isNull) return zeroOf(type);
  return isFloating(type) && (value.value === -Infinity || Number.isNaN(value.value)) ? ScalarValue.null(type) : value;
}

function normalUpper(value: ScalarValue): ScalarValue {
  const type = value.dataType;
  if (type.kind === 'Boolean') return value.isNull ? ScalarValue.boolean(true) : value;
  return isFloating(type) && (value.value === Infinity || Number.isNaN(value.value)) ? ScalarValue.null(type) : value;
}

/** True when both are bounds and the first is smaller. Throws an InternalError for different types. */
function isLess(a: ScalarValue, b: ScalarValue): boolean {
  if (a.isNull || b.isNull) return false;
  const order = compareScalars(a, b);
  if (order === undefined) {
    throw new InternalError(
      `Only intervals with the same data type are comparable, lhs:${displayType(a.dataType)}, rhs:${displayType(b.dataType)}`,
    );
  }
  return order < 0;
}

const largerLower = (a: ScalarValue, b: ScalarValue): ScalarValue => (!a.isNull && (b.isNull || !isLess(a, b)) ? a : b);
const smallerUpper = (a: ScalarValue, b: ScalarValue): ScalarValue =>
  !a.isNull && (b.isNull || !isLess(b, a)) ? a : b;
