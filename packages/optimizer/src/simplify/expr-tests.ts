/** Questions that simplification rules ask of expressions. */
import { isOneScalar, isZeroScalar } from '@datafusion-ts/common';
import { exprEquals, isVolatile, type Expr, type ExprOf } from '@datafusion-ts/expr';
import type { Operator } from '@datafusion-ts/expr-common';

/** The truth value of a boolean literal that is not NULL. */
export function booleanOf(expr: Expr): boolean | undefined {
  return expr.kind === 'Literal' && typeof expr.value.value === 'boolean' ? expr.value.value : undefined;
}

export const isTrue = (expr: Expr): boolean => booleanOf(expr) === true;
export const isFalse = (expr: Expr): boolean => booleanOf(expr) === false;
export const isNullLiteral = (expr: Expr): boolean => expr.kind === 'Literal' && expr.value.isNull;
export const isOne = (expr: Expr): boolean => expr.kind === 'Literal' && !expr.value.isNull && isOneScalar(expr.value);
export const isZero = (expr: Expr): boolean =>
  expr.kind === 'Literal' && !expr.value.isNull && isZeroScalar(expr.value);

export const isBooleanLiteral = (expr: Expr): boolean =>
  expr.kind === 'Literal' && expr.value.dataType.kind === 'Boolean';

export function isBinary(expr: Expr, op?: Operator): expr is ExprOf<'BinaryExpr'> {
  return expr.kind === 'BinaryExpr' && (op === undefined || expr.op === op);
}

/** True when the needle is an operand of a chain of one operator. */
export function chainContains(expr: Expr, needle: Expr, op: Operator): boolean {
  if (isVolatile(needle)) return false;
  if (isBinary(expr, op)) return chainContains(expr.left, needle, op) || chainContains(expr.right, needle, op);
  return exprEquals(expr, needle);
}

/** True for `needle op x` and `x op needle`. */
export function isOperationWith(op: Operator, expr: Expr, needle: Expr): boolean {
  return isBinary(expr, op) && !isVolatile(needle) && (exprEquals(expr.left, needle) || exprEquals(expr.right, needle));
}

/** True when one is the other's NOT. */
export function areOpposites(a: Expr, b: Expr): boolean {
  if (isVolatile(a)) return false;
  return (a.kind === 'Not' && exprEquals(a.expr, b)) || (b.kind === 'Not' && exprEquals(b.expr, a));
}

/** True when one is the other's negative. */
export function areNegatives(a: Expr, b: Expr): boolean {
  if (isVolatile(a)) return false;
  return (a.kind === 'Negative' && exprEquals(a.expr, b)) || (b.kind === 'Negative' && exprEquals(b.expr, a));
}
