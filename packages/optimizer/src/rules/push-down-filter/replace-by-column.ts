import { replaceExpr, type Expr } from '@datafusion-ts/expr';

/** The expression with columns replaced by what the map has for them, by column key. */
export function replaceByColumn(expr: Expr, replacements: ReadonlyMap<string, Expr>): Expr {
  return replaceExpr(expr, (node) => (node.kind === 'Column' ? replacements.get(node.column.key) : undefined));
}
