/**
 * Whether a build side may be left unread when the join has no use for its rows. DataFusion reads the build side first, so
 * that a row on which an expression fails there fails the query, whatever the probe side has: only where no row can fail is
 * not reading them the same.
 */
import { isInfallible } from '@datafusion-ts/physical-expr';
import type { ExecutionPlan } from '../../execution-plan.js';
import { FilterExec } from '../../operators/filter.js';
import { passesAllRows } from '../../operators/all-rows.js';

/** True for scans, and filters and projections over such, none of whose expressions can fail. */
export function cannotFail(plan: ExecutionPlan): boolean {
  const inputs = plan.children();
  if (inputs.length > 0 && !passesRows(plan)) return false;
  const exprs = plan.expressions?.() ?? [];
  return exprs.every((expr) => isInfallible(expr, inputs[0]?.schema)) && inputs.every(cannotFail);
}

/** True for operators that evaluate what {@link ExecutionPlan.expressions} says and nothing else. */
const passesRows = (plan: ExecutionPlan): boolean => plan instanceof FilterExec || passesAllRows(plan);
