import type { Signature } from '@datafusion-ts/expr-common';
import { answerSpine } from '../utils/spine.js';
import type { Expr, ExprKind } from './expr.js';
import { exprChildren } from './expr-children.js';
import { factsOf } from './expr-object.js';

/**
 * Which kinds of nodes an expression is made of, as one number with a bit for each kind that somebody looks for: whether
 * an expression holds an aggregate, a subquery or a column is asked far more often than one is found. Plans inside
 * subqueries do not count, nor do their outer references.
 */
export const EXPR_BITS = {
  Column: 1 << 0,
  OuterReferenceColumn: 1 << 1,
  Alias: 1 << 2,
  AggregateFunction: 1 << 3,
  WindowFunction: 1 << 4,
  ScalarFunction: 1 << 5,
  Exists: 1 << 6,
  InSubquery: 1 << 7,
  ScalarSubquery: 1 << 8,
  SetComparison: 1 << 9,
  Placeholder: 1 << 10,
  Unnest: 1 << 11,
  GroupingSet: 1 << 12,
  Wildcard: 1 << 13,
  HigherOrderFunction: 1 << 14,
  Lambda: 1 << 15,
  LambdaVariable: 1 << 16,
  InList: 1 << 17,
  Case: 1 << 18,
  ScalarVariable: 1 << 19,
  /** A call that may give another value each time. */
  Volatile: 1 << 20,
  /** A call that its function may move towards the sources, see `movesTowardsLeaves`. */
  Leaf: 1 << 21,
  /** A call, of any kind of function, that is not immutable: its value depends on more than its arguments. */
  NotImmutable: 1 << 22,
} as const;

/** Expressions that hold a query. */
export const SUBQUERY_BITS =
  EXPR_BITS.Exists | EXPR_BITS.InSubquery | EXPR_BITS.ScalarSubquery | EXPR_BITS.SetComparison;

/** Set in every answer, so that 0 means not known. */
const KNOWN = 1 << 30;

/** The {@link EXPR_BITS} of an expression and all of its parts. */
export function exprKinds(expr: Expr): number {
  const facts = factsOf(expr);
  if (facts.kinds !== 0) return facts.kinds;
  answerSpine(expr, (node) => factsOf(node).kinds !== 0, exprKinds);
  let kinds = KNOWN | ownBits(expr);
  const children = exprChildren(expr);
  for (let i = 0; i < children.length; i++) kinds |= exprKinds(children[i]!);
  facts.kinds = kinds;
  return kinds;
}

/** True when the expression or some part of it is of one of the kinds. */
export const hasKinds = (expr: Expr, bits: number): boolean => (exprKinds(expr) & bits) !== 0;

function ownBits(expr: Expr): number {
  const bit = (EXPR_BITS as Readonly<Partial<Record<ExprKind, number>>>)[expr.kind] ?? 0;
  switch (expr.kind) {
    case 'ScalarFunction':
      return bit | callBits(expr.func) | (expr.func.movesTowardsLeaves === undefined ? 0 : EXPR_BITS.Leaf);
    case 'HigherOrderFunction':
      return bit | callBits(expr.func);
    case 'AggregateFunction':
      return bit | (callBits(expr.func) & EXPR_BITS.NotImmutable);
    case 'WindowFunction':
      return bit | (callBits(expr.func.func) & EXPR_BITS.NotImmutable);
    default:
      return bit;
  }
}

function callBits({ signature: { volatility } }: { readonly signature: Signature }): number {
  if (volatility === 'Immutable') return 0;
  return volatility === 'Volatile' ? EXPR_BITS.NotImmutable | EXPR_BITS.Volatile : EXPR_BITS.NotImmutable;
}
