/**
 * Checked arithmetic on single values, for planning (bounds, statistics, frames). Operands have types as coercion gives
 * them; NULL on either side gives NULL of the result type. Throws an ArrowError on overflow and division by zero.
 */
import { DataTypes, sameType, type DataType } from '../data-type.js';
import { displayType } from '../data-type-display.js';
import { ArrowError } from '../errors.js';
import { ScalarValue, type DayTimeInterval, type MonthDayNanoInterval, type ScalarData } from '../scalar-value.js';
import { addInterval, intervalParts } from './add-interval.js';
import { decimalText } from './decimal-text.js';
import { decimalStorageRange, integerRange, isBigKind } from './integer-range.js';

/** Operators of {@link scalarArithmetic}. */
export type ScalarOperator = '+' | '-' | '*' | '/' | '%';

type DecimalOf = Extract<DataType, { precision: number }>;

const isFloat = (type: DataType): boolean =>
  type.kind === 'Float16' || type.kind === 'Float32' || type.kind === 'Float64';
const isDecimal = (type: DataType): type is DecimalOf => 'precision' in type;
const isInteger = (type: DataType): boolean => /^U?Int\d+$/.test(type.kind);
const isDate = (type: DataType): boolean => type.kind === 'Date32' || type.kind === 'Date64';

function invalid(a: DataType, op: ScalarOperator, b: DataType): ArrowError {
  return new ArrowError(
    'Invalid argument error',
    `Invalid arithmetic operation: ${displayType(a)} ${op} ${displayType(b)}`,
  );
}

const overflow = (a: unknown, op: ScalarOperator, b: unknown): ArrowError =>
  new ArrowError('Arithmetic overflow', `Overflow happened on: ${String(a)} ${op} ${String(b)}`);

const divideByZero = (): ArrowError => new ArrowError('Divide by zero error', '');

/** `a op b`. */
export function scalarArithmetic(a: ScalarValue, op: ScalarOperator, b: ScalarValue): ScalarValue {
  const [left, right] = [a.dataType, b.dataType];
  if (isDecimal(left) && isDecimal(right) && left.kind === right.kind) return decimalArithmetic(a, left, op, b, right);
  if ((isInteger(left) || isFloat(left)) && sameType(left, right)) return numberArithmetic(a, left, op, b);
  return temporalArithmetic(a, op, b);
}

/** Sum; throws on overflow. */
export const addScalars = (a: ScalarValue, b: ScalarValue): ScalarValue => scalarArithmetic(a, '+', b);
/** Difference; throws on overflow. */
export const subtractScalars = (a: ScalarValue, b: ScalarValue): ScalarValue => scalarArithmetic(a, '-', b);
/** Product; throws on overflow. */
export const multiplyScalars = (a: ScalarValue, b: ScalarValue): ScalarValue => scalarArithmetic(a, '*', b);
/** Quotient, cut towards zero for integers; throws on division by zero. */
export const divideScalars = (a: ScalarValue, b: ScalarValue): ScalarValue => scalarArithmetic(a, '/', b);

function numberArithmetic(a: ScalarValue, type: DataType, op: ScalarOperator, b: ScalarValue): ScalarValue {
  if (a.isNull || b.isNull) return ScalarValue.null(type);
  if (!isFloat(type))
    return checkedInteger(type, BigInt(a.value as number | bigint), op, BigInt(b.value as number | bigint));
  const value = floatOperation(a.value as number, op, b.value as number);
  return new ScalarValue(type, type.kind === 'Float32' ? Math.fround(value) : value);
}

function floatOperation(a: number, op: ScalarOperator, b: number): number {
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
  }
}

function integerOperation(a: bigint, op: ScalarOperator, b: bigint): bigint {
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    default:
      if (b === 0n) throw divideByZero();
      return op === '/' ? a / b : a % b;
  }
}

