import type { PhysicalExpr } from '@datafusion-ts/expr-common';

/** Rebuilds an expression bottom-up; `rewrite` gives the replacement of a node whose children are done. */
export function transformExprUp(expr: PhysicalExpr, rewrite: (node: PhysicalExpr) => PhysicalExpr): PhysicalExpr {
  return rewrite(mapExprChildren(expr, (child) => transformExprUp(child, rewrite)));
}

/** Rebuilds an expression top-down; a node that `rewrite` replaces is not descended into. */
export function transformExprDown(
  expr: PhysicalExpr,
  rewrite: (node: PhysicalExpr) => PhysicalExpr | undefined,
): PhysicalExpr {
  return rewrite(expr) ?? mapExprChildren(expr, (child) => transformExprDown(child, rewrite));
}

/** The same node over mapped children; itself when none changed. */
export function mapExprChildren(expr: PhysicalExpr, map: (child: PhysicalExpr) => PhysicalExpr): PhysicalExpr {
  const children = expr.children();
  if (children.length === 0) return expr;
  const mapped = children.map(map);
  return mapped.every((child, i) => child === children[i]) ? expr : expr.withNewChildren(mapped);
}

/** Every node of an expression, parents first. */
export function* walkExpr(expr: PhysicalExpr): Iterable<PhysicalExpr> {
  yield expr;
  for (const child of expr.children()) yield* walkExpr(child);
}

/** True when `test` holds for the expression or one inside it. */
export function exprExists(expr: PhysicalExpr, test: (node: PhysicalExpr) => boolean): boolean {
  return test(expr) || expr.children().some((child) => exprExists(child, test));
}

/** True when two evaluations over the same rows may differ. */
export const isVolatileExpr = (expr: PhysicalExpr): boolean => exprExists(expr, (node) => node.volatile === true);
