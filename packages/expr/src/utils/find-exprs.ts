import type { Expr } from '../expr/expr.js';
import { exprKey } from '../equality/expr-key.js';
import { EXPR_BITS, hasKinds, SUBQUERY_BITS } from '../expr/expr-kinds.js';
import { walkExpr } from '../expr/expr-tree.js';

/** Searches that list the outermost matches, each distinct expression once, in order of appearance. */

/**
 * Outermost sub-expressions that pass the test; what is inside a match is not searched. `bits` are the kinds of nodes
 * ({@link EXPR_BITS}) that can pass, when the test is about kinds.
 */
export function findExprs(exprs: Iterable<Expr>, test: (expr: Expr) => boolean, bits = ~0): readonly Expr[] {
  const found = new Map<string, Expr>();
  for (const expr of exprs) {
    if (!hasKinds(expr, bits)) continue;
    walkExpr(expr, (node) => {
      if (!hasKinds(node, bits)) return 'Jump';
      if (!test(node)) return 'Continue';
      const key = exprKey(node);
      if (!found.has(key)) found.set(key, node);
      return 'Jump';
    });
  }
  return found.size === 0 ? NONE : [...found.values()];
}

const NONE: readonly Expr[] = [];

/** Calls of aggregate functions. */
export function findAggregateExprs(exprs: Iterable<Expr>): readonly Expr[] {
  return findExprs(exprs, (e) => e.kind === 'AggregateFunction', EXPR_BITS.AggregateFunction);
}

/** Calls with OVER. */
export function findWindowExprs(exprs: Iterable<Expr>): readonly Expr[] {
  return findExprs(exprs, (e) => e.kind === 'WindowFunction', EXPR_BITS.WindowFunction);
}

/** Columns of enclosing queries. */
export function findOutReferenceExprs(expr: Expr): readonly Expr[] {
  return findExprs([expr], (e) => e.kind === 'OuterReferenceColumn', EXPR_BITS.OuterReferenceColumn);
}

/** Placeholders. */
export function findPlaceholders(exprs: Iterable<Expr>): readonly Expr[] {
  return findExprs(exprs, (e) => e.kind === 'Placeholder', EXPR_BITS.Placeholder);
}

/** True when the expression holds a call of an aggregate function. */
export const containsAggregate = (expr: Expr): boolean => hasKinds(expr, EXPR_BITS.AggregateFunction);

/** True when the expression refers to an enclosing query. */
export const containsOuter = (expr: Expr): boolean => hasKinds(expr, EXPR_BITS.OuterReferenceColumn);

/** True when this very node may give another value each time it is evaluated. */
export function isVolatileNode(expr: Expr): boolean {
  switch (expr.kind) {
    case 'ScalarFunction':
    case 'HigherOrderFunction':
      return expr.func.signature.volatility === 'Volatile';
    default:
      return false;
  }
}

/** True when some part of the expression may give another value each time it is evaluated. */
export const isVolatile = (expr: Expr): boolean => hasKinds(expr, EXPR_BITS.Volatile);

/** True when some part holds a subquery. */
export const containsSubquery = (expr: Expr): boolean => hasKinds(expr, SUBQUERY_BITS);
