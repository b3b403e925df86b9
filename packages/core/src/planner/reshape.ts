import { NotImplementedError } from '@datafusion-ts/common';
import { schemaOf, type RecursiveQuery, type Repartition, type Unnest } from '@datafusion-ts/expr';
import { hashPartitioning, roundRobinPartitioning } from '@datafusion-ts/physical-expr';
import {
  RecursiveQueryExec,
  RepartitionExec,
  UnnestExec,
  WorkTableExec,
  type ExecutionPlan,
} from '@datafusion-ts/physical-plan';
import type { PhysicalPlanner } from './physical-planner.js';

export function planRepartition(planner: PhysicalPlanner, plan: Repartition, input: ExecutionPlan): ExecutionPlan {
  const { partitioning } = plan;
  switch (partitioning.kind) {
    case 'RoundRobin':
      return new RepartitionExec(input, roundRobinPartitioning(partitioning.count));
    case 'Hash': {
      const exprs = partitioning.exprs.map((expr) => planner.expr(expr, schemaOf(plan.input)));
      return new RepartitionExec(input, hashPartitioning(exprs, partitioning.count));
    }
    case 'DistributeBy':
      throw new NotImplementedError('Physical plan does not support DistributeBy partitioning');
  }
}

export function planUnnest(plan: Unnest, input: ExecutionPlan): ExecutionPlan {
  const listColumns = plan.listTypeColumns.map(({ index, depth }) => ({ index, depth }));
  return new UnnestExec(input, listColumns, plan.structTypeColumns, plan.schema.inner, plan.options);
}

export function planRecursiveQuery(
  plan: RecursiveQuery,
  staticTerm: ExecutionPlan,
  recursiveTerm: ExecutionPlan,
): ExecutionPlan {
  if (countReads(recursiveTerm, plan.name) > 1) {
    throw new NotImplementedError('Multiple recursive references to the same CTE are not supported');
  }
  return new RecursiveQueryExec(plan.name, staticTerm, recursiveTerm, plan.isDistinct);
}

/** How often the rows of the round before are read. */
function countReads(plan: ExecutionPlan, name: string): number {
  if (plan instanceof WorkTableExec) return plan.tableName === name ? 1 : 0;
  return plan.children().reduce((sum, child) => sum + countReads(child, name), 0);
}
