/** One node, its operands being simple already. */
import { and, or, binaryExpr, litFalse, litTrue, type Expr, type ExprOf } from '@datafusion-ts/expr';
import { returnsNullOnNull } from '@datafusion-ts/expr-common';
import { isNullLiteral } from './expr-tests.js';
import { negateClause } from './negate.js';
import { nullResult, simplifyArithmetic } from './simplify-arithmetic.js';
import { compareInsideCase, simplifyCase } from './simplify-case.js';
import { comparePreimage, simplifyCall } from './simplify-function.js';
import { simplifyInList } from './simplify-in-list.js';
import type { SimplifyInfo } from './simplify-info.js';
import { simplifyLike } from './simplify-like.js';
import { simplifyAnd, simplifyEq, simplifyNotEq, simplifyOr } from './simplify-logic.js';
import { simplifyRegex } from './simplify-regex.js';
import { unwrapCastInComparison, unwrapCastInList } from './unwrap-cast.js';

/** The simpler expression, or the node itself. */
export function simplifyNode(expr: Expr, info: SimplifyInfo): Expr {
  switch (expr.kind) {
    case 'BinaryExpr':
      return simplifyBinary(expr, info) ?? expr;
    case 'Not':
      return simplifyNot(expr);
    case 'Negative':
      return expr.expr.kind === 'Negative' ? expr.expr.expr : expr;
    case 'Case':
      return simplifyCase(expr, info) ?? expr;
    case 'Between':
      return expandBetween(expr);
    case 'InList':
      return simplifyInList(expr) ?? preimageOfList(expr, info) ?? unwrapCastInList(expr, info) ?? expr;
    case 'IsNull':
    case 'IsUnknown':
      return isNeverNull(expr.expr, info) ? litFalse() : expr;
    case 'IsNotNull':
    case 'IsNotUnknown':
      return isNeverNull(expr.expr, info) ? litTrue() : expr;
    case 'Like':
      return simplifyLike(expr, info) ?? expr;
    case 'ScalarFunction':
    case 'AggregateFunction':
      return simplifyCall(expr, info) ?? expr;
    default:
      return expr;
  }
}

function simplifyBinary(expr: ExprOf<'BinaryExpr'>, info: SimplifyInfo): Expr | undefined {
  const { left, op, right } = expr;
  if (op === 'And') return simplifyAnd(expr, info);
  if (op === 'Or') return simplifyOr(expr, info);
  if (returnsNullOnNull(op) && (isNullLiteral(left) || isNullLiteral(right))) return nullResult(expr, info);
  return (
    (op === 'Eq' ? simplifyEq(expr, info) : undefined) ??
    (op === 'NotEq' ? simplifyNotEq(expr, info) : undefined) ??
    compareInsideCase(left, op, right) ??
    simplifyRegex(left, op, right) ??
    unwrapCastInComparison(left, op, right, info) ??
    comparePreimage(left, op, right, info) ??
    simplifyArithmetic(expr, info)
  );
}

function simplifyNot(expr: ExprOf<'Not'>): Expr {
  const negated = negateClause(expr.expr);
  return negated.kind === 'Not' && negated.expr === expr.expr ? expr : negated;
}

function expandBetween({ expr, low, high, negated }: ExprOf<'Between'>): Expr {
  return negated
    ? or(binaryExpr(expr, 'Lt', low), binaryExpr(expr, 'Gt', high))
    : and(binaryExpr(expr, 'GtEq', low), binaryExpr(expr, 'LtEq', high));
}

/** Items of lists that are written out; longer lists are searched faster than compared with. */
const MOST_RANGES = 3;

/** `f(x) IN (a, b)` as ranges of `x`, when the function knows them for every item. */
function preimageOfList(expr: ExprOf<'InList'>, info: SimplifyInfo): Expr | undefined {
  if (expr.expr.kind !== 'ScalarFunction' || expr.expr.func.preimage === undefined) return undefined;
  if (expr.list.length > MOST_RANGES) return undefined;
  const parts = expr.list.map((item) => comparePreimage(expr.expr, expr.negated ? 'NotEq' : 'Eq', item, info));
  if (parts.some((part) => part === undefined)) return undefined;
  return (parts as Expr[]).reduce(expr.negated ? and : or);
}

/** Types of some expressions are only known later; those may be NULL. */
function isNeverNull(expr: Expr, info: SimplifyInfo): boolean {
  return expr.kind === 'Literal' ? !expr.value.isNull : !info.nullableOf(expr);
}
