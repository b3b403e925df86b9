import { type DFSchema, NotImplementedError, PlanError } from '@datafusion-ts/common';
import {
  type Expr,
  findAggregateExprs,
  findWindowExprs,
  type LogicalPlan,
  LogicalPlanBuilder,
  normalizeCol,
  normalizeSorts,
  type Repartition,
  schemaOf,
  withSortExpr,
} from '@datafusion-ts/expr';
import type * as ast from '../../ast/index.js';
import { orderByKeys, orderByToSorts } from '../expr/order-by.js';
import type { Planner } from '../planner.js';
import type { PlannerContext } from '../planner-context.js';
import { checkColumnsInSchema } from '../support/columns.js';
import { sortPlan } from '../query/sort-limit.js';
import { aggregatePlan, type SelectClauses } from './aggregate.js';
import { aliasedLike, aliasesOf, resolveAliases, resolvePosition } from './alias.js';
import { fromToPlan } from './from.js';
import { replaceNamedWindows } from './named-windows.js';
import { rebaseExpr } from './rebase.js';
import { selectListToExprs } from './select-list.js';
import { projectUnnesting } from './unnest.js';
import { filterByWhere } from './where.js';

/**
 * One SELECT: FROM, WHERE, the select list, GROUP BY with HAVING, windows with QUALIFY, UNNEST and the final projection,
 * DISTINCT, and the ORDER BY of the query around it, which may name what the projection drops.
 */
export function planSelect(
  planner: Planner,
  sql: ast.Select,
  orderBy: ast.OrderBy | undefined,
  context: PlannerContext,
): LogicalPlan {
  refuseUnsupported(sql);
  const from = fromToPlan(planner, sql.from, context);
  const base = filterByWhere(planner, sql.selection, from, context);
  const items = replaceNamedWindows(planner, sql.projection, sql.namedWindow);
  const selectExprs = selectList(planner, base, items, from.kind === 'EmptyRelation', context);
  const projected = LogicalPlanBuilder.from(base).project(selectExprs).build();
  const clauses = otherClauses(planner, sql, orderBy, base, projected, selectExprs, context);
  const groupExprs = groupByToExprs(planner, sql, base, projected, selectExprs, context);
  const aggrExprs = findAggregateExprs(clauseExprs(clauses));
  const computed = computeClauses(base, groupExprs, aggrExprs, clauses);

  const plan = distinctPlan(
    planner,
    sql,
    computed,
    base,
    selectExprs,
    groupExprs.length + aggrExprs.length > 0,
    context,
  );
  const distributed = distribute(planner, sql, plan, schemaOf(base).merge(schemaOf(projected)), context);
  return sortPlan(distributed, computed.clauses.orderBy);
}

function refuseUnsupported(sql: ast.Select): void {
  if (sql.clusterBy.length > 0) throw new NotImplementedError('CLUSTER BY');
  if (sql.lateralViews.length > 0) throw new NotImplementedError('LATERAL VIEWS');
  if (sql.top !== undefined) throw new NotImplementedError('TOP');
  if (sql.sortBy.length > 0) throw new NotImplementedError('SORT BY');
  if (sql.prewhere !== undefined) throw new NotImplementedError('PREWHERE');
  if (sql.connectBy.length > 0) throw new NotImplementedError('CONNECT BY');
}

function selectList(
  planner: Planner,
  base: LogicalPlan,
  items: readonly ast.SelectItem[],
  emptyFrom: boolean,
  context: PlannerContext,
): readonly Expr[] {
  const exprs = selectListToExprs(planner, base, items, emptyFrom, context);
  const left = context.setExprLeftSchema;
  return left === undefined
    ? exprs
    : aliasedLike(
        exprs,
        left.fields.map((field) => field.name),
      );
}

function otherClauses(
  planner: Planner,
  sql: ast.Select,
  orderBy: ast.OrderBy | undefined,
  base: LogicalPlan,
  projected: LogicalPlan,
  selectExprs: readonly Expr[],
  context: PlannerContext,
): SelectClauses {
  const names = schemaOf(base).merge(schemaOf(projected));
  const aliases = aliasesOf(selectExprs);
  const clause = (expr: ast.Expr | undefined): Expr | undefined => {
    if (expr === undefined) return undefined;
    const windowed = replaceNamedWindows(planner, expr, sql.namedWindow);
    return normalizeCol(resolveAliases(planner.logicalExpr(windowed, names, context), aliases), projected);
  };
  const keys = replaceNamedWindows(planner, orderByKeys(orderBy, selectExprs), sql.namedWindow);
  const sorts = orderByToSorts(planner, keys, schemaOf(projected), context, {
    ordinals: true,
    additionalSchema: schemaOf(base),
  });
  const having = clause(sql.having);
  const qualify = clause(sql.qualify);
  return {
    select: selectExprs,
    orderBy: normalizeSorts(sorts, projected),
    ...(having === undefined ? {} : { having }),
    ...(qualify === undefined ? {} : { qualify }),
  };
}

