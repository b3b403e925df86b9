import { Column, rewritten, type Transformed, unchanged } from '@datafusion-ts/common';
import { schemaName } from '../display/schema-name.js';
import { exprEquals } from '../equality/expr-key.js';
import type { Expr, SortExpr } from '../expr/expr.js';
import { columnExpr, withSortExpr } from '../expr/expr-fn.js';
import { makeExpr } from '../expr/make-expr.js';
import { transformExpr, walkExpr } from '../expr/expr-tree.js';
import type { LogicalPlan } from '../plan/logical-plan.js';
import { expressionsOf, inputsOf } from '../plan/plan-children.js';
import { exprAsOutputColumn } from '../utils/columns.js';
import { normalizeCol } from './normalize.js';

/**
 * Keys of an ORDER BY over a plan rewritten to the columns the plan gives: `ORDER BY min(c2)` above an aggregation or
 * projection that computes `min(t.c2)` becomes a reference to that column. What the plan does not compute stays.
 */
export function rewriteSortColsByAggs(sorts: readonly SortExpr[], plan: LogicalPlan): readonly SortExpr[] {
  return sorts.map((sort) => withSortExpr(sort, rewriteSortColByAggs(sort.expr, plan)));
}

function rewriteSortColByAggs(expr: Expr, plan: LogicalPlan): Expr {
  const inputs = inputsOf(plan);
  return inputs.length === 1 ? rewriteInTermsOfProjection(expr, expressionsOf(plan), inputs[0]!) : expr;
}

function rewriteInTermsOfProjection(expr: Expr, projected: readonly Expr[], input: LogicalPlan): Expr {
  return transformExpr(expr, (node): Transformed<Expr> => {
    const same = projected.find((p) => exprEquals(p, node));
    if (same !== undefined) return rewritten(columnExpr(exprAsOutputColumn(same)));
    const normalized = normalizedIfPossible(node, input);
    if (normalized === undefined) return unchanged(node);
    const found = findColumnNamed(schemaName(normalized), projected);
    if (found === undefined) return unchanged(node);
    const isCast = normalized.kind === 'Cast' || normalized.kind === 'TryCast';
    return rewritten(isCast ? makeExpr({ ...normalized, expr: found }) : found);
  }).node;
}

/** Names that the input does not have are no columns of it: nothing to rewrite. */
function normalizedIfPossible(expr: Expr, input: LogicalPlan): Expr | undefined {
  try {
    return normalizeCol(expr, input);
  } catch {
    return undefined;
  }
}

/** The last unqualified column of that name (alone or under an alias) inside the projected expressions, first expression first. */
function findColumnNamed(name: string, projected: readonly Expr[]): Expr | undefined {
  const wanted = columnExpr(Column.unqualified(name));
  let found: Expr | undefined;
  for (const expr of projected) {
    walkExpr(expr, (node) => {
      if (!exprEquals(node.kind === 'Alias' ? node.expr : node, wanted)) return 'Continue';
      found = node;
      return 'Stop';
    });
  }
  return found;
}
