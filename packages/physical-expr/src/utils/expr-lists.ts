import type { PhysicalExpr } from '@datafusion-ts/expr-common';

/** True when the list has an expression equal to `expr`. */
export const containsExpr = (list: readonly PhysicalExpr[], expr: PhysicalExpr): boolean =>
  indexOfExpr(list, expr) !== -1;

/** Position of the first expression equal to `expr`, or -1. */
export function indexOfExpr(list: readonly PhysicalExpr[], expr: PhysicalExpr): number {
  for (let i = 0; i < list.length; i++) if (list[i] === expr || list[i]!.equals(expr)) return i;
  return -1;
}

/** Same expressions in the same order. */
export const equalExprs = (a: readonly PhysicalExpr[], b: readonly PhysicalExpr[]): boolean =>
  a.length === b.length && a.every((expr, i) => expr === b[i] || expr.equals(b[i]!));

/** Same expressions equally often, in any order. */
export function equalExprBags(a: readonly PhysicalExpr[], b: readonly PhysicalExpr[]): boolean {
  if (a.length !== b.length) return false;
  const rest = [...b];
  return a.every((expr) => {
    const at = indexOfExpr(rest, expr);
    if (at !== -1) rest.splice(at, 1);
    return at !== -1;
  });
}

/** True when every expression of `part` is in `whole`. */
export const isExprSubset = (part: readonly PhysicalExpr[], whole: readonly PhysicalExpr[]): boolean =>
  part.every((expr) => containsExpr(whole, expr));

/** The expressions without repetitions, in order of first mention. */
export function dedupExprs(list: readonly PhysicalExpr[]): readonly PhysicalExpr[] {
  const kept: PhysicalExpr[] = [];
  for (const expr of list) if (!containsExpr(kept, expr)) kept.push(expr);
  return kept;
}
