/**
 * The result type of arithmetic on operands as they are, without coercion: what the kernels can calculate. Throws an
 * ArrowError where they cannot.
 */
import { ArrowError, DataTypes, displayType, type DataType } from '@datafusion-ts/common';
import { decimalResultType, type ArithmeticSymbol } from './decimal.js';
import { isDate, isDecimal, isFloating, isInteger } from './type-tests.js';

function invalid(family: string, a: DataType, op: ArithmeticSymbol, b: DataType): ArrowError {
  return new ArrowError(
    'Invalid argument error',
    `Invalid ${family}arithmetic operation: ${displayType(a)} ${op} ${displayType(b)}`,
  );
}

const isSum = (op: ArithmeticSymbol): boolean => op === '+' || op === '-';

/** The type of `a op b`. */
export function arithmeticResultType(a: DataType, op: ArithmeticSymbol, b: DataType): DataType {
  if ((isInteger(a) || isFloating(a)) && a.kind === b.kind) return a;
  if (isDecimal(a) && isDecimal(b) && a.kind === b.kind) return decimalResultType(a, op, b);
  switch (a.kind) {
    case 'Timestamp':
      return timestampResult(a, op, b);
    case 'Date32':
    case 'Date64':
      return dateResult(a, op, b);
    case 'Duration':
      if (b.kind === 'Duration' && a.unit === b.unit) return spanResult('duration ', a, op, b);
      break;
    case 'Interval':
      if (b.kind === 'Interval' && a.unit === b.unit) return spanResult('interval ', a, op, b);
      break;
  }
  const span = a.kind === 'Duration' || a.kind === 'Interval';
  if (span && op === '+' && (isDate(b) || b.kind === 'Timestamp')) return arithmeticResultType(b, op, a);
  throw invalid('', a, op, b);
}

function spanResult(family: string, a: DataType, op: ArithmeticSymbol, b: DataType): DataType {
  if (!isSum(op)) throw invalid(family, a, op, b);
  return a;
}

function timestampResult(a: Extract<DataType, { kind: 'Timestamp' }>, op: ArithmeticSymbol, b: DataType): DataType {
  if (op === '-' && b.kind === 'Timestamp' && a.unit === b.unit) return DataTypes.duration(a.unit);
  if (isSum(op) && (b.kind === 'Interval' || (b.kind === 'Duration' && b.unit === a.unit))) return a;
  throw invalid('timestamp ', a, op, b);
}

function dateResult(a: DataType, op: ArithmeticSymbol, b: DataType): DataType {
  if (op === '-' && a.kind === b.kind) return DataTypes.duration(a.kind === 'Date32' ? 'Second' : 'Millisecond');
  if (isSum(op) && b.kind === 'Interval') return a;
  throw invalid('date ', a, op, b);
}
