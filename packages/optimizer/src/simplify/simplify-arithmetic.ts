/**
 * Identities of arithmetic and bit operations: with NULL, zero and one, and of an operand with itself. The result keeps
 * the operation's type, by a cast where an operand's differs. Floats keep `x * 0`, which may be NaN.
 */
import { displayType, negativeOneOf, sameType, ScalarValue, zeroOf, type DataType } from '@datafusion-ts/common';
import { cast, lit, type Expr, type ExprOf } from '@datafusion-ts/expr';
import { isBitwiseOperator, isDecimal, isInteger, isNumericalOperator } from '@datafusion-ts/expr-common';
import { areNegatives, chainContains, isOne, isOperationWith, isZero } from './expr-tests.js';
import type { SimplifyInfo } from './simplify-info.js';

type Binary = ExprOf<'BinaryExpr'>;

/** NULL of the operation's type. */
export function nullResult(expr: Binary, info: SimplifyInfo): Expr {
  return lit(ScalarValue.null(info.dataTypeOf(expr)));
}

/** A simpler expression of the same value and type, or undefined. */
export function simplifyArithmetic(expr: Binary, info: SimplifyInfo): Expr | undefined {
  const { left, op, right } = expr;
  if (!isNumericalOperator(op) && !isBitwiseOperator(op)) return undefined;
  const type = info.dataTypeOf(expr);
  switch (op) {
    case 'Multiply':
      if (isOne(right)) return typed(left, type, info);
      if (isOne(left)) return typed(right, type, info);
      // The zero itself, whose decimal type may be another.
      if (isZero(right) && isExact(type) && !info.nullableOf(left)) return right;
      return isZero(left) && isExact(type) && !info.nullableOf(right) ? left : undefined;
    case 'Divide':
      return isOne(right) ? typed(left, type, info) : undefined;
    case 'Modulo':
      return isOne(right) && isExact(type) && !info.nullableOf(left) ? zero(type) : undefined;
    case 'BitwiseAnd':
      return simplifyBitwiseAnd(left, right, type, info);
    case 'BitwiseOr':
      return simplifyBitwiseOr(left, right, type, info);
    case 'BitwiseXor':
      if (isZero(right)) return typed(left, type, info);
      if (isZero(left)) return typed(right, type, info);
      return areNegatives(left, right) && !info.nullableOf(left) ? lit(negativeOneOf(type)) : undefined;
    case 'BitwiseShiftLeft':
    case 'BitwiseShiftRight':
      return isZero(right) ? typed(left, type, info) : undefined;
    default:
      return undefined;
  }
}

function simplifyBitwiseAnd(left: Expr, right: Expr, type: DataType, info: SimplifyInfo): Expr | undefined {
  if ((isZero(right) && !info.nullableOf(left)) || (isZero(left) && !info.nullableOf(right))) return zero(type);
  if (areNegatives(left, right) && !info.nullableOf(left)) return zero(type);
  if (chainContains(left, right, 'BitwiseAnd')) return left;
  if (chainContains(right, left, 'BitwiseAnd')) return right;
  if (!info.nullableOf(right) && isOperationWith('BitwiseOr', right, left)) return left;
  return !info.nullableOf(left) && isOperationWith('BitwiseOr', left, right) ? right : undefined;
}

function simplifyBitwiseOr(left: Expr, right: Expr, type: DataType, info: SimplifyInfo): Expr | undefined {
  if (isZero(right)) return typed(left, type, info);
  if (isZero(left)) return typed(right, type, info);
  if (areNegatives(left, right) && !info.nullableOf(left)) return lit(negativeOneOf(type));
  if (chainContains(left, right, 'BitwiseOr')) return left;
  if (chainContains(right, left, 'BitwiseOr')) return right;
  if (!info.nullableOf(right) && isOperationWith('BitwiseAnd', right, left)) return left;
  return !info.nullableOf(left) && isOperationWith('BitwiseAnd', left, right) ? right : undefined;
}

const isExact = (type: DataType): boolean => isInteger(type) || isDecimal(type);
const zero = (type: DataType): Expr => lit(zeroOf(type));

function typed(expr: Expr, type: DataType, info: SimplifyInfo): Expr {
  const own = info.dataTypeOf(expr);
  return sameType(own, type) || displayType(own) === displayType(type) ? expr : cast(expr, type);
}
