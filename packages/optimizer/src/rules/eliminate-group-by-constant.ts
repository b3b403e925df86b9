/**
 * Removes constants from GROUP BY and computes them behind the aggregation.
 *
 * `GROUP BY a, 1` groups as `a`. Not done when nothing would be left to group by: without groups an empty input gives one
 * row instead of none.
 */
import { rewritten, unchanged } from '@datafusion-ts/common';
import { aggregate, columnExprsOf, isVolatile, projectionWithSchema, schemaName, schemaOf, alias, type Expr } from '@datafusion-ts/expr';
import type { OptimizerRule } from '../optimizer-rule.js';

export const eliminateGroupByConstant: OptimizerRule = {
  name: 'eliminate_group_by_constant',
  applyOrder: 'bottomUp',
  rewrite(plan) {
    if (plan.kind !== 'Aggregate') return unchanged(plan);
    const kept = plan.groupExprs.filter((expr) => !isConstant(expr));
    const nothingLeft = kept.length === 0 && plan.aggrExprs.length === 0;
    if (kept.length === plan.groupExprs.length || kept.length === 0 || nothingLeft) return unchanged(plan);
    const reduced = aggregate(plan.input, kept, plan.aggrExprs);
    const columns = columnExprsOf(schemaOf(reduced));
    let next = 0;
    const groups = plan.groupExprs.map((expr) => (isConstant(expr) ? alias(expr, schemaName(expr)) : columns[next++]!));
    const exprs = [...groups, ...columns.slice(next)];
    return rewritten(projectionWithSchema(exprs, reduced, plan.schema));
  },
};

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
