/**
 * Which plans leave no row out. An input with all rows of a table, as dimension tables often are, has a partner for every row
 * of the other side of a join.
 */
import { Column } from '@datafusion-ts/physical-expr';
import { CoalesceBatchesExec } from '../coalesce/coalesce-batches.js';
import { CoalescePartitionsExec } from '../coalesce/coalesce-partitions.js';
import type { ExecutionPlan } from '../execution-plan.js';
import { CooperativeExec } from './cooperative.js';
import { ProjectionExec } from './projection.js';
import { RepartitionExec } from './repartition.js';

/** True for plans that give all rows of a table. */
export function keepsAllRows(plan: ExecutionPlan): boolean {
  const [input, ...others] = plan.children();
  if (input === undefined) {
    const exprs = plan.expressions?.();
    return plan.fetch === undefined && exprs !== undefined && exprs.every((expr) => expr instanceof Column);
  }
  return others.length === 0 && passesAllRows(plan) && keepsAllRows(input);
}

/** True for operators that hand on all rows of their inputs: some of the columns, or columns computed from them. */
export const passesAllRows = (plan: ExecutionPlan): boolean =>
  plan instanceof ProjectionExec ||
  plan instanceof RepartitionExec ||
  plan instanceof CooperativeExec ||
  ((plan instanceof CoalescePartitionsExec || plan instanceof CoalesceBatchesExec) && plan.fetch === undefined);
