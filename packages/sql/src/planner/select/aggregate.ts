import { Column } from '@datafusion-ts/common';
import {
  columnExpr,
  type Expr,
  exprEquals,
  groupingSetExprs,
  type LogicalPlan,
  LogicalPlanBuilder,
  type SortExpr,
  withSortExpr,
} from '@datafusion-ts/expr';
import { checkColumnsSatisfy, computedColumn, rebaseExpr, resolveColumns } from './rebase.js';

/**
 * GROUP BY and aggregates of one SELECT. The aggregation computes the groups and the aggregates of all clauses; every clause
 * is then written over its columns, and may use nothing else.
 */

/** The clauses of a SELECT that come after aggregation. */
export interface SelectClauses {
  readonly select: readonly Expr[];
  readonly having?: Expr;
  readonly qualify?: Expr;
  readonly orderBy: readonly SortExpr[];
}

/** Aggregates a plan; gives the clauses over the result. */
export function aggregatePlan(
  input: LogicalPlan,
  groupExprs: readonly Expr[],
  aggrExprs: readonly Expr[],
  clauses: SelectClauses,
): { readonly plan: LogicalPlan; readonly clauses: SelectClauses } {
  const plan = LogicalPlanBuilder.from(input)
    .withOptions({ addImplicitGroupByExprs: true })
    .aggregate(groupExprs, aggrExprs)
    .build();
  const groups = plan.kind === 'Aggregate' ? plan.groupExprs : groupExprs;
  const computed = [...groups.flatMap(groupMembers), ...aggrExprs].map((expr) => resolveColumns(expr, input));
  const columns = computed.map((expr) => computedColumn(expr, input));
  const rebase = (expr: Expr): Expr => rebaseExpr(expr, computed, input);

  const select = clauses.select.map(rebase);
  checkColumnsSatisfy(columns, select, 'SELECT');
  const having = clauses.having === undefined ? undefined : rebase(clauses.having);
  if (having !== undefined) checkColumnsSatisfy(columns, [having], 'HAVING');
  const qualify = clauses.qualify === undefined ? undefined : rebase(clauses.qualify);
  if (qualify !== undefined) checkColumnsSatisfy(columns, [qualify], 'QUALIFY');
  const orderBy = clauses.orderBy.map((sort) =>
    withSortExpr(sort, aliasOf(sort.expr, clauses.select) ?? rebase(sort.expr)),
  );
  checkColumnsSatisfy(
    [...columns, ...aliasColumns(select)],
    orderBy.map((sort) => sort.expr),
    'ORDER BY',
  );
  return {
    plan,
    clauses: {
      select,
      orderBy,
      ...(having === undefined ? {} : { having }),
      ...(qualify === undefined ? {} : { qualify }),
    },
  };
}

const groupMembers = (expr: Expr): readonly Expr[] =>
  expr.kind === 'GroupingSet' ? groupingSetExprs(expr.set) : [expr];

/** The alias under which the select list already computes an expression. */
function aliasOf(expr: Expr, selectExprs: readonly Expr[]): Expr | undefined {
  for (const selected of selectExprs) {
    if (selected.kind === 'Alias' && (exprEquals(selected.expr, expr) || exprEquals(selected, expr)))
      return columnExpr(Column.unqualified(selected.name));
  }
  return undefined;
}

const aliasColumns = (selectExprs: readonly Expr[]): readonly Expr[] =>
  selectExprs.flatMap((expr) => (expr.kind === 'Alias' ? [columnExpr(Column.unqualified(expr.name))] : []));
