/**
 * Replaces an inner join whose condition is the literal false by an empty relation.
 */
import { rewritten, unchanged } from '@datafusion-ts/common';
import { PLAN_BITS } from '@datafusion-ts/expr';
import type { OptimizerRule } from '../optimizer-rule.js';

export const eliminateJoin: OptimizerRule = {
  name: 'eliminate_join',
  concerns: { nodes: PLAN_BITS.Join },
  applyOrder: 'topDown',
  rewrite(plan) {
    if (plan.kind !== 'Join' || plan.joinType !== 'Inner' || plan.on.length > 0) return unchanged(plan);
    const impossible = plan.filter?.kind === 'Literal' && plan.filter.value.value === false;
    return impossible
      ? rewritten({ kind: 'EmptyRelation', produceOneRow: false, schema: plan.schema })
      : unchanged(plan);
  },
};
