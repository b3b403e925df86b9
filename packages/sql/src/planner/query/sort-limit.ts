import { DFSchema, NotImplementedError } from '@datafusion-ts/common';
import {
  distinctOnWithSorts,
  type Expr,
  type LogicalPlan,
  LogicalPlanBuilder,
  type SortExpr,
} from '@datafusion-ts/expr';
import type * as ast from '../../ast/index.js';
import type { Planner } from '../planner.js';
import type { PlannerContext } from '../planner-context.js';

/** ORDER BY and LIMIT. */

/** Sorts a plan; DISTINCT ON takes the order as the one that chooses its rows. */
export function sortPlan(plan: LogicalPlan, sorts: readonly SortExpr[]): LogicalPlan {
  if (sorts.length === 0) return plan;
  if (plan.kind === 'Distinct' && plan.on !== undefined) return distinctOnWithSorts(plan, sorts);
  return LogicalPlanBuilder.from(plan).sort(sorts).build();
}

/** LIMIT and OFFSET. Their expressions may not name columns. */
export function limitPlan(
  planner: Planner,
  plan: LogicalPlan,
  clause: ast.LimitClause | undefined,
  context: PlannerContext,
): LogicalPlan {
  if (clause === undefined) return plan;
  const planExpr = (expr: ast.Expr | undefined): Expr | undefined =>
    expr === undefined ? undefined : planner.sqlToExpr(expr, DFSchema.empty, context);
  if (clause.kind === 'LimitOffset' && clause.limitBy.length > 0)
    throw new NotImplementedError('LIMIT BY clause is not supported yet');
  const skip = planExpr(clause.kind === 'LimitOffset' ? clause.offset?.value : clause.offset);
  const fetch = planExpr(clause.limit);
  if (skip === undefined && fetch === undefined) return plan;
  return LogicalPlanBuilder.from(plan).limitByExpr(skip, fetch).build();
}
