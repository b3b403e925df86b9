import { Column, InternalError, PlanError, rewritten, unchanged } from '@datafusion-ts/common';
import {
  columnExpr,
  type Expr,
  exprKey,
  findColumnExprs,
  type LogicalPlan,
  replaceExpr,
  schemaName,
  schemaOf,
  transformExprDown,
} from '@datafusion-ts/expr';

/**
 * Expressions above an aggregation or a window refer to what it computes: `sum(a) + 1` over an aggregate of `sum(a)` becomes
 * the column `sum(a)` plus one. Columns that are not computed there must not remain.
 */

/** Columns as the plan's schema has them, relation included. */
export function resolveColumns(expr: Expr, plan: LogicalPlan): Expr {
  const schema = schemaOf(plan);
  return replaceExpr(expr, (node) => {
    if (node.kind !== 'Column') return undefined;
    const { qualifier, field } = schema.qualifiedFieldFromColumn(node.column);
    return columnExpr(new Column(qualifier, field.name, node.column.span));
  });
}

/** The column under which an expression computed over `plan` is found. */
export function computedColumn(expr: Expr, plan: LogicalPlan): Expr {
  if (expr.kind !== 'Column') return columnExpr(Column.unqualified(schemaName(expr)));
  const { qualifier, field } = schemaOf(plan).qualifiedFieldFromColumn(expr.column);
  return columnExpr(new Column(qualifier, field.name));
}

/** Replaces the outermost sub-expressions equal to one of `computed` by the column they are found under. */
export function rebaseExpr(expr: Expr, computed: readonly Expr[], plan: LogicalPlan): Expr {
  const keys = new Set(computed.map(exprKey));
  return transformExprDown(expr, (node) => {
    if (!keys.has(exprKey(node))) return unchanged(node);
    return rewritten(computedColumn(node, plan), 'Jump');
  }).node;
}

/** Clauses whose columns an aggregation must give. */
export type AggregateClause = 'SELECT' | 'HAVING' | 'QUALIFY' | 'ORDER BY';

/** Throws a PlanError for the first column in `exprs` that is not among `columns`. */
export function checkColumnsSatisfy(columns: readonly Expr[], exprs: readonly Expr[], clause: AggregateClause): void {
  if (columns.some((column) => column.kind !== 'Column')) throw new InternalError('Expr::Column are required');
  const keys = new Set(columns.map(exprKey));
  for (const expr of findColumnExprs(exprs)) {
    if (keys.has(exprKey(expr))) continue;
    throw new PlanError(
      `Column in ${clause} must be in GROUP BY or an aggregate function: While expanding wildcard, column "${expr.toString()}" must appear in the GROUP BY clause or must be part of an aggregate function, currently only "${columns.map(String).join(', ')}" appears in the SELECT clause satisfies this requirement`,
      expr.kind === 'Column' && expr.column.span !== undefined ? { span: expr.column.span } : {},
    );
  }
}
