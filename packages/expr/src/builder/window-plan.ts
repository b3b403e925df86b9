import type { Expr } from '../expr/expr.js';
import type { LogicalPlan } from '../plan/logical-plan.js';
import { validateUniqueNames } from '../plan/nodes/projection.js';
import { windowNode } from '../plan/nodes/window.js';
import { schemaOf } from '../plan/schema-of.js';
import { compareWindowSortKeys, groupWindowExprBySortKeys } from '../utils/window-keys.js';
import { normalizeCols } from './normalize.js';

/** Adds window functions: one node for each group that sorts alike, groups with more keys further down. */
export function windowPlan(input: LogicalPlan, windowExprs: readonly Expr[]): LogicalPlan {
  const groups = groupWindowExprBySortKeys(windowExprs).toSorted(([a], [b]) =>
    compareWindowSortKeys(a, b, schemaOf(input)),
  );
  return groups.reduce((plan, [, exprs]) => window(plan, exprs), input);
}

/** One window node, whatever its functions sort by. */
export function window(input: LogicalPlan, windowExprs: readonly Expr[]): LogicalPlan {
  const exprs = normalizeCols(windowExprs, input);
  validateUniqueNames('Windows', exprs);
  return windowNode(exprs, input);
}
