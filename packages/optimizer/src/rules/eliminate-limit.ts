/**
 * Removes limits that cannot reduce their input, and inputs of which nothing is kept.
 *
 * `LIMIT 0` becomes an empty relation; `OFFSET 0` without a count goes away.
 */
import { rewritten, unchanged } from '@datafusion-ts/common';
import { PLAN_BITS, fetchOf, schemaOf, skipOf } from '@datafusion-ts/expr';
import type { OptimizerRule } from '../optimizer-rule.js';

export const eliminateLimit: OptimizerRule = {
  name: 'eliminate_limit',
  concerns: { nodes: PLAN_BITS.Limit },
  applyOrder: 'bottomUp',
  rewrite(plan) {
    if (plan.kind !== 'Limit') return unchanged(plan);
    const fetch = fetchOf(plan);
    if (fetch === 0) return rewritten({ kind: 'EmptyRelation', produceOneRow: false, schema: schemaOf(plan.input) });
    return fetch === null && skipOf(plan) === 0 ? rewritten(plan.input) : unchanged(plan);
  },
};