/** Result in the range of a type stored as an integer. */
function checkedInteger(type: DataType, a: bigint, op: ScalarOperator, b: bigint): ScalarValue {
  const value = integerOperation(a, op, b);
  const [min, max] = integerRange(type)!;
  if (value < min || value > max) throw overflow(a, op, b);
  return new ScalarValue(type, isBigKind(type) ? value : Number(value));
}

const MAX_DIGITS = { Decimal32: 9, Decimal64: 18, Decimal128: 38, Decimal256: 76 } as const;

const pow10 = (exponent: number): bigint => 10n ** BigInt(exponent);

function decimalArithmetic(
  a: ScalarValue,
  left: DecimalOf,
  op: ScalarOperator,
  b: ScalarValue,
  right: DecimalOf,
): ScalarValue {
  const type = decimalResult(left, op, right);
  if (a.isNull || b.isNull) return ScalarValue.null(type);
  const [x, y] = [a.value as bigint, b.value as bigint];
  const value = decimalOperation(x, left.scale, op, y, right.scale, type.scale);
  const [min, max] = decimalStorageRange(type.kind);
  if (value < min || value > max) throw overflow(decimalText(x, left.scale), op, decimalText(y, right.scale));
  return new ScalarValue(type, value);
}

function decimalResult(a: DecimalOf, op: ScalarOperator, b: DecimalOf): DecimalOf {
  const max = MAX_DIGITS[a.kind];
  const of = (precision: number, scale: number): DecimalOf => ({
    kind: a.kind,
    precision: Math.min(precision, max),
    scale,
  });
  const scale = Math.max(a.scale, b.scale);
  switch (op) {
    case '+':
    case '-':
      return of(scale + Math.max(a.precision - a.scale, b.precision - b.scale) + 1, scale);
    case '*':
      return of(a.precision + b.precision + 1, a.scale + b.scale);
    case '/': {
      const quotient = Math.min(a.scale + 4, max);
      return of(quotient - a.scale + b.scale + a.precision, quotient);
    }
    case '%':
      return of(scale + Math.min(a.precision - a.scale, b.precision - b.scale), scale);
  }
}

function decimalOperation(
  x: bigint,
  scaleX: number,
  op: ScalarOperator,
  y: bigint,
  scaleY: number,
  scale: number,
): bigint {
  if (op === '*') return x * y;
  if (op === '/') {
    if (y === 0n) throw divideByZero();
    const shift = scale - scaleX + scaleY;
    return shift >= 0 ? (x * pow10(shift)) / y : x / (y * pow10(-shift));
  }
  return integerOperation(x * pow10(scale - scaleX), op, y * pow10(scale - scaleY));
}

function temporalArithmetic(a: ScalarValue, op: ScalarOperator, b: ScalarValue): ScalarValue {
  const [left, right] = [a.dataType, b.dataType];
  if (op !== '+' && op !== '-') throw invalid(left, op, right);
  if (left.kind === 'Interval' && right.kind === 'Interval' && left.unit === right.unit) return addIntervals(a, op, b);
  if (isDate(left) || left.kind === 'Timestamp') return instantArithmetic(a, op, b);
  if (left.kind === 'Duration' && sameType(left, right)) return sameUnits(a, op, b, left);
  const commutes = op === '+' && (isDate(right) || right.kind === 'Timestamp');
  if ((left.kind === 'Duration' || left.kind === 'Interval') && commutes) return instantArithmetic(b, op, a);
  throw invalid(left, op, right);
}

function sameUnits(a: ScalarValue, op: '+' | '-', b: ScalarValue, result: DataType): ScalarValue {
  if (a.isNull || b.isNull) return ScalarValue.null(result);
  return checkedInteger(result, BigInt(a.value as number | bigint), op, BigInt(b.value as number | bigint));
}

