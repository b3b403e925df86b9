/**
 * Removes repeated keys from ORDER BY and GROUP BY: a key that came before decides nothing any more.
 *
 * `ORDER BY a, b, a DESC` orders as `a, b`; and as `a` alone when `a` is a key of the rows.
 */
import { requiredSortIndices, rewritten, unchanged } from '@datafusion-ts/common';
import { PLAN_BITS, aggregate, exprKey, schemaName, schemaOf, type Expr } from '@datafusion-ts/expr';
import type { OptimizerRule } from '../optimizer-rule.js';

export const eliminateDuplicatedExpr: OptimizerRule = {
  name: 'eliminate_duplicated_expr',
  concerns: { nodes: PLAN_BITS.Sort | PLAN_BITS.Aggregate },
  applyOrder: 'topDown',
  rewrite(plan) {
    if (plan.kind === 'Sort') {
      const distinct = distinctBy(plan.exprs, ({ expr }) => expr);
      const names = distinct.map(({ expr }) => schemaName(expr));
      const exprs = requiredSortIndices(schemaOf(plan.input), names).map((i) => distinct[i]!);
      return exprs.length === plan.exprs.length ? unchanged(plan) : rewritten({ ...plan, exprs });
    }
    if (plan.kind !== 'Aggregate') return unchanged(plan);
    const groups = distinctBy(plan.groupExprs, (expr) => expr);
    return groups.length === plan.groupExprs.length
      ? unchanged(plan)
      : rewritten(aggregate(plan.input, groups, plan.aggrExprs));
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
