/**
 * Removes filters whose predicate is a literal.
 *
 * `Filter: Boolean(true)` goes away; with false or NULL nothing is left of the input. Applied bottom-up.
 */
import { rewritten, unchanged } from '@datafusion-ts/common';
import { PLAN_BITS, schemaOf } from '@datafusion-ts/expr';
import type { OptimizerRule } from '../optimizer-rule.js';

export const eliminateFilter: OptimizerRule = {
  name: 'eliminate_filter',
  concerns: { nodes: PLAN_BITS.Filter },
  applyOrder: 'topDown',
  rewrite(plan) {
    if (plan.kind !== 'Filter' || plan.predicate.kind !== 'Literal') return unchanged(plan);
    const { value, dataType } = plan.predicate.value;
    if (dataType.kind !== 'Boolean') return unchanged(plan);
    if (value === true) return rewritten(plan.input);
    return rewritten({ kind: 'EmptyRelation', produceOneRow: false, schema: schemaOf(plan.input) });
  },
};