function instantArithmetic(a: ScalarValue, op: '+' | '-', b: ScalarValue): ScalarValue {
  const [left, right] = [a.dataType, b.dataType];
  if (right.kind === 'Interval') {
    if (a.isNull || b.isNull) return ScalarValue.null(left);
    const value = addInterval(
      left,
      a.value as number | bigint,
      intervalParts(right.unit, b.value),
      op === '+' ? 1 : -1,
    );
    return checkedInteger(left, BigInt(value), '+', 0n);
  }
  if (left.kind === 'Timestamp' && right.kind === 'Duration' && left.unit === right.unit)
    return sameUnits(a, op, b, left);
  if (op === '-' && left.kind === 'Timestamp' && right.kind === 'Timestamp' && left.unit === right.unit) {
    return sameUnits(a, op, b, DataTypes.duration(left.unit));
  }
  if (op === '-' && isDate(left) && left.kind === right.kind) return dateDifference(a, b, left);
  throw invalid(left, op, right);
}

function dateDifference(a: ScalarValue, b: ScalarValue, type: DataType): ScalarValue {
  const result = DataTypes.duration(type.kind === 'Date32' ? 'Second' : 'Millisecond');
  if (a.isNull || b.isNull) return ScalarValue.null(result);
  const difference = BigInt(a.value as number | bigint) - BigInt(b.value as number | bigint);
  return new ScalarValue(result, type.kind === 'Date32' ? difference * 86_400n : difference);
}

const inI32 = (value: number): boolean => value >= -(2 ** 31) && value < 2 ** 31;

function addIntervals(a: ScalarValue, op: '+' | '-', b: ScalarValue): ScalarValue {
  const type = a.dataType as Extract<DataType, { kind: 'Interval' }>;
  if (a.isNull || b.isNull) return ScalarValue.null(type);
  const [x, y] = [intervalParts(type.unit, a.value), intervalParts(type.unit, b.value)];
  const sign = op === '+' ? 1 : -1;
  const months = x.months + sign * y.months;
  const days = x.days + sign * y.days;
  const nanoseconds = x.nanoseconds + BigInt(sign) * y.nanoseconds;
  if (!inI32(months) || !inI32(days) || BigInt.asIntN(64, nanoseconds) !== nanoseconds)
    throw overflow(x.months, op, y.months);
  return new ScalarValue(type, intervalData(type.unit, { months, days, nanoseconds }));
}

function intervalData(unit: 'YearMonth' | 'DayTime' | 'MonthDayNano', parts: MonthDayNanoInterval): ScalarData {
  switch (unit) {
    case 'YearMonth':
      return parts.months;
    case 'DayTime':
      return { days: parts.days, milliseconds: Number(parts.nanoseconds / 1_000_000n) };
    case 'MonthDayNano':
      return parts;
  }
}

/** The value with the other sign; NULL stays. Throws an ArrowError on overflow and for types without a sign. */
export function negateScalar(scalar: ScalarValue): ScalarValue {
  const { dataType: type, value } = scalar;
  if (type.kind === 'Null') return scalar;
  if (isFloat(type)) return value === null ? scalar : new ScalarValue(type, -(value as number));
  if (isDecimal(type)) return value === null ? scalar : new ScalarValue(type, -(value as bigint));
  if (type.kind === 'Interval') return value === null ? scalar : new ScalarValue(type, negatedInterval(value));
  if (!/^Int\d+$|^Duration$|^Timestamp$/.test(type.kind)) {
    throw new ArrowError('Invalid argument error', `Invalid arithmetic operation: - ${displayType(type)}`);
  }
  if (value === null) return scalar;
  const negated = -BigInt(value as number | bigint);
  if (negated > integerRange(type)![1])
    throw new ArrowError('Arithmetic overflow', `Overflow happened on: - ${String(value)}`);
  return new ScalarValue(type, isBigKind(type) ? negated : Number(negated));
}

function negatedInterval(value: NonNullable<ScalarData>): ScalarData {
  if (typeof value === 'number') return -value;
  const parts = value as DayTimeInterval | MonthDayNanoInterval;
  return 'milliseconds' in parts
    ? { days: -parts.days, milliseconds: -parts.milliseconds }
    : { months: -parts.months, days: -parts.days, nanoseconds: -parts.nanoseconds };
}
