import { NotImplementedError, PlanError, Schema } from '@datafusion-ts/common';
import {
  existsPlanNode,
  type LogicalPlan,
  LogicalPlanBuilder,
  planWithSubqueriesOps,
  schemaOf,
  type TableSource,
} from '@datafusion-ts/expr';
import { exists } from '@datafusion-ts/common';
import type * as ast from '../../ast/index.js';
import type { Planner } from '../planner.js';
import type { PlannerContext } from '../planner-context.js';
import { applyTableAlias } from '../relation/alias.js';
import { combine } from './set-operation.js';

/** The WITH clause. */

/** Plans the CTEs of a clause, each visible to those behind it, into the context. */
export function planWith(planner: Planner, clause: ast.With, context: PlannerContext): void {
  for (const cte of clause.ctes) {
    const name = planner.normalize(cte.alias.name);
    if (context.hasCte(name)) throw new PlanError(`WITH query name ${JSON.stringify(name)} specified more than once`);
    const plan = clause.recursive
      ? recursiveCte(planner, name, cte.query, context)
      : planner.queryToPlan(cte.query, context);
    context.insertCte(name, applyTableAlias(planner, plan, cte.alias));
  }
}

/**
 * A CTE of WITH RECURSIVE. `static UNION [ALL] recursive` whose right side reads the CTE becomes a RecursiveQuery, where the
 * right side reads the rows of the round before from a work table; anything else is an ordinary query.
 */
function recursiveCte(planner: Planner, name: string, query: ast.Query, context: PlannerContext): LogicalPlan {
  if (!planner.context.config.execution.enableRecursiveCtes)
    throw new NotImplementedError('Recursive CTEs are not enabled');
  const { body } = query;
  if (body.kind !== 'SetOperation' || body.op !== 'Union') return planner.queryToPlan(query, context);
  const staticPlan = planner.setExprToPlan(body.left, context);
  const workTable = planner.context.createCteWorkTable(name, nullableSchema(schemaOf(staticPlan).toSchema()));
  context.insertCte(name, LogicalPlanBuilder.scan(name, workTable).build());
  const recursivePlan = planner.setExprToPlan(body.right, context);
  if (!readsTable(recursivePlan, workTable)) {
    context.removeCte(name);
    return combine('Union', staticPlan, recursivePlan, body.setQuantifier);
  }
  return LogicalPlanBuilder.from(staticPlan)
    .toRecursiveQuery(name, recursivePlan, body.setQuantifier !== 'All')
    .build();
}

/** Later rounds may give NULL where the first one does not. */
function nullableSchema(schema: Schema): Schema {
  return new Schema(
    schema.fields.map((field) => ({ ...field, nullable: true })),
    schema.metadata,
  );
}

function readsTable(plan: LogicalPlan, table: TableSource): boolean {
  const reads = (node: LogicalPlan): boolean => node.kind === 'TableScan' && node.source === table;
  return existsPlanNode(plan, reads) || exists(plan, planWithSubqueriesOps, reads);
}
