/**
 * OptimizeAggregateOrder: calls that may use the order of their input are read in the direction it has.
 *
 * `first_value(x ORDER BY t)` over rows ordered by `t DESC` becomes `last_value(x ORDER BY t DESC)`, which the order suits.
 * Applies to functions that work without an order, too (`Beneficial`); others asked for their order already.
 */
import { reverseSortExpr, type AggregateFunctionExpr, type LexRequirement } from '@datafusion-ts/physical-expr';
import { AggregateExec, longestPermutation, readsRows, type ExecutionPlan } from '@datafusion-ts/physical-plan';
import type { PhysicalOptimizerRule } from './physical-optimizer-rule.js';
import { meetsOrdering } from './support/requirements.js';
import { transformPlanUp } from './support/transform-plan.js';

export const optimizeAggregateOrder: PhysicalOptimizerRule = {
  name: 'OptimizeAggregateOrder',
  optimize: (plan) => transformPlanUp(plan, alignCalls),
};

function alignCalls(plan: ExecutionPlan): ExecutionPlan {
  // Later steps merge states: the order of rows is gone there.
  if (!(plan instanceof AggregateExec) || !readsRows(plan.mode) || !plan.aggregates.some(gainsByOrder)) return plan;
  const keys = plan.groupBy.inputExprs();
  const { indices } = longestPermutation(plan.input.properties, keys);
  const prefix: LexRequirement = indices.map((i) => ({ expr: keys[i]! }));
  const aligned = plan.aggregates.map((call) => align(call, prefix, plan.input));
  return aligned.every((call, i) => call === plan.aggregates[i]) ? plan : plan.withNewAggregates(aligned);
}

/** A call that does without an order, and better with one. */
const gainsByOrder = (call: AggregateFunctionExpr): boolean =>
  call.orderBy.length > 0 && call.orderSensitivity === 'Beneficial';

function align(call: AggregateFunctionExpr, prefix: LexRequirement, input: ExecutionPlan): AggregateFunctionExpr {
  if (!gainsByOrder(call)) return call;
  if (meetsOrdering(input, [...prefix, ...call.orderBy])) return call;
  const backwards = [...prefix, ...call.orderBy.map(reverseSortExpr)];
  return meetsOrdering(input, backwards) ? (call.reverseExpr() ?? call) : call;
}
