/**
 * Flattens unions of unions, also below DISTINCT, and removes unions of one input. A projection between two unions goes
 * onto each input of the lower one.
 *
 * `Union(Union(a, b), c)` becomes `Union(a, b, c)`; `Distinct(Union(Distinct(Union(a, b)), c))` likewise becomes
 * `Distinct(Union(a, b, c))`.
 */
import { rewritten, unchanged } from '@datafusion-ts/common';
import {
  PLAN_BITS,
  coercePlanForSchema,
  projectionWithSchema,
  replaceColumns,
  restoreName,
  saveName,
  schemaOf,
  type LogicalPlan,
  type Projection,
  type Union,
} from '@datafusion-ts/expr';
import type { OptimizerRule } from '../optimizer-rule.js';

export const optimizeUnions: OptimizerRule = {
  name: 'optimize_unions',
  concerns: { nodes: PLAN_BITS.Union },
  applyOrder: 'bottomUp',
  rewrite(plan) {
    if (plan.kind === 'Union') {
      if (plan.inputs.length === 1) return rewritten(plan.inputs[0]!);
      return plan.inputs.some(isUnion) ? rewritten(flattened(plan, inputsOfUnion)) : unchanged(plan);
    }
    if (plan.kind !== 'Distinct' || plan.on !== undefined || plan.input.kind !== 'Union') return unchanged(plan);
    const union = plan.input;
    if (!union.inputs.some((input) => isUnion(input) || isDistinctUnion(input))) return unchanged(plan);
    return rewritten({
      ...plan,
      input: flattened(union, (input) => inputsOfUnion(isDistinctUnion(input) ? input.input : input)),
    });
  },
};

const isUnion = (plan: LogicalPlan): boolean => plan.kind === 'Union' || isProjectedUnion(plan);

const isProjectedUnion = (plan: LogicalPlan): plan is Projection =>
  plan.kind === 'Projection' && plan.input.kind === 'Union';

const isDistinctUnion = (plan: LogicalPlan): plan is Extract<LogicalPlan, { readonly kind: 'Distinct' }> =>
  plan.kind === 'Distinct' && plan.on === undefined && plan.input.kind === 'Union';

function inputsOfUnion(plan: LogicalPlan): readonly LogicalPlan[] {
  if (plan.kind === 'Union') return plan.inputs;
  return isProjectedUnion(plan) ? inputsOfUnion(plan.input).map((input) => projected(plan, input)) : [plan];
}

/** A union's projection over one of its inputs, whose columns may have other names. */
function projected(plan: Projection, input: LogicalPlan): LogicalPlan {
  const [wanted, own] = [schemaOf(plan.input).columns(), schemaOf(input)];
  if (wanted.every((column) => own.isColumnFromSchema(column)))
    return projectionWithSchema(plan.exprs, input, plan.schema);
  const columns = new Map(wanted.map((column, i) => [column.key, own.columns()[i]!] as const));
  const exprs = plan.exprs.map((expr) => restoreName(replaceColumns(expr, columns), saveName(expr)));
  return projectionWithSchema(exprs, input, plan.schema);
}

function flattened(plan: Union, open: (input: LogicalPlan) => readonly LogicalPlan[]): Union {
  const inputs = plan.inputs.flatMap(open).map((input) => coercePlanForSchema(input, plan.schema));
  return { ...plan, inputs, schema: schemaOf(plan) };
}
