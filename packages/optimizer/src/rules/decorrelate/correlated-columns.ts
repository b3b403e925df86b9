import { Column, PlanError, rewritten, unchanged } from '@datafusion-ts/common';
import {
  columnExpr,
  replaceExpr,
  schemaName,
  schemaOf,
  transformExpr,
  groupingSetToExprList,
  type Expr,
  type LogicalPlan,
} from '@datafusion-ts/expr';
import { TableReference } from '@datafusion-ts/common';

/** The column that an expression computed in a subquery is, seen from outside, under the subquery's alias. */
export function columnUnderAlias(expr: Expr, alias: string): Column {
  const relation = TableReference.bare(alias);
  if (expr.kind === 'Alias') return new Column(relation, expr.name);
  return new Column(relation, expr.kind === 'Column' ? expr.column.name : schemaName(expr));
}

/** The expression with the given columns (by key) taken from the subquery's alias. */
export function underAlias(expr: Expr, columns: ReadonlySet<string>, alias: string): Expr {
  const relation = TableReference.bare(alias);
  return replaceExpr(expr, (node) =>
    node.kind === 'Column' && columns.has(node.column.key)
      ? columnExpr(new Column(relation, node.column.name))
      : undefined,
  );
}

/** Columns of enclosing queries as plain columns. */
export function withoutOuterReferences(expr: Expr): Expr {
  return transformExpr(expr, (node) =>
    node.kind === 'OuterReferenceColumn' ? rewritten(columnExpr(node.column)) : unchanged(node),
  ).node;
}

/** The expression behind a query's first column; throws a PlanError when it has none. */
export function headOutputExpr(plan: LogicalPlan): Expr {
  switch (plan.kind) {
    case 'Projection':
      return first(plan.exprs);
    case 'Aggregate':
      return first([...groupingSetToExprList(plan.groupExprs), ...plan.aggrExprs]);
    case 'Filter':
    case 'Sort':
    case 'Limit':
    case 'Repartition':
      return headOutputExpr(plan.input);
    case 'Distinct':
      return plan.on === undefined ? headOutputExpr(plan.input) : first(plan.on.selectExprs);
    case 'Subquery':
      return headOutputExpr(plan.subquery);
    case 'SubqueryAlias':
      return columnExpr(new Column(plan.alias, columnUnderAlias(headOutputExpr(plan.input), '').name));
    default: {
      const [column] = schemaOf(plan).columns();
      if (column === undefined) throw new PlanError('single expression required.');
      return columnExpr(column);
    }
  }
}

function first(exprs: readonly Expr[]): Expr {
  if (exprs[0] === undefined) throw new PlanError('single expression required.');
  return exprs[0];
}
