import { and, binaryExpr, isNullExpr, or, type Expr, type ExprOf } from '@datafusion-ts/expr';
import type { Operator } from '@datafusion-ts/expr-common';
import { swappedComparison } from './canonicalize.js';
import type { SimplifyInfo } from './simplify-info.js';

/** What a function makes of its own call, or undefined. */
export function simplifyCall(
  expr: ExprOf<'ScalarFunction'> | ExprOf<'AggregateFunction'>,
  info: SimplifyInfo,
): Expr | undefined {
  return expr.kind === 'ScalarFunction' ? expr.func.simplify?.(expr.args, info) : expr.func.simplify?.(expr, info);
}

/** `f(x) op literal` as a range of `x`, when the function knows which values give the literal. */
export function comparePreimage(left: Expr, op: Operator, right: Expr, info: SimplifyInfo): Expr | undefined {
  if (left.kind === 'Literal' && right.kind === 'ScalarFunction') {
    const swapped = swappedComparison(op);
    return swapped === undefined ? undefined : comparePreimage(right, swapped, left, info);
  }
  if (left.kind !== 'ScalarFunction' || right.kind !== 'Literal' || right.value.isNull) return undefined;
  const range = left.func.preimage?.(left.args, right, info);
  if (range === undefined) return undefined;
  const { expr, lower, upper } = range;
  switch (op) {
    case 'Eq':
      return binaryExpr(binaryExpr(expr, 'GtEq', lower), 'And', binaryExpr(expr, 'Lt', upper));
    case 'NotEq':
      return binaryExpr(binaryExpr(expr, 'Lt', lower), 'Or', binaryExpr(expr, 'GtEq', upper));
    case 'Lt':
      return binaryExpr(expr, 'Lt', lower);
    case 'LtEq':
      return binaryExpr(expr, 'Lt', upper);
    case 'Gt':
      return binaryExpr(expr, 'GtEq', upper);
    case 'GtEq':
      return binaryExpr(expr, 'GtEq', lower);
    case 'IsNotDistinctFrom':
      return and(and(expr.isNotNull(), binaryExpr(expr, 'GtEq', lower)), binaryExpr(expr, 'Lt', upper));
    case 'IsDistinctFrom':
      return or(or(binaryExpr(expr, 'Lt', lower), binaryExpr(expr, 'GtEq', upper)), isNullExpr(expr));
    default:
      return undefined;
  }
}
