/**
 * Identities of AND, OR and of comparisons with booleans under three-valued logic: what holds only without NULL asks
 * whether the operand can be NULL.
 *
 * `a AND true` is `a`; `a OR (a AND b)` is `a`; `(a AND b) OR (a AND c)` is `a AND (b OR c)`; `a = true` is `a`; `a = a` is
 * true unless NULL.
 */
import { ScalarValue } from '@datafusion-ts/common';
import {
  and,
  binaryExpr,
  conjunction,
  exprEquals,
  exprKey,
  isVolatile,
  lit,
  litFalse,
  litTrue,
  not,
  or,
  splitConjunction,
  type Expr,
  type ExprOf,
} from '@datafusion-ts/expr';
import {
  areOpposites,
  booleanOf,
  chainContains,
  isBinary,
  isBooleanLiteral,
  isFalse,
  isOperationWith,
  isTrue,
} from './expr-tests.js';
import { mergeInListsAnd, mergeInListsOr } from './simplify-in-list.js';
import type { SimplifyInfo } from './simplify-info.js';

type Binary = ExprOf<'BinaryExpr'>;
const nullBoolean = (): Expr => lit(ScalarValue.boolean(null));

/** A simpler OR, or undefined. */
export function simplifyOr({ left, right }: Binary, info: SimplifyInfo): Expr | undefined {
  if (isTrue(left) || isFalse(right)) return left;
  if (isFalse(left) || isTrue(right)) return right;
  if (areOpposites(left, right) && !info.nullableOf(left)) return litTrue();
  if (chainContains(left, right, 'Or')) return left;
  if (chainContains(right, left, 'Or')) return right;
  if (isOperationWith('And', right, left)) return left;
  if (isOperationWith('And', left, right)) return right;
  return withCommonFactor(left, right) ?? mergeInListsOr(left, right);
}

/** `(a AND b) OR (a AND c)` as `a AND (b OR c)`; undefined when nothing is common. */
function withCommonFactor(left: Expr, right: Expr): Expr | undefined {
  if (!isBinary(left, 'And') && !isBinary(right, 'And')) return undefined;
  const lhs = distinct(splitConjunction(left));
  const keys = new Set(lhs.map(exprKey));
  const parts = splitConjunction(right);
  const common = parts.filter((expr) => keys.has(exprKey(expr)) && !isVolatile(expr));
  if (common.length === 0) return undefined;
  const commonKeys = new Set(common.map(exprKey));
  const leftRest = conjunction(lhs.filter((expr) => !commonKeys.has(exprKey(expr))));
  const rightRest = conjunction(parts.filter((expr) => !common.includes(expr)));
  const factor = conjunction(common)!;
  return leftRest === undefined || rightRest === undefined ? factor : and(factor, or(leftRest, rightRest));
}

function distinct(exprs: readonly Expr[]): readonly Expr[] {
  return [...new Map(exprs.map((expr) => [exprKey(expr), expr])).values()];
}

/** A simpler AND, or undefined. */
export function simplifyAnd({ left, right }: Binary, info: SimplifyInfo): Expr | undefined {
  if (isTrue(left) || isFalse(right)) return right;
  if (isFalse(left) || isTrue(right)) return left;
  if (areOpposites(left, right) && !info.nullableOf(left)) return litFalse();
  if (chainContains(left, right, 'And')) return left;
  if (chainContains(right, left, 'And')) return right;
  if (isOperationWith('Or', right, left)) return left;
  if (isOperationWith('Or', left, right)) return right;
  return closedRange(left, right) ?? withoutImpliedInequality(left, right) ?? mergeInListsAnd(left, right);
}

/** `a >= x AND a <= x` is `a = x`. */
function closedRange(left: Expr, right: Expr): Expr | undefined {
  if (!isBinary(left) || !isBinary(right) || isVolatile(left)) return undefined;
  const opposite = (left.op === 'LtEq' && right.op === 'GtEq') || (left.op === 'GtEq' && right.op === 'LtEq');
  if (!opposite || !exprEquals(left.left, right.left) || !exprEquals(left.right, right.right)) return undefined;
  return binaryExpr(left.left, 'Eq', left.right);
}

/** `a = 1 AND a != 2` is `a = 1`. */
function withoutImpliedInequality(left: Expr, right: Expr): Expr | undefined {
  if (!isBinary(left) || !isBinary(right) || isVolatile(left)) return undefined;
  const isPair = (left.op === 'Eq' && right.op === 'NotEq') || (left.op === 'NotEq' && right.op === 'Eq');
  if (!isPair || !exprEquals(left.left, right.left) || left.right.kind !== 'Literal' || right.right.kind !== 'Literal')
    return undefined;
  if (left.right.value.isNull || right.right.value.isNull || exprEquals(left.right, right.right)) return undefined;
  return left.op === 'Eq' ? left : right;
}

/** A simpler `=`, or undefined. */
export function simplifyEq({ left, right }: Binary, info: SimplifyInfo): Expr | undefined {
  if (isBooleanLiteral(left) && info.isBoolean(right)) return truthOf(right, booleanOf(left), false);
  if (isBooleanLiteral(right) && info.isBoolean(left)) return truthOf(left, booleanOf(right), false);
  if (!exprEquals(left, right) || isVolatile(left)) return undefined;
  return info.nullableOf(left) ? or(left.isNotNull(), nullBoolean()) : litTrue();
}

/** A simpler `!=`, or undefined. */
export function simplifyNotEq({ left, right }: Binary, info: SimplifyInfo): Expr | undefined {
  if (isBooleanLiteral(left) && info.isBoolean(right)) return truthOf(right, booleanOf(left), true);
  if (isBooleanLiteral(right) && info.isBoolean(left)) return truthOf(left, booleanOf(right), true);
  return undefined;
}

function truthOf(expr: Expr, truth: boolean | undefined, negated: boolean): Expr {
  if (truth === undefined) return nullBoolean();
  return truth === negated ? not(expr) : expr;
}
