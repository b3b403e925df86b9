import {
  exists,
  rewritten,
  transformDown,
  transformDownUp,
  transformUp,
  unchanged,
  walk,
  type Recursion,
  type Rewrite,
  type Transformed,
  type TreeOps,
} from '@datafusion-ts/common';
import type { Expr, Subquery } from './expr.js';
import { exprChildren, withExprChildren } from './expr-children.js';
import { hasKinds, SUBQUERY_BITS } from './expr-kinds.js';
import { makeExpr } from './make-expr.js';

/** Walks and rewrites of expressions, derived from the traversal table in `expr-children.ts`. */

/** The traversal table, for the generic functions of `common`. */
export const exprOps: TreeOps<Expr> = { children: exprChildren, withChildren: withExprChildren };

/** Visits every node before its children; the visit says where to go on (default: everywhere). */
export function walkExpr(expr: Expr, visit: (expr: Expr) => Recursion | void): Recursion {
  return walk(expr, exprOps, (node) => visit(node) ?? 'Continue');
}

/** True when some node, the root included, passes the test. */
export function existsExprNode(expr: Expr, test: (expr: Expr) => boolean): boolean {
  return exists(expr, exprOps, test);
}

/** Rewrites children before their parents. */
export function transformExpr(expr: Expr, rewrite: Rewrite<Expr>): Transformed<Expr> {
  return transformUp(expr, exprOps, rewrite);
}

/** Rewrites parents before the children of what they became. */
export function transformExprDown(expr: Expr, rewrite: Rewrite<Expr>): Transformed<Expr> {
  return transformDown(expr, exprOps, rewrite);
}

/** Rewrites on the way down and again on the way up. */
export function transformExprDownUp(expr: Expr, down: Rewrite<Expr>, up: Rewrite<Expr>): Transformed<Expr> {
  return transformDownUp(expr, exprOps, down, up);
}

/** Replaces nodes bottom-up: `replace` returns the new node or undefined to keep it. The result is the input itself when nothing was replaced. */
export function replaceExpr(expr: Expr, replace: (expr: Expr) => Expr | undefined): Expr {
  return replaceShallow(expr, replace, SHALLOW);
}

/** Expressions up to this height are followed by recursion. */
const SHALLOW = 128;

function replaceShallow(expr: Expr, replace: (expr: Expr) => Expr | undefined, height: number): Expr {
  if (height === 0) return replaceDeep(expr, replace);
  const children = exprChildren(expr);
  let replaced: Expr[] | undefined;
  for (let i = 0; i < children.length; i++) {
    const child = children[i]!;
    const next = replaceShallow(child, replace, height - 1);
    if (next !== child) (replaced ??= children.slice())[i] = next;
  }
  const node = replaced === undefined ? expr : withExprChildren(expr, replaced);
  return replace(node) ?? node;
}

function replaceDeep(expr: Expr, replace: (expr: Expr) => Expr | undefined): Expr {
  return transformExpr(expr, (node) => {
    const replacement = replace(node);
    return replacement === undefined || replacement === node ? unchanged(node) : rewritten(replacement);
  }).node;
}

/** The subquery that this very node (not its children) holds. */
export function subqueryOfNode(expr: Expr): Subquery | undefined {
  switch (expr.kind) {
    case 'Exists':
    case 'InSubquery':
    case 'SetComparison':
    case 'ScalarSubquery':
      return expr.subquery;
    default:
      return undefined;
  }
}

/** The same node holding another subquery; nodes without one are returned as they are. */
export function withSubquery(expr: Expr, subquery: Subquery): Expr {
  switch (expr.kind) {
    case 'Exists':
    case 'InSubquery':
    case 'SetComparison':
    case 'ScalarSubquery':
      return expr.subquery === subquery ? expr : makeExpr({ ...expr, subquery });
    default:
      return expr;
  }
}

const NONE: readonly Subquery[] = [];

/** All subqueries directly inside an expression, outermost first. */
export function subqueriesOfExpr(expr: Expr): readonly Subquery[] {
  if (!hasKinds(expr, SUBQUERY_BITS)) return NONE;
  const found: Subquery[] = [];
  walkExpr(expr, (node) => {
    const subquery = subqueryOfNode(node);
    if (subquery !== undefined) found.push(subquery);
  });
  return found;
}
