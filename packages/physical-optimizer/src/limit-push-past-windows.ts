/**
 * LimitPushPastWindows: a sort below window functions keeps only as many rows as a limit above them needs.
 *
 * With frames in ROWS that end at most `k` rows behind the current one, the first `n` results need the first `n + k` rows.
 * Functions that look further ahead (`lead`) add to that; those that may depend on all rows (`ntile`) rule it out, as do
 * RANGE and GROUPS frames, whose ends depend on values.
 *
 * Example: `LIMIT 3` above `sum(c) OVER (ORDER BY b ROWS BETWEEN 1 PRECEDING AND 2 FOLLOWING)` gives `SortExec: TopK(fetch=5)`.
 */
import type { WindowExpr } from '@datafusion-ts/physical-expr';
import {
  BoundedWindowAggExec,
  GlobalLimitExec,
  supportsLimitPushdown,
  type ExecutionPlan,
} from '@datafusion-ts/physical-plan';
import type { PhysicalOptimizerRule } from './physical-optimizer-rule.js';
import { isLimit, isSort, isSortPreservingMerge } from './support/plan-kinds.js';
import { mapPlanChildren } from './support/transform-plan.js';

export const limitPushPastWindows: PhysicalOptimizerRule = {
  name: 'LimitPushPastWindows',
  optimize: (plan, config) => (config.optimizer.enableWindowLimits ? push(plan, undefined) : plan),
};

/** Rows that are enough, and whether a window came between them and here. */
interface Wanted {
  readonly rows: number;
  /** Rows behind them that some window looks at: functions read columns from below all windows, so these do not add up. */
  readonly ahead: number;
  readonly pastWindow: boolean;
}

function push(plan: ExecutionPlan, wanted: Wanted | undefined): ExecutionPlan {
  const below = (next: Wanted | undefined): ExecutionPlan => mapPlanChildren(plan, (child) => push(child, next));
  if (plan.children().length > 1) return below(undefined);
  if (isLimit(plan)) {
    const skip = plan instanceof GlobalLimitExec ? plan.skip : 0;
    return below(plan.fetch === undefined ? undefined : { rows: plan.fetch + skip, ahead: 0, pastWindow: false });
  }
  if (plan instanceof BoundedWindowAggExec) {
    const ahead = rowsAhead(plan.windowExprs);
    return below(
      wanted === undefined || ahead === undefined
        ? undefined
        : { rows: wanted.rows, ahead: Math.max(wanted.ahead, ahead), pastWindow: true },
    );
  }
  if (isSort(plan) || isSortPreservingMerge(plan)) return limitSort(plan, wanted, below);
  return below(supportsLimitPushdown(plan) ? wanted : undefined);
}

function limitSort(
  plan: ExecutionPlan,
  wanted: Wanted | undefined,
  below: (next: Wanted | undefined) => ExecutionPlan,
): ExecutionPlan {
  const own = plan.fetch;
  if (wanted?.pastWindow !== true)
    return below(
      isSortPreservingMerge(plan) && own !== undefined ? { rows: own, ahead: 0, pastWindow: false } : undefined,
    );
  const enough = wanted.rows + wanted.ahead;
  const fetch = own === undefined ? enough : Math.min(own, enough);
  const node = below(undefined);
  return node.withFetch?.(fetch) ?? node;
}

/** Rows behind the current one that the results of all expressions depend on; undefined when not bounded. */
function rowsAhead(exprs: readonly WindowExpr[]): number | undefined {
  let most = 0;
  for (const expr of exprs) {
    const frame = frameAhead(expr);
    const beyond = functionAhead(expr);
    if (frame === undefined || beyond === undefined) return undefined;
    most = Math.max(most, frame + beyond);
  }
  return most;
}

function frameAhead({ frame: { units, endBound } }: WindowExpr): number | undefined {
  if (units !== 'Rows') return undefined;
  if (endBound.kind === 'CurrentRow') return 0;
  if (endBound.value.isNull) return undefined;
  return endBound.kind === 'Following' ? Number(endBound.value.value) : 0;
}

function functionAhead(expr: WindowExpr): number | undefined {
  if (expr.kind === 'Aggregate') return 0;
  return expr.isReversed ? undefined : expr.func.rowsAhead?.(expr.args.map((arg) => arg.literal));
}
