import {
  rewritten,
  transformDown,
  transformUp,
  unchanged,
  type Transformed,
  type TreeOps,
} from '@datafusion-ts/common';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';

const ops: TreeOps<PhysicalExpr> = {
  children: (expr) => expr.children(),
  withChildren: (expr, children) => expr.withNewChildren(children),
};

const become = (from: PhysicalExpr, to: PhysicalExpr): Transformed<PhysicalExpr> =>
  from === to ? unchanged(from) : rewritten(to);

/** Rebuilds an expression bottom-up; `rewrite` gives the replacement of a node whose children are done. */
export function transformExprUp(expr: PhysicalExpr, rewrite: (node: PhysicalExpr) => PhysicalExpr): PhysicalExpr {
  if (expr.children().length === 0) return rewrite(expr);
  return transformUp(expr, ops, (node) => become(node, rewrite(node))).node;
}

/** Rebuilds an expression top-down; a node that `rewrite` replaces is not descended into. */
export function transformExprDown(
  expr: PhysicalExpr,
  rewrite: (node: PhysicalExpr) => PhysicalExpr | undefined,
): PhysicalExpr {
  if (expr.children().length === 0) return rewrite(expr) ?? expr;
  return transformDown(expr, ops, (node) => {
    const replaced = rewrite(node);
    return replaced === undefined ? unchanged(node) : rewritten(replaced, 'Jump');
  }).node;
}

/** The same node over mapped children; itself when none changed. */
export function mapExprChildren(expr: PhysicalExpr, map: (child: PhysicalExpr) => PhysicalExpr): PhysicalExpr {
  const children = expr.children();
  if (children.length === 0) return expr;
  const mapped = children.map(map);
  return mapped.every((child, i) => child === children[i]) ? expr : expr.withNewChildren(mapped);
}

/** Visits every node of an expression, parents first and children from left to right. */
export function visitExpr(expr: PhysicalExpr, visit: (node: PhysicalExpr) => void): void {
  exprExists(expr, (node) => {
    visit(node);
    return false;
  });
}

/** True when `test` holds for the expression or one inside it. */
export function exprExists(expr: PhysicalExpr, test: (node: PhysicalExpr) => boolean): boolean {
  const pending = [expr];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (test(node)) return true;
    const children = node.children();
    for (let i = children.length - 1; i >= 0; i--) pending.push(children[i]!);
  }
  return false;
}

/** True when two evaluations over the same rows may differ. */
export const isVolatileExpr = (expr: PhysicalExpr): boolean => exprExists(expr, (node) => node.volatile === true);
