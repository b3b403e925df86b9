import { PlanError } from '@datafusion-ts/common';
import {
  exprToColumns,
  fallbackSchemas,
  findAggregateExprs,
  type LogicalPlan,
  makeFilter,
  normalizeColWithSchemas,
  schemaOf,
} from '@datafusion-ts/expr';
import type * as ast from '../../ast/index.js';
import type { Planner } from '../planner.js';
import type { PlannerContext } from '../planner-context.js';

/** WHERE over a plan; no clause gives the plan itself. */
export function filterByWhere(
  planner: Planner,
  where: ast.Expr | undefined,
  plan: LogicalPlan,
  context: PlannerContext,
): LogicalPlan {
  if (where === undefined) return plan;
  const predicate = planner.sqlToExpr(where, schemaOf(plan), context);
  if (findAggregateExprs([predicate]).length > 0) {
    throw new PlanError('Aggregate functions are not allowed in the WHERE clause. Consider using HAVING instead');
  }
  const levels = [[schemaOf(plan)], fallbackSchemas(plan)];
  return makeFilter(normalizeColWithSchemas(predicate, levels, [exprToColumns(predicate)]), plan);
}
