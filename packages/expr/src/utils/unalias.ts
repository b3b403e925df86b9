import type { Expr } from '../expr/expr.js';
import { EXPR_BITS, hasKinds } from '../expr/expr-kinds.js';
import { replaceExpr, transformExprDown } from '../expr/expr-tree.js';
import { rewritten, unchanged } from '@datafusion-ts/common';

/** Drops every alias inside an expression, itself included. Subqueries keep theirs. */
export function unaliasNested(expr: Expr): Expr {
  if (!hasKinds(expr, EXPR_BITS.Alias)) return expr;
  return replaceExpr(expr, (node) =>
    node.kind === 'Alias' && (node.metadata === undefined || node.metadata.size === 0) ? node.expr : undefined,
  );
}

/** Aliases of columns replaced by what they stand for: `a + 1 AS b` as `a + 1` wherever the expression names `b`. */
export function resolveAliases(expr: Expr, aliases: ReadonlyMap<string, Expr>): Expr {
  return transformExprDown(expr, (node) => {
    if (node.kind !== 'Column' || node.column.relation !== undefined) return unchanged(node);
    const found = aliases.get(node.column.name);
    return found === undefined ? unchanged(node) : rewritten(found, 'Jump');
  }).node;
}
