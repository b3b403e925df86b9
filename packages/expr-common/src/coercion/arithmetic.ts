/**
 * Coercion of `+ - * / %`: numbers meet in the narrowest type, decimals keep their own scales, dates and times get
 * intervals and durations.
 */
import { DataFusionError, DataTypes, PlanError, displayType, type DataType } from '@datafusion-ts/common';
import { arithmeticResultType } from './arithmetic-result.js';
import type { BinarySignature } from './binary-type-coercer.js';
import { mathDecimalCoercion, type ArithmeticSymbol } from './decimal.js';
import { mathNumericalCoercion } from './numeric.js';
import { temporalCoercionStrict } from './temporal.js';
import { isDate, isFloating, isInteger, isNull, isNumeric, isTime } from './type-tests.js';

/** Operand and result types of arithmetic; throws a PlanError when there are none. */
export function arithmeticSignature(left: DataType, op: ArithmeticSymbol, right: DataType): BinarySignature {
  if (isNull(left) && isNull(right)) return uniform(DataTypes.Int64);
  const days = dateDifference(left, op, right);
  if (days !== undefined) return { left: days, right: days, result: DataTypes.Int64 };
  if (isNull(left) || isNull(right)) {
    const other = isNull(left) ? right : left;
    if (!isDate(other) && !isTime(other)) return nullArithmetic(other, op, left, right);
  }
  return typedArithmetic(left, op, right);
}

const uniform = (type: DataType): BinarySignature => ({ left: type, right: type, result: type });

/** Two dates of one kind differ by a number of days. */
function dateDifference(left: DataType, op: ArithmeticSymbol, right: DataType): DataType | undefined {
  if (op !== '-') return undefined;
  if (isDate(left) && (isNull(right) || left.kind === right.kind)) return left;
  return isNull(left) && isDate(right) ? right : undefined;
}

/** NULL takes the other operand's type. */
function nullArithmetic(other: DataType, op: ArithmeticSymbol, left: DataType, right: DataType): BinarySignature {
  if (other.kind === 'Timestamp' || other.kind === 'Duration' || other.kind === 'Interval') {
    return typedArithmetic(other, op, other);
  }
  try {
    return { left: other, right: other, result: arithmeticResultType(other, op, other) };
  } catch (error) {
    throw explain(`arithmetic operation ${displayType(other)} ${op} ${displayType(other)}`, error, left, op, right);
  }
}

function explain(what: string, error: unknown, left: DataType, op: ArithmeticSymbol, right: DataType): unknown {
  if (!(error instanceof DataFusionError)) return error;
  return error.code === 'ArrowError'
    ? new PlanError(`Cannot get result type for ${what}: ${error.message}`)
    : cannotCoerce(left, op, right);
}

function cannotCoerce(left: DataType, op: ArithmeticSymbol, right: DataType): PlanError {
  return new PlanError(
    `Cannot coerce arithmetic expression ${displayType(left)} ${op} ${displayType(right)} to valid types`,
  );
}

function resultOrUndefined(left: DataType, op: ArithmeticSymbol, right: DataType): DataType | undefined {
  // The most frequent case of operands that have to be cast first, without an error made to be dropped.
  if (isNumeric(left) && isNumeric(right) && left.kind !== right.kind) return undefined;
  try {
    return arithmeticResultType(left, op, right);
  } catch (error) {
    if (error instanceof DataFusionError) return undefined;
    throw error;
  }
}

function typedArithmetic(left: DataType, op: ArithmeticSymbol, right: DataType): BinarySignature {
  const direct = resultOrUndefined(left, op, right);
  if (direct !== undefined) return { left, right, result: direct };
  const math = temporalMathCoercion(left, right);
  if (math !== undefined) return coerced(math, op, `${displayType(left)} ${op} ${displayType(right)}`, 'temporal');
  const temporal = temporalCoercionStrict(left, right);
  if (temporal !== undefined) {
    return coerced([temporal, temporal], op, `${displayType(temporal)} ${op} ${displayType(temporal)}`, 'temporal');
  }
  const decimals = mathDecimalCoercion(left, right);
  if (decimals !== undefined)
    return coerced(decimals, op, `${displayType(decimals[0])} ${op} ${displayType(decimals[1])}`, 'decimal');
  const numeric = mathNumericalCoercion(left, right);
  if (numeric === undefined) throw cannotCoerce(left, op, right);
  return uniform(numeric);
}

function coerced(
  [left, right]: readonly [DataType, DataType],
  op: ArithmeticSymbol,
  what: string,
  family: string,
): BinarySignature {
  try {
    return { left, right, result: arithmeticResultType(left, op, right) };
  } catch (error) {
    throw explain(`${family} operation ${what}`, error, left, op, right);
  }
}

/**
 * Operands of calendar arithmetic that need more than a cast: integers beside dates count days, times of day are
 * durations, durations take the unit of the timestamp.
 */
export function temporalMathCoercion(left: DataType, right: DataType): readonly [DataType, DataType] | undefined {
  const ordered = orderedTemporalMath(left, right);
  if (ordered !== undefined) return ordered;
  const swapped = orderedTemporalMath(right, left);
  return swapped === undefined ? undefined : [swapped[1], swapped[0]];
}

function orderedTemporalMath(a: DataType, b: DataType): readonly [DataType, DataType] | undefined {
  const interval = DataTypes.interval('MonthDayNano');
  if (isDate(a) && isInteger(b)) return [a, interval];
  if (isDate(a) && isTime(b)) return [DataTypes.timestamp('Nanosecond'), DataTypes.duration('Nanosecond')];
  if (a.kind === 'Timestamp' && b.kind === 'Duration') return [a, DataTypes.duration(a.unit)];
  if (isTime(a) && (isTime(b) || b.kind === 'Interval' || isNull(b))) return [interval, interval];
  if ((isInteger(a) || isFloating(a)) && b.kind === 'Interval') return [interval, interval];
  return undefined;
}
