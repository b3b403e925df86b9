import { NotImplementedError, PlanError, type DFSchema } from '@datafusion-ts/common';
import { debugExpr, schemaOf, type Expr, type Limit, type Sort, type SortExpr } from '@datafusion-ts/expr';
import type { LexOrdering } from '@datafusion-ts/physical-expr';
import {
  GlobalLimitExec,
  LocalLimitExec,
  outputPartitionCount,
  SortExec,
  type ExecutionPlan,
} from '@datafusion-ts/physical-plan';
import type { PhysicalPlanner } from './physical-planner.js';

/** Keys of ORDER BY bound to the columns of an input. */
export function planOrdering(planner: PhysicalPlanner, keys: readonly SortExpr[], schema: DFSchema): LexOrdering {
  return keys.map(({ expr, asc, nullsFirst }) => ({
    expr: planner.expr(expr, schema),
    options: { descending: !asc, nullsFirst },
  }));
}

export function planSort(planner: PhysicalPlanner, plan: Sort, input: ExecutionPlan): ExecutionPlan {
  const ordering = planOrdering(planner, plan.exprs, schemaOf(plan.input));
  if (ordering.length === 0) throw new PlanError('SortExec requires at least one sort expression');
  return new SortExec(ordering, input, plan.fetch === undefined ? {} : { fetch: plan.fetch });
}

/** A limit needs one partition: with several, each stops early and the rest is cut behind them. */
export function planLimit(plan: Limit, input: ExecutionPlan): ExecutionPlan {
  const skip = literalCount(plan.skip, 'OFFSET') ?? 0;
  const fetch = literalCount(plan.fetch, 'LIMIT');
  const single = outputPartitionCount(input) === 1 || fetch === undefined;
  return new GlobalLimitExec(single ? input : new LocalLimitExec(input, fetch + skip), skip, fetch);
}

function literalCount(expr: Expr | undefined, clause: string): number | undefined {
  if (expr === undefined) return undefined;
  if (expr.kind !== 'Literal') {
    throw new NotImplementedError(`Unsupported ${clause} expression: Some(${debugExpr(expr)})`);
  }
  const { value } = expr.value;
  if (value === null) return clause === 'OFFSET' ? 0 : undefined;
  const count = Number(value as bigint | number);
  if (count < 0) throw new PlanError(`${clause} must be >= 0, '${count}' was provided`);
  return count;
}
