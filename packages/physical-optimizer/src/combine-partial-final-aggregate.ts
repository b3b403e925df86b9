/**
 * CombinePartialFinalAggregate: one step of aggregation instead of two, where no exchange came between them.
 *
 * `AggregateExec: mode=Final` directly over `mode=Partial` becomes `mode=Single`; `FinalPartitioned` becomes
 * `SinglePartitioned`. Runs after EnforceDistribution, which decides about the exchange.
 */
import { equalExprs } from '@datafusion-ts/physical-expr';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { AggregateExec, type ExecutionPlan } from '@datafusion-ts/physical-plan';
import type { PhysicalOptimizerRule } from './physical-optimizer-rule.js';
import { transformPlanDown } from './support/transform-plan.js';

export const combinePartialFinalAggregate: PhysicalOptimizerRule = {
  name: 'CombinePartialFinalAggregate',
  optimize: (plan) => transformPlanDown(plan, combine),
};

function combine(plan: ExecutionPlan): ExecutionPlan {
  if (!(plan instanceof AggregateExec) || (plan.mode !== 'Final' && plan.mode !== 'FinalPartitioned')) return plan;
  const { input } = plan;
  if (!(input instanceof AggregateExec) || input.mode !== 'Partial' || !canCombine(plan, input)) return plan;
  return new AggregateExec({
    mode: plan.mode === 'Final' ? 'Single' : 'SinglePartitioned',
    groupBy: input.groupBy,
    aggregates: input.aggregates,
    filters: input.filters,
    input: input.input,
    inputSchema: input.inputSchema,
    limitOptions: plan.limitOptions,
  });
}

/** True when the final step merges exactly what the partial one gives. */
function canCombine(final: AggregateExec, partial: AggregateExec): boolean {
  return (
    equalExprs(partial.groupBy.outputExprs(), final.groupBy.inputExprs()) &&
    // Grouping sets are expanded by the partial step only.
    !partial.groupBy.hasGroupingSet &&
    final.aggregates.length === partial.aggregates.length &&
    final.aggregates.every((call, i) => call.equals(partial.aggregates[i]!)) &&
    final.filters.every((filter, i) => sameFilter(filter, partial.filters[i]))
  );
}

const sameFilter = (a: PhysicalExpr | undefined, b: PhysicalExpr | undefined): boolean =>
  a === undefined || b === undefined ? a === b : a.equals(b);
