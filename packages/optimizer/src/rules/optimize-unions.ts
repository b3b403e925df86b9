/**
 * Flattens unions of unions, also below DISTINCT, and removes unions of one input.
 *
 * `Union(Union(a, b), c)` becomes `Union(a, b, c)`; `Distinct(Union(Distinct(Union(a, b)), c))` likewise becomes
 * `Distinct(Union(a, b, c))`.
 */
import { rewritten, unchanged } from '@datafusion-ts/common';
import { coercePlanForSchema, schemaOf, type LogicalPlan, type Union } from '@datafusion-ts/expr';
import type { OptimizerRule } from '../optimizer-rule.js';

export const optimizeUnions: OptimizerRule = {
  name: 'optimize_unions',
  applyOrder: 'bottomUp',
  rewrite(plan) {
    if (plan.kind === 'Union') {
      if (plan.inputs.length === 1) return rewritten(plan.inputs[0]!);
      return plan.inputs.some(isUnion) ? rewritten(flattened(plan, inputsOfUnion)) : unchanged(plan);
    }
    if (plan.kind !== 'Distinct' || plan.on !== undefined || plan.input.kind !== 'Union') return unchanged(plan);
    const union = plan.input;
    if (!union.inputs.some((input) => isUnion(input) || isDistinctUnion(input))) return unchanged(plan);
    return rewritten({ ...plan, input: flattened(union, (input) => inputsOfUnion(isDistinctUnion(input) ? input.input : input)) });
  },
};

const isUnion = (plan: LogicalPlan): plan is Union => plan.kind === 'Union';

const isDistinctUnion = (plan: LogicalPlan): plan is Extract<LogicalPlan, { readonly kind: 'Distinct' }> =>
  plan.kind === 'Distinct' && plan.on === undefined && plan.input.kind === 'Union';

const inputsOfUnion = (plan: LogicalPlan): readonly LogicalPlan[] => (isUnion(plan) ? plan.inputs : [plan]);

function flattened(plan: Union, open: (input: LogicalPlan) => readonly LogicalPlan[]): Union {
  const inputs = plan.inputs.flatMap(open).map((input) => coercePlanForSchema(input, plan.schema));
  return { ...plan, inputs, schema: schemaOf(plan) };
}
