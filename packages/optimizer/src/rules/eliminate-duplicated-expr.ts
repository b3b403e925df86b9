/**
 * Removes repeated keys from ORDER BY and GROUP BY: a key that came before decides nothing any more.
 *
 * `ORDER BY a, b, a DESC` orders as `a, b`.
 */
import { rewritten, unchanged } from '@datafusion-ts/common';
import { aggregate, exprKey, type Expr } from '@datafusion-ts/expr';
import type { OptimizerRule } from '../optimizer-rule.js';

export const eliminateDuplicatedExpr: OptimizerRule = {
  name: 'eliminate_duplicated_expr',
  applyOrder: 'topDown',
  rewrite(plan) {
    if (plan.kind === 'Sort') {
      const exprs = distinctBy(plan.exprs, ({ expr }) => expr);
      return exprs.length === plan.exprs.length ? unchanged(plan) : rewritten({ ...plan, exprs });
    }
    if (plan.kind !== 'Aggregate') return unchanged(plan);
    const groups = distinctBy(plan.groupExprs, (expr) => expr);
    return groups.length === plan.groupExprs.length ? unchanged(plan) : rewritten(aggregate(plan.input, groups, plan.aggrExprs));
  },
};

function distinctBy<T>(items: readonly T[], exprOf: (item: T) => Expr): readonly T[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = exprKey(exprOf(item));
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
