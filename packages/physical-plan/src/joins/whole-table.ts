/** Telling inputs that are a table with all its rows, as dimension tables often are: every row of the other side has a partner. */
import { Column } from '@datafusion-ts/physical-expr';
import { CoalesceBatchesExec } from '../coalesce/coalesce-batches.js';
import { CoalescePartitionsExec } from '../coalesce/coalesce-partitions.js';
import type { ExecutionPlan } from '../execution-plan.js';
import { CooperativeExec } from '../operators/cooperative.js';
import { ProjectionExec } from '../operators/projection.js';
import { RepartitionExec } from '../operators/repartition.js';

/** True for all rows of a table. */
export function keepsAllRows(plan: ExecutionPlan): boolean {
  const [input, ...others] = plan.children();
  if (input === undefined) {
    const exprs = plan.expressions?.();
    return plan.fetch === undefined && exprs !== undefined && exprs.every((expr) => expr instanceof Column);
  }
  return others.length === 0 && passesAllRows(plan) && keepsAllRows(input);
}

/** True for operators that hand on all rows of their inputs, with some of the columns, or columns made of these. */
export const passesAllRows = (plan: ExecutionPlan): boolean =>
  plan instanceof ProjectionExec ||
  plan instanceof RepartitionExec ||
  plan instanceof CooperativeExec ||
  ((plan instanceof CoalescePartitionsExec || plan instanceof CoalesceBatchesExec) && plan.fetch === undefined);
