import { NotImplementedError } from '@datafusion-ts/common';
import { type Expr, type LogicalPlan, LogicalPlanBuilder, schemaOf } from '@datafusion-ts/expr';
import type * as ast from '../../ast/index.js';
import { orderByToSorts } from '../expr/order-by.js';
import type { Planner } from '../planner.js';
import type { PlannerContext } from '../planner-context.js';
import { applyTableAlias } from '../relation/alias.js';
import { planJoin } from '../relation/join.js';
import { selectListToExprs } from '../select/select-list.js';
import { filterByWhere } from '../select/where.js';
import { pipeOperatorToSql } from '../support/sql-text.js';
import { combine } from './set-operation.js';
import { limitPlan, sortPlan } from './sort-limit.js';

/** One step of the pipe syntax, `query |> operator …`, over the plan so far. */
export function applyPipe(
  planner: Planner,
  plan: LogicalPlan,
  operator: ast.PipeOperator,
  context: PlannerContext,
): LogicalPlan {
  switch (operator.kind) {
    case 'Where':
      return filterByWhere(planner, operator.expr, plan, context);
    case 'OrderBy':
      return sortPlan(plan, orderByToSorts(planner, operator.exprs, schemaOf(plan), context, { ordinals: true }));
    case 'Limit':
      return pipeLimit(planner, plan, operator, context);
    case 'Select':
      return project(plan, items(planner, plan, operator.exprs, context));
    case 'Extend':
      return project(plan, items(planner, plan, [{ kind: 'Wildcard', options: {} }, ...operator.exprs], context));
    case 'As':
      return applyTableAlias(planner, plan, { explicit: true, name: operator.alias, columns: [] });
    case 'Union':
    case 'Intersect':
    case 'Except':
      return operator.queries.reduce(
        (left, query) => combine(operator.kind, left, planner.queryToPlan(query, context), operator.setQuantifier),
        plan,
      );
    case 'Aggregate':
      return pipeAggregate(planner, plan, operator, context);
    case 'Join':
      return planJoin(planner, plan, operator.join, context);
    default:
      throw new NotImplementedError(`\`${pipeOperatorToSql(operator)}\` pipe operator is not supported yet`);
  }
}

const project = (plan: LogicalPlan, exprs: readonly Expr[]): LogicalPlan =>
  LogicalPlanBuilder.from(plan).project(exprs).build();

const items = (
  planner: Planner,
  plan: LogicalPlan,
  exprs: readonly ast.SelectItem[],
  context: PlannerContext,
): readonly Expr[] => selectListToExprs(planner, plan, exprs, plan.kind === 'EmptyRelation', context);

function pipeLimit(
  planner: Planner,
  plan: LogicalPlan,
  operator: Extract<ast.PipeOperator, { kind: 'Limit' }>,
  context: PlannerContext,
): LogicalPlan {
  const offset = operator.offset === undefined ? {} : { offset: { value: operator.offset, rows: 'None' as const } };
  return limitPlan(planner, plan, { kind: 'LimitOffset', limit: operator.expr, limitBy: [], ...offset }, context);
}

function pipeAggregate(
  planner: Planner,
  plan: LogicalPlan,
  operator: Extract<ast.PipeOperator, { kind: 'Aggregate' }>,
  context: PlannerContext,
): LogicalPlan {
  const exprs = (entries: readonly ast.ExprWithAliasAndOrderBy[]): readonly Expr[] =>
    items(
      planner,
      plan,
      entries.map(({ expr, alias }): ast.SelectItem =>
        alias === undefined ? { kind: 'UnnamedExpr', expr } : { kind: 'ExprWithAlias', expr, alias },
      ),
      context,
    );
  return LogicalPlanBuilder.from(plan).aggregate(exprs(operator.groupByExpr), exprs(operator.fullTableExprs)).build();
}
