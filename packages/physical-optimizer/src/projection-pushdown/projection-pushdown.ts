/**
 * ProjectionPushdown: columns nobody needs are dropped as early as possible.
 *
 * Top down, a projection that changes nothing goes; two in a row become one, unless that would compute an expression
 * twice; others go below the operator under them or into it (scans, filters and joins leave out columns themselves).
 * Before that, parts of a nested-loop join's condition that read one side only are computed below the join, once a row
 * instead of once a pair.
 *
 * Example: `ProjectionExec: expr=[b@1 as b]` over `FilterExec: a@0 > 1` becomes `FilterExec: a@0 > 1, projection=[b@1]`.
 */
import { Column } from '@datafusion-ts/physical-expr';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { NestedLoopJoinExec, ProjectionExec, type ExecutionPlan } from '@datafusion-ts/physical-plan';
import type { PhysicalOptimizerRule } from '../physical-optimizer-rule.js';
import { transformPlanDown, transformPlanUp } from '../support/transform-plan.js';
import { projectJoinFilter, PushedNames } from './join-filter-projections.js';
import { countMentions, isIdentity } from './projections.js';
import { swapWithProjection } from './swap-with-projection.js';
import { throughProjection } from './update-expr.js';

export const projectionPushdown: PhysicalOptimizerRule = {
  name: 'ProjectionPushdown',
  optimize(plan) {
    const names = new PushedNames();
    const computed = transformPlanUp(plan, (node) =>
      node instanceof NestedLoopJoinExec ? projectJoinFilter(node, names) : node,
    );
    return transformPlanDown(computed, removeProjection);
  },
};

function removeProjection(plan: ExecutionPlan): ExecutionPlan {
  if (!(plan instanceof ProjectionExec)) return plan;
  if (isIdentity(plan)) return plan.input;
  if (!(plan.input instanceof ProjectionExec)) return swapWithProjection(plan) ?? plan;
  const unified = unify(plan, plan.input);
  return unified === undefined ? plan : removeProjection(unified);
}

/** Both projections as one; undefined when an expression would be computed more than once. */
function unify(outer: ProjectionExec, inner: ProjectionExec): ProjectionExec | undefined {
  for (const [index, count] of countMentions(outer.exprs)) {
    if (count > 1 && !isTrivial(inner.exprs[index]!.expr)) return undefined;
  }
  const exprs = outer.exprs.map(({ expr, alias }) => ({ expr: throughProjection(expr, inner.exprs), alias }));
  return new ProjectionExec(exprs, inner.input);
}

const isTrivial = (expr: PhysicalExpr): boolean => expr instanceof Column;
