/**
 * Drops rows whose join key is NULL before the join, where they cannot match anyway. Off by default
 * (`datafusion.optimizer.filter_null_join_keys`).
 */
import { onPreservedSides, rewritten, unchanged } from '@datafusion-ts/common';
import {
  PLAN_BITS,
  conjunction,
  makeFilter,
  nullableOf,
  schemaOf,
  type Expr,
  type LogicalPlan,
} from '@datafusion-ts/expr';
import type { OptimizerRule } from '../optimizer-rule.js';

export const filterNullJoinKeys: OptimizerRule = {
  name: 'filter_null_join_keys',
  concerns: { nodes: PLAN_BITS.Join },
  applyOrder: 'bottomUp',
  rewrite(plan, { config }) {
    if (!config.optimizer.filterNullJoinKeys) return unchanged(plan);
    if (plan.kind !== 'Join' || plan.on.length === 0 || plan.nullEquality === 'NullEqualsNull') return unchanged(plan);
    const [keepsLeft, keepsRight] = onPreservedSides(plan.joinType);
    const left = keepsLeft
      ? withoutNulls(
          plan.left,
          plan.on.map(([key]) => key),
        )
      : plan.left;
    const right = keepsRight
      ? withoutNulls(
          plan.right,
          plan.on.map(([, key]) => key),
        )
      : plan.right;
    return left === plan.left && right === plan.right ? unchanged(plan) : rewritten({ ...plan, left, right });
  },
};

function withoutNulls(input: LogicalPlan, keys: readonly Expr[]): LogicalPlan {
  const nullable = keys.filter((key) => nullableOf(key, schemaOf(input)));
  const predicate = conjunction(nullable.map((key) => key.isNotNull()));
  return predicate === undefined ? input : makeFilter(predicate, input);
}