function groupByToExprs(
  planner: Planner,
  sql: ast.Select,
  base: LogicalPlan,
  projected: LogicalPlan,
  selectExprs: readonly Expr[],
  context: PlannerContext,
): readonly Expr[] {
  if (sql.groupBy.kind === 'All') {
    return selectExprs.filter((expr) => expr.unalias().kind !== 'AggregateFunction');
  }
  const input = schemaOf(base);
  const names = input.merge(schemaOf(projected));
  const aliases = new Map(aliasesOf(selectExprs));
  for (const field of input.fields) aliases.delete(field.name);
  return sql.groupBy.exprs.map((key) => {
    const expr = planner.logicalExpr(key, names, context);
    const resolved = normalizeCol(resolvePosition(resolveAliases(expr, aliases), selectExprs), projected);
    checkColumnsInSchema(input, [resolved]);
    return resolved;
  });
}

function clauseExprs({ select, having, qualify, orderBy }: SelectClauses): readonly Expr[] {
  return [
    ...select,
    ...(having === undefined ? [] : [having]),
    ...(qualify === undefined ? [] : [qualify]),
    ...orderBy.map((sort) => sort.expr),
  ];
}

interface Computed {
  readonly plan: LogicalPlan;
  readonly clauses: SelectClauses;
  readonly hasWindows: boolean;
}

/** Aggregation, HAVING, windows and QUALIFY. */
function computeClauses(
  base: LogicalPlan,
  groupExprs: readonly Expr[],
  aggrExprs: readonly Expr[],
  clauses: SelectClauses,
): Computed {
  const grouped = groupClauses(base, groupExprs, aggrExprs, clauses);
  const { having } = grouped.clauses;
  const plan = having === undefined ? grouped.plan : LogicalPlanBuilder.from(grouped.plan).having(having).build();
  return windowClauses(plan, grouped.clauses);
}

function groupClauses(
  base: LogicalPlan,
  groupExprs: readonly Expr[],
  aggrExprs: readonly Expr[],
  clauses: SelectClauses,
): { readonly plan: LogicalPlan; readonly clauses: SelectClauses } {
  if (groupExprs.length > 0 || aggrExprs.length > 0) return aggregatePlan(base, groupExprs, aggrExprs, clauses);
  if (clauses.having !== undefined) {
    throw new PlanError(
      `HAVING clause references: ${clauses.having.toString()} must appear in the GROUP BY clause or be used in an aggregate function`,
    );
  }
  return { plan: base, clauses };
}

function windowClauses(input: LogicalPlan, clauses: SelectClauses): Computed {
  const { qualify } = clauses;
  const windows = findWindowExprs([
    ...clauses.select,
    ...(qualify === undefined ? [] : [qualify]),
    ...clauses.orderBy.map((s) => s.expr),
  ]);
  if (windows.length === 0) {
    if (qualify !== undefined)
      throw new PlanError('QUALIFY clause requires window functions in the SELECT list or QUALIFY clause');
    return { plan: input, clauses, hasWindows: false };
  }
  const plan = LogicalPlanBuilder.windowPlan(input, windows);
  const rebase = (expr: Expr): Expr => rebaseExpr(expr, windows, plan);
  const rebased: SelectClauses = {
    select: clauses.select.map(rebase),
    orderBy: clauses.orderBy.map((sort) => withSortExpr(sort, rebase(sort.expr))),
  };
  const filtered = qualify === undefined ? plan : LogicalPlanBuilder.from(plan).filter(rebase(qualify)).build();
  return { plan: filtered, clauses: rebased, hasWindows: true };
}

function distinctPlan(
  planner: Planner,
  sql: ast.Select,
  computed: Computed,
  base: LogicalPlan,
  selectExprs: readonly Expr[],
  grouped: boolean,
  context: PlannerContext,
): LogicalPlan {
  const plan = projectUnnesting(computed.plan, computed.clauses.select);
  const distinct = sql.distinct;
  if (distinct === undefined || distinct.kind === 'All') return plan;
  if (distinct.kind === 'Distinct') return LogicalPlanBuilder.from(plan).distinct().build();
  if (grouped || computed.hasWindows) {
    throw new NotImplementedError(
      'DISTINCT ON expressions with GROUP BY, aggregation or window functions are not supported ',
    );
  }
  const keys = distinct.exprs.map((expr) => planner.logicalExpr(expr, schemaOf(plan), context));
  return LogicalPlanBuilder.from(base).distinctOn(keys, selectExprs).build();
}

function distribute(
  planner: Planner,
  sql: ast.Select,
  plan: LogicalPlan,
  names: DFSchema,
  context: PlannerContext,
): LogicalPlan {
  if (sql.distributeBy.length === 0) return plan;
  const exprs = sql.distributeBy.map((expr) => planner.logicalExpr(expr, names, context));
  const partitioning: Repartition['partitioning'] = { kind: 'DistributeBy', exprs };
  return LogicalPlanBuilder.from(plan).repartition(partitioning).build();
}
