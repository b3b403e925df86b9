import type { Expr } from '../expr/expr.js';
import { exprKey } from '../equality/expr-key.js';
import { walkExpr } from '../expr/expr-tree.js';

/** Searches that list the outermost matches, each distinct expression once, in order of appearance. */

/** Outermost sub-expressions that pass the test; what is inside a match is not searched. */
export function findExprs(exprs: Iterable<Expr>, test: (expr: Expr) => boolean): readonly Expr[] {
  const found = new Map<string, Expr>();
  for (const expr of exprs) {
    walkExpr(expr, (node) => {
      if (!test(node)) return 'Continue';
      const key = exprKey(node);
      if (!found.has(key)) found.set(key, node);
      return 'Jump';
    });
  }
  return [...found.values()];
}

/** Calls of aggregate functions. */
export function findAggregateExprs(exprs: Iterable<Expr>): readonly Expr[] {
  return findExprs(exprs, (e) => e.kind === 'AggregateFunction');
}

/** Calls with OVER. */
export function findWindowExprs(exprs: Iterable<Expr>): readonly Expr[] {
  return findExprs(exprs, (e) => e.kind === 'WindowFunction');
}

/** Columns of enclosing queries. */
export function findOutReferenceExprs(expr: Expr): readonly Expr[] {
  return findExprs([expr], (e) => e.kind === 'OuterReferenceColumn');
}

/** Placeholders. */
export function findPlaceholders(exprs: Iterable<Expr>): readonly Expr[] {
  return findExprs(exprs, (e) => e.kind === 'Placeholder');
}

/** True when the expression holds a call of an aggregate function. */
export function containsAggregate(expr: Expr): boolean {
  return walkExpr(expr, (node) => (node.kind === 'AggregateFunction' ? 'Stop' : 'Continue')) === 'Stop';
}

/** True when the expression refers to an enclosing query. */
export function containsOuter(expr: Expr): boolean {
  return walkExpr(expr, (node) => (node.kind === 'OuterReferenceColumn' ? 'Stop' : 'Continue')) === 'Stop';
}

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

/** Expressions known to be free of volatile parts: rules ask for every part of a chain again and again. */
const stable = new WeakSet<Expr>();

/** True when some part of the expression may give another value each time it is evaluated. */
export function isVolatile(expr: Expr): boolean {
  if (stable.has(expr)) return false;
  const found = walkExpr(expr, (node) => (isVolatileNode(node) ? 'Stop' : stable.has(node) ? 'Jump' : 'Continue'));
  if (found !== 'Stop') stable.add(expr);
  return found === 'Stop';
}

/** True when some part holds a subquery. */
export function containsSubquery(expr: Expr): boolean {
  return (
    walkExpr(expr, (node) =>
      node.kind === 'Exists' ||
      node.kind === 'InSubquery' ||
      node.kind === 'ScalarSubquery' ||
      node.kind === 'SetComparison'
        ? 'Stop'
        : 'Continue',
    ) === 'Stop'
  );
}
