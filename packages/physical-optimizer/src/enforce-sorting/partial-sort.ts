import { PartialSortExec, type ExecutionPlan } from '@datafusion-ts/physical-plan';
import { isSort } from '../support/plan-kinds.js';

/** Sorts unbounded rows that are ordered by the first keys group by group: a full sort would never end. */
export function replaceWithPartialSort(plan: ExecutionPlan): ExecutionPlan {
  if (!isSort(plan) || plan.input.properties.boundedness.kind === 'Bounded') return plan;
  const { ordering, input, preservePartitioning, fetch } = plan;
  const length = input.properties.equivalence.extractCommonSortPrefix(ordering).prefix.length;
  return length === 0 ? plan : new PartialSortExec(ordering, input, length, { preservePartitioning, fetch });
}
