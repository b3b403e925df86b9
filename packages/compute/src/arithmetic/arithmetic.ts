/**
 * `+ - * / %` on columns, by DataFusion's rules: integers wrap on `+ - *` and fail on division by zero; floats follow IEEE;
 * decimals fail on overflow of their representation and truncate quotients; timestamps, durations and intervals fail on
 * overflow. Which types may meet is decided by coercion before; this file picks the implementation.
 */
import { InternalError, displayType, type DataType } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import { evaluateBinary, type BinaryFunction } from '../operand/operand.js';
import type { ColumnVector } from '../vector/column-vector.js';
import { valueTypeOf } from '../vector/physical-type.js';
import { decimalArithmetic, decimalProducts, isDecimal } from './decimals.js';
import { floatArithmetic } from './floats.js';
import { integerArithmetic } from './integers.js';
import { temporalArithmetic } from './temporal-arithmetic.js';

/** Arithmetic operators of SQL. */
export type ArithmeticOp = 'add' | 'sub' | 'mul' | 'div' | 'mod';

/** The sign an operator is written with, as error texts show it. */
const operatorSign: Readonly<Record<ArithmeticOp, string>> = {
  add: '+',
  sub: '-',
  mul: '*',
  div: '/',
  mod: '%',
};

/**
 * `a op b` row by row, of type `resultType`. Operands have the types that coercion left: equal numeric types, decimals
 * (any precision and scale), or a temporal pair. Integers wrap on add, sub and mul; division by zero and decimal
 * overflow throw ArrowError.
 */
export function arithmetic(
  op: ArithmeticOp,
  a: ColumnVector,
  b: ColumnVector,
  resultType: DataType,
  arena: Arena,
): ColumnVector {
  return evaluateBinary(
    a,
    b,
    resultType,
    arena,
    implementation(op, valueTypeOf(a.type), valueTypeOf(b.type), resultType),
    undefined,
    op === 'mul' && isDecimal(valueTypeOf(a.type)) && isDecimal(valueTypeOf(b.type))
      ? (flat, coded, _isLeft, own) => decimalProducts(flat, coded, resultType, own)
      : undefined,
  );
}

function implementation(op: ArithmeticOp, a: DataType, b: DataType, resultType: DataType): BinaryFunction {
  switch (a.kind) {
    case 'Int8':
    case 'Int16':
    case 'Int32':
    case 'Int64':
    case 'UInt8':
    case 'UInt16':
    case 'UInt32':
    case 'UInt64':
      if (a.kind === b.kind) return integerArithmetic(op, a.kind, resultType);
      break;
    case 'Float16':
    case 'Float32':
    case 'Float64':
      if (a.kind === b.kind) return floatArithmetic(op, a.kind, resultType);
      break;
    default:
      if (isDecimal(a) && isDecimal(b)) return decimalArithmetic(op, a, b, resultType);
  }
  const temporal = temporalArithmetic(op, a, b, resultType);
  if (temporal !== undefined) return temporal;
  throw new InternalError(`Unsupported arithmetic ${displayType(a)} ${operatorSign[op]} ${displayType(b)}`);
}
