import type { Expr } from '../expr/expr.js';
import { exprKey } from '../equality/expr-key.js';
import { expressionsOf, inputsOf } from '../plan/plan-children.js';
import { subqueriesOfExpr } from '../expr/expr-tree.js';
import type { LogicalPlan } from '../plan/logical-plan.js';
import { walkPlan } from '../plan/plan-tree.js';
import { containsOuter, containsSubquery, findOutReferenceExprs } from './find-exprs.js';

/**
 * The columns of enclosing queries that a plan refers to, each once: in its own expressions and inputs, not inside its
 * subqueries (theirs are listed with them). Lateral subqueries among the inputs count.
 */
export function allOuterReferences(plan: LogicalPlan): readonly Expr[] {
  const found = new Map<string, Expr>();
  walkPlan(plan, (node) => {
    for (const expr of expressionsOf(node)) {
      if (!containsOuter(expr)) continue;
      for (const outer of findOutReferenceExprs(expr)) found.set(exprKey(outer), outer);
    }
    if (node.kind === 'Subquery') for (const outer of node.outerRefColumns) found.set(exprKey(outer), outer);
  });
  return [...found.values()];
}

/** True when an expression of this very node refers to an enclosing query. */
export function containsOuterReference(plan: LogicalPlan): boolean {
  return expressionsOf(plan).some(containsOuter);
}

/** True when some expression of the plan or of its inputs holds a subquery. */
export function planHasSubqueries(plan: LogicalPlan): boolean {
  return expressionsOf(plan).some(containsSubquery) || inputsOf(plan).some(planHasSubqueries);
}

/** True when the expression or one of its subqueries refers to an outer column. */
export function exprHasOuterReference(expr: Expr): boolean {
  return containsOuter(expr) || subqueriesOfExpr(expr).some((s) => s.outerRefColumns.length > 0);
}
