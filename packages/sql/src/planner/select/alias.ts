import { PlanError } from '@datafusion-ts/common';
import { type Expr, replaceExpr, schemaName } from '@datafusion-ts/expr';

/** Aliases and positions of the select list, as GROUP BY and HAVING may use them. */

/** The expressions behind aliases of the select list, by alias; of repeated aliases the last. */
export function aliasesOf(selectExprs: readonly Expr[]): ReadonlyMap<string, Expr> {
  const aliases = new Map<string, Expr>();
  for (const expr of selectExprs) if (expr.kind === 'Alias') aliases.set(expr.name, expr.expr);
  return aliases;
}

/** Replaces unqualified columns that are aliases by what they stand for. */
export function resolveAliases(expr: Expr, aliases: ReadonlyMap<string, Expr>): Expr {
  if (aliases.size === 0) return expr;
  return replaceExpr(expr, (node) => {
    if (node.kind !== 'Column' || node.column.relation !== undefined) return undefined;
    return aliases.get(node.column.name);
  });
}

/** A number in GROUP BY is the entry of the select list at that position, from 1; other expressions stay as they are. */
export function resolvePosition(expr: Expr, selectExprs: readonly Expr[]): Expr {
  if (expr.kind !== 'Literal' || expr.value.dataType.kind !== 'Int64' || typeof expr.value.value !== 'bigint')
    return expr;
  const position = expr.value.value;
  if (position < 1n || position > BigInt(selectExprs.length)) {
    throw new PlanError(
      `Cannot find column with position ${position} in SELECT clause. Valid columns: 1 to ${selectExprs.length}`,
    );
  }
  const found = selectExprs[Number(position) - 1]!;
  return found.kind === 'Alias' ? found.expr : found;
}

/**
 * In the second branch of a set operation computed columns get the first branch's names, so that equal expressions do not
 * clash. A single column cannot clash and keeps its name.
 */
export function aliasedLike(selectExprs: readonly Expr[], names: readonly string[]): readonly Expr[] {
  if (selectExprs.length < 2) return selectExprs;
  return selectExprs.map((expr, i) => {
    const name = names[i];
    if (name === undefined || expr.kind === 'Column' || expr.kind === 'Alias') return expr;
    return schemaName(expr) === name ? expr : expr.alias(name);
  });
}
