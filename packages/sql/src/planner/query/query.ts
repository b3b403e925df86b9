import { Constraints, NotImplementedError } from '@datafusion-ts/common';
import { type LogicalPlan, schemaOf } from '@datafusion-ts/expr';
import type * as ast from '../../ast/index.js';
import { orderByKeys, orderByToSorts } from '../expr/order-by.js';
import type { Planner } from '../planner.js';
import type { PlannerContext } from '../planner-context.js';
import { planWith } from './cte.js';
import { applyPipe } from './pipe.js';
import { limitPlan, sortPlan } from './sort-limit.js';

/** A whole query: WITH, the body, ORDER BY, LIMIT, INTO and pipe operators, in the order in which they apply. */
export function planQuery(planner: Planner, query: ast.Query, outer: PlannerContext): LogicalPlan {
  const context = outer.clone();
  if (query.with !== undefined) planWith(planner, query.with, context);
  if (query.fetch !== undefined) throw new NotImplementedError('FETCH clause is not supported yet');
  let plan =
    query.body.kind === 'Select'
      ? planSelectBody(planner, query, query.body, context)
      : planOtherBody(planner, query, context);
  for (const operator of query.pipeOperators) plan = applyPipe(planner, plan, operator, context);
  return plan;
}

function planSelectBody(planner: Planner, query: ast.Query, select: ast.Select, context: PlannerContext): LogicalPlan {
  const plan = limitPlan(planner, planner.selectToPlan(select, query.orderBy, context), query.limitClause, context);
  return select.into === undefined ? plan : selectInto(planner, plan, select.into.name);
}

function planOtherBody(planner: Planner, query: ast.Query, context: PlannerContext): LogicalPlan {
  const plan = planner.setExprToPlan(query.body, context);
  const sorts = orderByToSorts(planner, orderByKeys(query.orderBy), schemaOf(plan), context, { ordinals: true });
  return limitPlan(planner, sortPlan(plan, sorts), query.limitClause, context);
}

/** `SELECT … INTO name` makes a table of the result. */
function selectInto(planner: Planner, input: LogicalPlan, name: ast.ObjectName): LogicalPlan {
  return {
    kind: 'Ddl',
    ddl: {
      kind: 'CreateMemoryTable',
      name: planner.tableReference(name),
      constraints: Constraints.empty,
      input,
      ifNotExists: false,
      orReplace: false,
      temporary: false,
      columnDefaults: new Map(),
    },
  };
}
