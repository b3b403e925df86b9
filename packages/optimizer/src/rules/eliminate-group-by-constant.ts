/**
 * Removes from GROUP BY what groups nothing and computes it behind the aggregation.
 *
 * `GROUP BY a, 1, a + 2` groups as `a`: constants are the same for all rows, and expressions over columns that are grouped
 * by anyway follow from those.
 */
import { rewritten, unchanged } from '@datafusion-ts/common';
import {
  PLAN_BITS,
  aggregate,
  columnExprsOf,
  containsSubquery,
  exprToColumns,
  isVolatile,
  projectionWithSchema,
  schemaOf,
  type Expr,
} from '@datafusion-ts/expr';
import type { OptimizerRule } from '../optimizer-rule.js';

export const eliminateGroupByConstant: OptimizerRule = {
  name: 'eliminate_group_by_constant',
  concerns: { nodes: PLAN_BITS.Aggregate },
  applyOrder: 'bottomUp',
  rewrite(plan) {
    if (plan.kind !== 'Aggregate') return unchanged(plan);
    const plain = new Set(plan.groupExprs.flatMap((expr) => (expr.kind === 'Column' ? [expr.column.key] : [])));
    const isRedundant = (expr: Expr): boolean => isConstant(expr) || followsFrom(expr, plain);
    const kept = plan.groupExprs.filter((expr) => !isRedundant(expr));
    const nothingLeft = kept.length === 0 && plan.aggrExprs.length === 0;
    if (kept.length === plan.groupExprs.length || nothingLeft) return unchanged(plan);
    const reduced = aggregate(plan.input, kept, plan.aggrExprs);
    const columns = columnExprsOf(schemaOf(reduced));
    let next = 0;
    const groups = plan.groupExprs.map((expr) => (isRedundant(expr) ? expr : columns[next++]!));
    const exprs = [...groups, ...columns.slice(next)];
    return rewritten(projectionWithSchema(exprs, reduced, plan.schema));
  },
};

/** True for expressions other than columns that read nothing but the given ones. */
function followsFrom(expr: Expr, columns: ReadonlySet<string>): boolean {
  if (expr.kind === 'Column' || expr.kind === 'GroupingSet' || isVolatile(expr) || containsSubquery(expr)) return false;
  const read = exprToColumns(expr);
  return read.length > 0 && read.every((column) => columns.has(column.key));
}

function isConstant(expr: Expr): boolean {
  switch (expr.kind) {
    case 'Alias':
      return isConstant(expr.expr);
    case 'BinaryExpr':
      return isConstant(expr.left) && isConstant(expr.right);
    case 'Not':
    case 'IsTrue':
    case 'IsFalse':
    case 'Cast':
    case 'TryCast':
      return isConstant(expr.expr);
    case 'ScalarFunction':
      return !isVolatile(expr) && expr.args.every(isConstant);
    case 'Literal':
      return true;
    default:
      return false;
  }
}
