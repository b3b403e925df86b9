/**
 * Filters for the build side of a join. Joins read that side first, and tell the other one its keys; but where it is a join
 * of whole tables there is nothing to tell, and the other side may well be the one of few rows: groups that pass a HAVING,
 * say. Such a join reads some rows of that side ahead, and when these are all, only build rows with their keys are made.
 *
 * DataFusion reads the whole build side, so nothing in it may fail on a row. Plans do not show these filters.
 */
import type { ConfigOptions } from '@datafusion-ts/common';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { isInfallible } from '@datafusion-ts/physical-expr';
import {
  HashJoinExec,
  keepsAllRows,
  outputPartitionCount,
  passesAllRows,
  statisticsOf,
  type ExecutionPlan,
} from '@datafusion-ts/physical-plan';

/** Rows of the largest table below from which on a build side is worth a thought. */
const LEAST_ROWS = 65_536;

/** The filters for the left input of a join; none where it is read first anyway. */
export function buildFilters(join: HashJoinExec, { optimizer }: ConfigOptions): readonly PhysicalExpr[] {
  const { left, right, mode, joinType, nullEquality, nullAware } = join;
  if (!optimizer.enableJoinDynamicFilterPushdown || join.buildFilters.length > 0) return [];
  if (mode !== 'CollectLeft' || nullAware || nullEquality === 'NullEqualsNull') return [];
  if (joinType !== 'Inner' && !joinType.startsWith('Right') && joinType !== 'LeftSemi') return [];
  const waits = isJoin(left) && !isBareScan(right) && outputPartitionCount(right) === 1;
  if (!waits || !isJoinOfTables(left) || largestTable(left) < LEAST_ROWS) return [];
  return join.createBuildFilters();
}

function isJoin(plan: ExecutionPlan): boolean {
  return plan instanceof HashJoinExec || (passesAllRows(plan) && isJoin(plan.children()[0]!));
}

const isBareScan = (plan: ExecutionPlan): boolean =>
  plan.children().length === 0 || (passesAllRows(plan) && plan.children().every(isBareScan));

/** True for inner joins of all rows of tables, in which no row can fail. */
function isJoinOfTables(plan: ExecutionPlan): boolean {
  if (plan instanceof HashJoinExec) {
    const { left, right, on, joinType, filter, fetch } = plan;
    if (joinType !== 'Inner' || filter !== undefined || fetch !== undefined) return false;
    const keysCannotFail = on.every(([l, r]) => isInfallible(l, left.schema) && isInfallible(r, right.schema));
    return keysCannotFail && isJoinOfTables(left) && isJoinOfTables(right);
  }
  const inputs = plan.children();
  if (inputs.length === 0) return keepsAllRows(plan);
  const exprs = plan.expressions?.() ?? [];
  return (
    passesAllRows(plan) && exprs.every((expr) => isInfallible(expr, inputs[0]!.schema)) && inputs.every(isJoinOfTables)
  );
}

function largestTable(plan: ExecutionPlan): number {
  const inputs = plan.children();
  if (inputs.length > 0) return Math.max(...inputs.map(largestTable));
  const { numRows } = statisticsOf(plan, undefined);
  return numRows.kind === 'Absent' ? 0 : numRows.value;
}
