/**
 * Moves equalities between the two sides of a join from its filter to its keys, so that it can be a hash join.
 *
 * `Inner Join: Filter: a.id = b.id AND a.x > b.y` becomes `Inner Join: a.id = b.id Filter: a.x > b.y`. When a join has no
 * keys and all equalities are IS NOT DISTINCT FROM, those become keys for which NULL equals NULL.
 */
import { rewritten, unchanged } from '@datafusion-ts/common';
import { PLAN_BITS, schemaOf, splitEqAndNonEq, type Join } from '@datafusion-ts/expr';
import type { OptimizerRule } from '../optimizer-rule.js';

export const extractEquijoinPredicate: OptimizerRule = {
  name: 'extract_equijoin_predicate',
  concerns: { nodes: PLAN_BITS.Join },
  applyOrder: 'bottomUp',
  rewrite(plan) {
    if (plan.kind !== 'Join' || plan.filter === undefined) return unchanged(plan);
    const [left, right] = [schemaOf(plan.left), schemaOf(plan.right)];
    const nullsEqual = plan.nullEquality === 'NullEqualsNull';
    if (!nullsEqual || plan.on.length === 0) {
      const { on, filter } = splitEqAndNonEq(plan.filter, left, right);
      if (on.length > 0) return rewritten(withKeys(plan, [...plan.on, ...on], filter, 'NullEqualsNothing'));
    }
    if (nullsEqual || plan.on.length === 0) {
      const { on, filter } = splitEqAndNonEq(plan.filter, left, right, true);
      if (on.length > 0) return rewritten(withKeys(plan, [...plan.on, ...on], filter, 'NullEqualsNull'));
    }
    return unchanged(plan);
  },
};

function withKeys(plan: Join, on: Join['on'], filter: Join['filter'], nullEquality: Join['nullEquality']): Join {
  const { filter: _moved, ...rest } = plan;
  return { ...rest, on, nullEquality, ...(filter === undefined ? {} : { filter }) };
}
