import { DataTypes, PlanError, displayType, sameType, type DataType, type DataTypeOf, type DecimalKind } from '@datafusion-ts/common';
import { operatorText } from '@datafusion-ts/expr';
import type { Operator } from '@datafusion-ts/expr-common';
import { isArithmetic } from './binary-kernels.js';

/** Type of `left op right` for operands of coerced types. */
export function binaryResultType(left: DataType, op: Operator, right: DataType): DataType {
  switch (op) {
    case 'BitwiseAnd':
    case 'BitwiseOr':
    case 'BitwiseXor':
    case 'BitwiseShiftLeft':
    case 'BitwiseShiftRight':
      return left.kind === 'Null' ? right : left;
    case 'StringConcat':
      return concatType(left, right);
    default:
      return isArithmetic(op) ? arithmeticType(left, op, right) : DataTypes.Boolean;
  }
}

function concatType(left: DataType, right: DataType): DataType {
  for (const kind of ['Utf8View', 'LargeUtf8', 'Utf8'] as const) {
    if (left.kind === kind || right.kind === kind) return DataTypes[kind];
  }
  return left.kind === 'Null' ? right : left;
}

function arithmeticType(left: DataType, op: Operator, right: DataType): DataType {
  if (left.kind === 'Null') return right;
  if (right.kind === 'Null') return left;
  if (isDecimal(left) && isDecimal(right)) return decimalType(left, op, right);
  const temporal = temporalType(left, op, right);
  if (temporal !== undefined) return temporal;
  if (sameType(left, right)) return left;
  throw new PlanError(`Cannot get result type for arithmetic operation ${displayType(left)} ${operatorText(op)} ${displayType(right)}`);
}

type DecimalType = DataTypeOf<DecimalKind>;
const isDecimal = (type: DataType): type is DecimalType => type.kind.startsWith('Decimal');
const MAX_PRECISION: Readonly<Record<DecimalKind, number>> = { Decimal32: 9, Decimal64: 18, Decimal128: 38, Decimal256: 76 };
/** Digits that division adds to the scale. */
const DIVISION_SCALE = 4;

function decimalType(left: DecimalType, op: Operator, right: DecimalType): DataType {
  const limit = MAX_PRECISION[left.kind];
  const make = (precision: number, scale: number): DataType => ({
    kind: left.kind,
    precision: Math.min(precision, limit),
    scale: Math.min(scale, limit),
  });
  const [wholeLeft, wholeRight] = [left.precision - left.scale, right.precision - right.scale];
  const scale = Math.max(left.scale, right.scale);
  switch (op) {
    case 'Multiply':
      return make(left.precision + right.precision + 1, left.scale + right.scale);
    case 'Divide': {
      const result = Math.min(left.scale + DIVISION_SCALE, limit);
      return make(wholeLeft + right.scale + result, result);
    }
    case 'Modulo':
      return make(Math.min(wholeLeft, wholeRight) + scale, scale);
    default:
      return make(Math.max(wholeLeft, wholeRight) + scale + 1, scale);
  }
}

/** Differences of moments are durations; moments shifted by an interval or duration stay what they are. */
function temporalType(left: DataType, op: Operator, right: DataType): DataType | undefined {
  const shift = (type: DataType): boolean => type.kind === 'Interval' || type.kind === 'Duration';
  const moment = (type: DataType): boolean => type.kind === 'Timestamp' || type.kind === 'Date32' || type.kind === 'Date64';
  if (left.kind === 'Timestamp' && right.kind === 'Timestamp' && op === 'Minus') return DataTypes.duration(left.unit);
  if (left.kind === 'Date32' && right.kind === 'Date32' && op === 'Minus') return DataTypes.duration('Second');
  if (left.kind === 'Date64' && right.kind === 'Date64' && op === 'Minus') return DataTypes.duration('Millisecond');
  if ((moment(left) || left.kind === 'Time32' || left.kind === 'Time64') && shift(right)) return left;
  if (shift(left) && (moment(right) || right.kind === 'Time32' || right.kind === 'Time64')) return right;
  if (shift(left)) return left;
  return shift(right) ? right : undefined;
}
