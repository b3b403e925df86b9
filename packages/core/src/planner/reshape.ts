import { NotImplementedError, sameType, type Schema } from '@datafusion-ts/common';
import { schemaOf, type RecursiveQuery, type Repartition, type Unnest } from '@datafusion-ts/expr';
import {
  CastExpr,
  Column,
  hashPartitioning,
  roundRobinPartitioning,
  type ProjectionExpr,
} from '@datafusion-ts/physical-expr';
import {
  ProjectionExec,
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
  const { inner } = schemaOf(plan);
  return new RecursiveQueryExec(
    plan.name,
    underSchema(staticTerm, inner),
    underSchema(recursiveTerm, inner),
    plan.isDistinct,
  );
}

/** How often the rows of the round before are read. */
function countReads(plan: ExecutionPlan, name: string): number {
  if (plan instanceof WorkTableExec) return plan.tableName === name ? 1 : 0;
  return plan.children().reduce((sum, child) => sum + countReads(child, name), 0);
}

/** A term with the names of the query's columns, able to give NULL where the query is. */
function underSchema(term: ExecutionPlan, schema: Schema): ExecutionPlan {
  const exprs = term.schema.fields.map(({ name, dataType, nullable }, i): ProjectionExpr => {
    const target = schema.field(i);
    const column = new Column(name, i);
    const fits = sameType(dataType, target.dataType) && nullable === target.nullable;
    return { expr: fits ? column : new CastExpr(column, target.dataType), alias: target.name };
  });
  const same = exprs.every(({ expr, alias }) => expr instanceof Column && expr.name === alias);
  return same ? term : new ProjectionExec(exprs, term);
}
